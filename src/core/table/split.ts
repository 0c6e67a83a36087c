/**
 * Train and holdout, separated before anything is fitted, by one coin per row: a keyed hash of (split seed, the row's
 * content, which copy of that content it is). Not of the row's position: with a known seed, taking one row out of the
 * file would then move other rows between the halves, and a claim about one row would be false. Copies of one content
 * are numbered in file order; since they are equal, taking any of them out leaves the others' coins as a set.
 * Where a column names the person, its content alone keys the coin, so that a person's rows stay together.
 */
import { takeTableRows, type Column, type Table } from './column.ts';
import { finish, rowHashes } from './row-hash.ts';

declare const partMark: unique symbol;
/** The part that is fitted. Made by `splitTable` alone. */
export type Train = Table & Readonly<{ [partMark]: 'train' }>;
/** The part that no fitting function accepts. */
export type Holdout = Table & Readonly<{ [partMark]: 'holdout' }>;

export type Split = Readonly<{ train: Train; holdout: Holdout; isTrain: Uint8Array }>;

/** `holdout`: the chance of a row to be held out, in [0, 1); sizes vary a little. Rows keep their order. O(rows × columns). */
export function splitTable(
  table: Table,
  choices: Readonly<{ holdout: number; seed: number }>,
  personIndex: number | null = null,
): Split {
  const { high, low } = rowHashes(table);
  const copies = copyNumbers(high, low);
  if (personIndex !== null) keyByPerson(table, personIndex, high, low, copies);
  const limit = Math.round(choices.holdout * 2 ** 32);
  const isTrain = new Uint8Array(table.rowCount);
  for (let row = 0; row < table.rowCount; row++) {
    isTrain[row] = coin(choices.seed, high[row]!, low[row]!, copies[row]!) < limit ? 0 : 1;
  }
  return {
    train: takeTableRows(table, rowsWith(isTrain, 1)) as Train,
    holdout: takeTableRows(table, rowsWith(isTrain, 0)) as Holdout,
    isTrain,
  };
}

/** The table of two files, one below the other: the first `trainRows` rows are train, the others the holdout. */
export function splitAt(table: Table, trainRows: number): Split {
  const isTrain = new Uint8Array(table.rowCount).fill(1, 0, trainRows);
  return {
    train: takeTableRows(table, rowsWith(isTrain, 1)) as Train,
    holdout: takeTableRows(table, rowsWith(isTrain, 0)) as Holdout,
    isTrain,
  };
}

/** Rows that name a person are keyed by that name alone; the others stay as they are. */
function keyByPerson(table: Table, index: number, high: Uint32Array, low: Uint32Array, copies: Uint32Array): void {
  const person = table.columns[index]!;
  const names = rowHashes({ rowCount: table.rowCount, columns: [person] });
  const isNamed = namedRows(person);
  for (let row = 0; row < table.rowCount; row++) {
    if (!isNamed(row)) continue;
    high[row] = names.high[row]!;
    low[row] = names.low[row]!;
    copies[row] = 0;
  }
}

function namedRows(person: Column): (row: number) => boolean {
  if (person.kind === 'numeric') return (row) => !Number.isNaN(person.values[row]!);
  if (person.kind === 'datetime') return (row) => !Number.isNaN(person.epochMs[row]!);
  return (row) => person.codes[row] !== person.levels.length;
}

/** Uniform in [0, 2^32), a function of its arguments alone. */
function coin(seed: number, high: number, low: number, copy: number): number {
  let h = finish(seed | 0);
  h = finish(h ^ high);
  h = finish(Math.imul(h, 0x9e3779b1) ^ low);
  return finish(Math.imul(h, 0x85ebca77) + copy);
}

/** For each row, how many rows before it have the same content. */
function copyNumbers(high: Uint32Array, low: Uint32Array): Uint32Array {
  const copies = new Uint32Array(high.length);
  // By slot, of which one in two stays free at least: the last row of a content, counted from 1.
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2(2 * high.length + 1)));
  const mask = slots.length - 1;
  for (let row = 0; row < high.length; row++) {
    let slot = low[row]! & mask;
    let last = slots[slot]!;
    while (last > 0 && (high[last - 1] !== high[row] || low[last - 1] !== low[row])) {
      slot = (slot + 1) & mask;
      last = slots[slot]!;
    }
    if (last > 0) copies[row] = copies[last - 1]! + 1;
    slots[slot] = row + 1;
  }
  return copies;
}

function rowsWith(isTrain: Uint8Array, part: 0 | 1): Uint32Array {
  let count = 0;
  for (let row = 0; row < isTrain.length; row++) if (isTrain[row] === part) count++;
  const rows = new Uint32Array(count);
  let at = 0;
  for (let row = 0; row < isTrain.length; row++) if (isTrain[row] === part) rows[at++] = row;
  return rows;
}
