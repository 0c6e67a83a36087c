/**
 * Fingerprints of a table: `columns` (each column's cells in order), `content` (names and columns), `rows` (the rows
 * whatever their order). They are taken over typed cells, not bytes, so that a file saved again with another delimiter
 * keeps them. All but `rows` are SHA-256 over a canonical form; `rows` is SHA-256 over the sorted 64-bit row hashes.
 * Privacy: a fingerprint of the real table is an exact function of private rows: whoever holds a candidate table can
 * test it. Shareable files hold `commitmentOf` it only, which nobody can test without the salt.
 */
import { unreachable } from '../errors.ts';
import { createSha256, type Sha256 } from '../math/sha256.ts';
import { namesOfMarks, type Column, type Table } from '../table/column.ts';
import { rowHashes } from '../table/row-hash.ts';

export type Fingerprint = Readonly<{
  content: string;
  rows: string;
  columns: readonly Readonly<{ name: string; sha256: string }>[];
}>;

const encoder = new TextEncoder();
/** Codes are hashed in blocks of this many, through one buffer. */
const BLOCK_ROWS = 16_384;

export function fingerprintOf(table: Table): Fingerprint {
  const columns = table.columns.map((column) => ({ name: column.name, sha256: columnSha256(column, table.rowCount) }));
  const content = createSha256();
  for (const { name, sha256 } of columns) updateText(content, `${JSON.stringify(name)}:${sha256}\n`);
  return { content: content.digestHex(), rows: rowSetSha256(table), columns };
}

/** SHA-256 of the salt followed by the hash: binding, and silent about the hash until the salt is shown. */
export function commitmentOf(salt: Uint8Array, sha256: string): string {
  const hash = createSha256();
  hash.update(salt);
  updateText(hash, sha256);
  return hash.digestHex();
}

function columnSha256(column: Column, rowCount: number): string {
  const hash = createSha256();
  updateText(hash, `${kindOf(column)} ${rowCount}\n`);
  switch (column.kind) {
    case 'numeric':
      updateNumbers(hash, column.values);
      if (column.marks) updateLevels(hash, column.marks.codes, namesOfMarks(column.marks));
      break;
    case 'datetime':
      updateNumbers(hash, column.epochMs);
      if (column.marks) updateLevels(hash, column.marks.codes, namesOfMarks(column.marks));
      break;
    case 'categorical':
    case 'identifier':
    case 'text':
      updateLevels(hash, column.codes, column.levels);
      break;
    default:
      return unreachable(column);
  }
  return hash.digestHex();
}

/** Levels are texts whatever the column was taken for, so that a changed kind alone changes nothing. */
function kindOf(column: Column): string {
  return column.kind === 'numeric' || column.kind === 'datetime' ? column.kind : 'text';
}

/** Little-endian doubles with one zero and one NaN. */
function updateNumbers(hash: Sha256, values: Float64Array): void {
  const block = new DataView(new ArrayBuffer(BLOCK_ROWS * 8));
  for (let start = 0; start < values.length; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, values.length);
    for (let row = start; row < end; row++) {
      const value = values[row]!;
      block.setFloat64((row - start) * 8, value === 0 ? 0 : Number.isNaN(value) ? NaN : value, true);
    }
    hash.update(new Uint8Array(block.buffer, 0, (end - start) * 8));
  }
}

/** Codes renumbered in the order in which levels first occur, then those levels: the dictionary's own order is left out. */
function updateLevels(hash: Sha256, codes: Uint8Array | Uint16Array | Uint32Array, levels: readonly string[]): void {
  const missing = levels.length;
  const renumbered = new Int32Array(levels.length + 1).fill(-1);
  const used: number[] = [];
  const block = new DataView(new ArrayBuffer(BLOCK_ROWS * 4));
  for (let start = 0; start < codes.length; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, codes.length);
    for (let row = start; row < end; row++) {
      const code = codes[row]!;
      if (renumbered[code]! < 0 && code !== missing) renumbered[code] = used.push(code) - 1;
      block.setInt32((row - start) * 4, code === missing ? -1 : renumbered[code]!, true);
    }
    hash.update(new Uint8Array(block.buffer, 0, (end - start) * 4));
  }
  for (const code of used) updateText(hash, `${JSON.stringify(levels[code])}\n`);
}

function rowSetSha256(table: Table): string {
  const { high, low } = rowHashes(table);
  const sorted = BigUint64Array.from(
    { length: table.rowCount },
    (_, row) => (BigInt(high[row]!) << 32n) | BigInt(low[row]!),
  ).sort();
  const hash = createSha256();
  const bytes = new DataView(new ArrayBuffer(sorted.length * 8));
  sorted.forEach((value, row) => bytes.setBigUint64(row * 8, value, true));
  hash.update(new Uint8Array(bytes.buffer));
  return hash.digestHex();
}

function updateText(hash: Sha256, text: string): void {
  hash.update(encoder.encode(text));
}
