/** Files that are no plain CSV, dropped on the page; one that is too large; and a long one, whose first rows come first. */
import { createWriteStream, mkdtempSync, openSync, closeSync, ftruncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import writeSheets from 'write-excel-file/universal';
import { drop, heading, open, primary } from './journey.ts';
import { expect, test } from './net.ts';

const folder = mkdtempSync(join(tmpdir(), 'understudy-'));
const ROWS = 60;
const towns = ['Ulm', 'Bonn', 'Trier'];
const records = Array.from({ length: ROWS }, (_, row) => ({ town: towns[row % 3]!, size: (row % 7) + 0.5 }));
const csv = `town,size\n${records.map(({ town, size }) => `${town},${size}`).join('\n')}\n`;

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function workbook(): Promise<Uint8Array> {
  const text = (value: string) => ({ value, type: String });
  const rows = records.map(({ town, size }) => [text(town), { value: size, type: Number }]);
  const blob = await writeSheets([
    { sheet: 'notes', data: [[text('a note')]] },
    { sheet: 'rows', data: [[text('town'), text('size')], ...rows] },
  ]).toBlob();
  return new Uint8Array(await blob.arrayBuffer());
}

function parquet(): Uint8Array {
  const columnData = [
    { name: 'town', data: records.map(({ town }) => town) },
    { name: 'size', data: records.map(({ size }) => size) },
  ];
  const compressors = { GZIP: (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes)) };
  return new Uint8Array(parquetWriteBuffer({ columnData, codec: 'GZIP', compressors }));
}

test('a Parquet file, a workbook, JSON lines and a gzip show the same rows when they are dropped', async ({ page }) => {
  const dropped: readonly (readonly [path: string, says: string])[] = [
    [file('rows.parquet', parquet()), 'Parquet'],
    [file('rows.xlsx', await workbook()), 'The workbook has 2 sheets with rows. The fullest was read.'],
    [file('rows.jsonl', records.map((record) => JSON.stringify(record)).join('\n')), 'JSON lines'],
    [file('rows.csv.gz', gzipSync(csv)), 'comma'],
  ];
  for (const [path, says] of dropped) {
    await open(page);
    await drop(page, path);
    await expect(heading(page)).toHaveText('60 rows of 2 columns');
    await expect(page.getByRole('main')).toContainText(says);
    const table = page.getByRole('table', { name: /The first/ });
    await expect(table.getByRole('row').nth(2)).toContainText('Bonn');
    await expect(primary(page, 'Columns')).toBeEnabled();
  }
});

test('a file of 2.1 GB is refused before it is read, and the next file works', async ({ page }) => {
  const large = join(folder, 'large.csv');
  const handle = openSync(large, 'w');
  ftruncateSync(handle, 2_151 * 2 ** 20); // takes no room on the disk
  closeSync(handle);
  await open(page);
  await drop(page, large);
  await expect(page.getByRole('alert')).toContainText('The file has 2,151 MB; the limit is 2,048 MB.');
  await drop(page, file('good.csv', csv));
  await expect(heading(page)).toHaveText('60 rows of 2 columns');
});

test('the first hundred rows of a long file are shown while the rest is being read', async ({ page }) => {
  const long = join(folder, 'long.csv');
  const stream = createWriteStream(long);
  stream.write('id,town,size,share,note\n');
  for (let part = 0; part < 20; part++) {
    const rows = Array.from({ length: 20_000 }, (_, i) => {
      const row = part * 20_000 + i;
      return `${row},${towns[row % 3]},${row % 1000},${(row % 997) / 8},note ${(row * 7919) % 100_003}\n`;
    });
    stream.write(rows.join(''));
  }
  stream.end();
  await finished(stream);
  await page.addInitScript(() => {
    const seen = { rows: 0, title: '' };
    Object.assign(window, { seen });
    new MutationObserver(() => {
      const early = [...document.querySelectorAll('table')].find(
        (table) => table.caption?.textContent === 'First rows',
      );
      if (!early) return;
      seen.rows = early.tBodies[0]!.rows.length;
      seen.title = document.querySelector('h1')!.textContent;
    }).observe(document, { childList: true, subtree: true });
  });
  await open(page);
  await drop(page, long);
  await expect(heading(page)).toHaveText('400,000 rows of 5 columns', { timeout: 120_000 });
  const seen = await page.evaluate(() => (window as unknown as { seen: { rows: number; title: string } }).seen);
  expect(seen).toEqual({ rows: 100, title: 'Reading long.csv' });
});
