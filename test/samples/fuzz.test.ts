/**
 * The corpus with a few bytes gone wrong. Each file ends in a table that holds together or in an error of the catalogue,
 * whatever is flipped, cut, doubled or spliced. One that does not is saved in `fuzz/`, and stays there: it is read in
 * every run. UNDERSTUDY_FUZZ says how many are made of every sort at least, and UNDERSTUDY_FUZZ_SEED which.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { writeJsonBytes } from '../../src/core/formats/write-json.ts';
import { createRng, type Rng } from '../../src/core/math/rng.ts';
import { writeParquet } from '../../workers/parquet-write.ts';
import { writeWorkbook } from '../../workers/workbook.ts';
import { mutationOf } from '../helpers/mutations.ts';
import { readBytes } from '../helpers/reading.ts';
import { faultOf } from '../helpers/sound.ts';

const runs = Number(process.env['UNDERSTUDY_FUZZ'] ?? 0);
const seed = Number(process.env['UNDERSTUDY_FUZZ_SEED'] ?? 1);
const saved = new URL('./fuzz/', import.meta.url);
/** Of a text; longer ones cost more and tell no more. */
const MAX_BYTES = 8_192;

const texts = readdirSync(new URL('./ugly/', import.meta.url))
  .filter((name) => name !== 'expected.json')
  .map((name) => fileOf(`./ugly/${encodeURIComponent(name)}`).subarray(0, MAX_BYTES));
const wholeLines = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, bytes.lastIndexOf(10, 5_000) + 1);
const tables = ['titanic', 'penguins'].map((name) => wholeLines(fileOf(`./tables/${name}.csv`)));
const reads = await Promise.all(tables.map((bytes) => readBytes(bytes)));

test.each(readdirSync(saved))('%s, which once was no table and no error', async (name) => {
  expect(await faultOf(fileOf(`./fuzz/${name}`))).toBe(null);
});

type Make = (rng: Rng) => Uint8Array;
const among =
  (files: readonly Uint8Array[]): Make =>
  (rng) =>
    mutationOf(files, rng);
const json = reads.flatMap(({ table, dialect }) =>
  [true, false].map((areLines) => writeJsonBytes(table, dialect, { tag: null }, areLines)),
);
const workbooks = await Promise.all(reads.map(({ table }) => writeWorkbook(table, null)));
const parquet = await Promise.all(reads.map(({ table }) => writeParquet(table, null)));

test.each<[string, number, Make]>([
  ['delimited text', 800, among(texts)],
  ['JSON', 500, among(json)],
  ['gzip', 200, among(tables.map((bytes) => gzipSync(bytes)))],
  ['text within gzip', 100, (rng) => gzipSync(mutationOf(texts, rng))],
  ['a workbook', 200, among(workbooks)],
  ['Parquet', 300, among(parquet)],
  ['the footer of Parquet', 300, (rng) => withFooter(parquet[rng.below(parquet.length)]!, rng)],
])('damaged bytes of %s are a table or an error of the catalogue', async (sort, fewest, make) => {
  const rng = createRng(seed, 'fuzz', sort);
  for (let run = 0; run < Math.max(fewest, runs); run++) {
    const bytes = make(rng);
    const fault = await faultOf(bytes);
    if (fault !== null) expect.fail(`${fault}\nThe file is saved as ${save(bytes, `${sort}-${seed}-${run}`)}.`);
  }
});

/** With its description changed: a Parquet file ends in that, its length and a mark. */
function withFooter(bytes: Uint8Array, rng: Rng): Uint8Array {
  const end = bytes.length - 8;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(end, true);
  const footer = mutationOf([bytes.subarray(end - length, end)], rng);
  const whole = new Uint8Array(end - length + footer.length + 8);
  whole.set(bytes.subarray(0, end - length));
  whole.set(footer, end - length);
  whole.set(bytes.subarray(end), whole.length - 8);
  new DataView(whole.buffer).setUint32(whole.length - 8, footer.length, true);
  return whole;
}

function fileOf(path: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(path, import.meta.url)));
}

function save(bytes: Uint8Array, name: string): string {
  mkdirSync(saved, { recursive: true });
  const file = `${name.replaceAll(' ', '-')}.bin`;
  writeFileSync(new URL(file, saved), bytes);
  return `test/samples/fuzz/${file}`;
}
