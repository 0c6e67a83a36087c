/**
 * `-- --reading`: what files cost as ratios of the same run. Text against papaparse, which makes strings only; Parquet
 * against our own text; JSON lines against the platform's parser, which makes objects; and the memory of a million rows,
 * in a process of its own, against three times the finished columns and 128 MiB.
 * Left out: rivals that are not among the packages (uDSV, DuckDB-Wasm).
 */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCsv } from '../../src/core/formats/read-csv.ts';
import { readJson } from '../../src/core/formats/read-json.ts';
import { writeCsvBytes } from '../../src/core/formats/write-csv.ts';
import { writeJsonBytes } from '../../src/core/formats/write-json.ts';
import { silent } from '../../src/core/progress.ts';
import type { Column } from '../../src/core/table/column.ts';
import { formats } from '../../workers/formats.ts';
import { ADULT, adultText } from './adult.ts';
import { readAndWrite } from './formats.ts';
import { print, race } from './lines.ts';

const MIB = 2 ** 20;
const CHUNK_BYTES = 2 * MIB;
const MANY_ROWS = 1_000_000;
/** Argument under which the bench reads a file and does nothing else. */
export const MEMORY = '--memory';

export async function benchReading(): Promise<void> {
  await readAndWrite(50_000, 5, { read: 0.7, write: 1 });
  await readAndWrite(500_000, 2, { read: 0.55, write: 0.4 });
  await readAndWrite(MANY_ROWS, 1, { read: 0.55, write: 0.4 });
  await otherFormats(200_000);
  benchMemory();
}

async function otherFormats(rowCount: number): Promise<void> {
  const size = `${rowCount / 1000}k x 15, ${ADULT}`;
  const bytes = new TextEncoder().encode(adultText(rowCount));
  const { table, dialect } = readCsv([bytes], {}, 'adult.csv', silent);
  const options = { guardFormulas: false, tag: null };
  const parquet = await formats.parquet.write(table, null);
  await race(`write Parquet, ${size}`, 3, () => formats.parquet.write(table, null), {
    name: 'our csv',
    work: () => writeCsvBytes(table, dialect, options),
    bound: 2,
  });
  await race(`read Parquet, ${size}`, 3, () => formats.parquet.read([parquet], {}, silent), {
    name: 'our csv',
    work: () => readCsv([bytes], {}, 'adult.csv', silent),
    bound: 1,
  });
  const lines = writeJsonBytes(table, dialect, { tag: null }, true);
  const text = new TextDecoder().decode(lines);
  await race(`read JSON lines, inferred and typed, ${size}`, 3, () => readJson([lines], {}, silent), {
    name: 'JSON.parse of each line, objects only',
    work: () =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    bound: 2,
  });
}

function benchMemory(): void {
  const path = join(mkdtempSync(join(tmpdir(), 'bench-')), 'adult.csv');
  writeFileSync(path, adultText(MANY_ROWS));
  const answer = execFileSync(process.execPath, ['--expose-gc', process.argv[1]!, MEMORY, path], { encoding: 'utf8' });
  const { peak, columns } = JSON.parse(answer) as { peak: number; columns: number };
  print({
    name: `memory of reading csv above idle, 1M x 15, ${ADULT}`,
    value: peak / MIB,
    unit: 'MiB',
    baseline: 'three times the finished columns and 128 MiB',
    ratio: peak / (3 * columns + 128 * MIB),
    bound: 1,
  });
}

/** Reads one file in pieces, as the engine does, and prints what that took at most. */
export function measureMemory(path: string): void {
  globalThis.gc?.();
  const idle = process.memoryUsage.rss();
  const chunks: Uint8Array[] = [];
  const file = openSync(path, 'r');
  for (;;) {
    const chunk = new Uint8Array(CHUNK_BYTES);
    const length = readSync(file, chunk);
    if (length === 0) break;
    chunks.push(chunk.subarray(0, length));
  }
  closeSync(file);
  const { table } = readCsv(chunks, {}, 'adult.csv', silent);
  const columns = table.columns.reduce((sum, column) => sum + columnBytes(column), 0);
  console.log(JSON.stringify({ peak: process.resourceUsage().maxRSS * 1024 - idle, columns }));
}

export function columnBytes(column: Column): number {
  if (column.kind === 'numeric') return column.values.byteLength;
  if (column.kind === 'datetime') return column.epochMs.byteLength;
  return column.codes.byteLength + column.levels.reduce((sum, level) => sum + 2 * level.length + 16, 0);
}
