/** The main job, on real tables, from file to downloads and print, in a real browser on the built site and the single file. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedTablePath } from '../helpers/shared-tables.ts';
import { choose, download, drop, open, primary, tables, walk } from './journey.ts';
import { expect, test } from './net.ts';
import { oneFile, pictures } from './place.ts';

mkdirSync(pictures, { recursive: true });

type Manifest = {
  claim: { kind: string; epsilon?: number };
  files: { name: string; bytesSha256: string; rowCount: number }[];
  ledger: { entries: { rhoGrains: number }[] } | null;
};

test('the sample data goes from the first screen to a printed report by primary buttons alone', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Try the sample data' }).click();
  await walk(page);
  const synthetic = await download(page, 'Download synthetic data');
  const manifest = await download(page, 'Download manifest');
  const report = await download(page, 'Download report (JSON)');
  expect([synthetic.name, manifest.name, report.name]).toEqual([
    'adult.synthetic.csv',
    'adult.manifest.json',
    'adult.report.json',
  ]);
  const said = JSON.parse(manifest.bytes.toString()) as Manifest;
  expect(said.files[0]?.bytesSha256).toBe(createHash('sha256').update(synthetic.bytes).digest('hex'));
  expect(said.claim).toMatchObject({ kind: 'zcdp' });
  expect(said.claim.epsilon).toBeLessThanOrEqual(1);
  const [head = ''] = synthetic.bytes.toString().split('\n');
  expect(head).toMatch(/^age,workclass,.*,income,_provenance$/);
  const json = JSON.parse(report.bytes.toString()) as { schemaVersion: number; claim: { kind: string } };
  expect(json).toMatchObject({ schemaVersion: 1, claim: { kind: 'zcdp' } });
  for (const format of ['A4', 'Letter'] as const) {
    const pdf = await page.pdf({ format, printBackground: true });
    writeFileSync(join(pictures, `report-${format}.pdf`), pdf);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  }
});

test('titanic is dropped as a file and comes out as synthetic rows with their report', async ({ page }) => {
  await open(page);
  await drop(page, join(tables, 'titanic.csv'));
  await walk(page);
  const synthetic = await download(page, 'Download synthetic data');
  expect(synthetic.name).toBe('titanic.synthetic.csv');
  const report = await download(page, 'Download report (JSON)');
  expect(JSON.parse(report.bytes.toString())).toMatchObject({ schemaVersion: 1 });
});

test('without a guarantee the report and the manifest say so', async ({ page }) => {
  await open(page);
  await choose(page, join(tables, 'penguins.csv'));
  await walk(page, { guarantee: false });
  const manifest = await download(page, 'Download manifest');
  const said = JSON.parse(manifest.bytes.toString()) as Manifest;
  expect(said.claim).toEqual({ kind: 'none' });
  expect(said.ledger).toBeNull();
});

test('the single file does the whole path from disk', async ({ page }) => {
  await open(page, oneFile);
  await choose(page, join(tables, 'german_credit.csv'));
  await walk(page);
  const synthetic = await download(page, 'Download synthetic data');
  expect(synthetic.bytes.length).toBeGreaterThan(10_000);
});

const adult = sharedTablePath('adult.csv.gz', 'Adult goes the whole path, gzipped as it is');
(adult === null ? test.skip : test)('Adult goes the whole path, gzipped as it is', async ({ page }) => {
  await open(page);
  await drop(page, adult!);
  await walk(page);
  const synthetic = await download(page, 'Download synthetic data');
  expect(synthetic.name).toBe('adult.synthetic.csv');
  await expect(primary(page, 'Print report')).toBeVisible();
});
