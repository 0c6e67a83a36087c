/** Reading, with detection and inference, and writing, against papaparse, which makes and takes strings only. */
import Papa from 'papaparse';
import { readCsv } from '../../src/core/formats/read-csv.ts';
import { writeCsv } from '../../src/core/formats/write-csv.ts';
import { createSha256 } from '../../src/core/math/sha256.ts';
import { silent } from '../../src/core/progress.ts';
import { ADULT, adultText } from './adult.ts';
import { race, rate } from './lines.ts';

const CHUNK_BYTES = 65_536;

export async function benchFormats(): Promise<void> {
  await readAndWrite(50_000, 7, { read: 0.7, write: 1 });
  await readAndWrite(500_000, 3, { read: 0.55, write: 0.4 });
  const bytes = new Uint8Array(32 * 2 ** 20).fill(7);
  await rate('SHA-256 of 32 MiB', 3, 32, 'MiB', () => {
    const hash = createSha256();
    hash.update(bytes);
    return hash.digestHex();
  });
}

export async function readAndWrite(
  rowCount: number,
  rounds: number,
  bounds: { read: number; write: number },
): Promise<void> {
  const text = adultText(rowCount);
  const bytes = new TextEncoder().encode(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / CHUNK_BYTES) }, (_, i) =>
    bytes.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES),
  );
  const read = () => readCsv(chunks, {}, 'adult.csv', silent);
  const size = `${rowCount / 1000}k x 15`;
  await race(`read csv, inferred and typed, ${size}, ${ADULT}`, rounds, read, {
    name: 'papaparse from text, strings only',
    work: () => Papa.parse(text),
    bound: bounds.read,
  });
  const { table, dialect } = read();
  const rows = Papa.parse(text, { skipEmptyLines: true }).data;
  await race(
    `write csv, ${size}, ${ADULT}`,
    rounds,
    () => writeCsv(table, dialect, { guardFormulas: false, tag: null }, () => {}),
    { name: 'papaparse from strings', work: () => Papa.unparse(rows), bound: bounds.write },
  );
}
