/**
 * The cells of JSON as columns: a record, a line or a list makes a row, a member of an object of columns a column.
 * Numbers keep their places. A value that is an object gives columns `a.b`; whatever lies deeper, and lists, become their
 * own JSON text. Keys mostly come in the order of the last record, and are not decoded then.
 */
import { UserError } from '../errors.ts';
import {
  addColumn,
  putBytes,
  putNumber,
  putSpelledNumber,
  putText,
  takeBack,
  type Gather,
  type GatheredColumn,
} from './gather.ts';
import {
  broken,
  expectSign,
  goBack,
  isToken,
  markOf,
  peek,
  QUOTE,
  readLiteral,
  readString,
  takeLine,
  takes,
  takesPlainNumber,
  tokenText,
  walkValue,
  type Cursor,
} from './json-cursor.ts';
import { count, counted, MAX_ASIDE_BYTES, setAside, type AsideText, type Counted } from './odd-records.ts';

/** What is gathered, and how many cells came with a key. */
export type JsonWork = {
  gather: Gather;
  placeOf: Map<string, number>;
  /** By place, as UTF-8. */
  keys: Uint8Array[];
  rows: number;
  cells: number;
  short: number;
  broken: Counted;
  aside: AsideText[];
};

const OBJECT = 123;
const LIST = 91;

export function createWork(): JsonWork {
  return {
    gather: { columns: [] },
    placeOf: new Map(),
    keys: [],
    rows: 0,
    cells: 0,
    short: 0,
    broken: counted(),
    aside: [],
  };
}

/** A record may run over several lines; of one that breaks the first line is set aside, and no cell stays. */
export function gatherLine(work: JsonWork, cursor: Cursor): void {
  const { rows, cells, gather } = work;
  const columnCount = gather.columns.length;
  const byte = peek(cursor);
  const start = markOf(cursor);
  try {
    if (byte !== OBJECT) throw broken(cursor);
    gatherRecord(work, cursor);
  } catch (thrown) {
    if (!(thrown instanceof UserError) || thrown.code !== 'json-broken') throw thrown;
    goBack(cursor, start);
    const { line } = cursor;
    const text = takeLine(cursor, MAX_ASIDE_BYTES);
    count(work.broken, line);
    setAside(work.aside, text, 0, text.length, line);
    Object.assign(work, { rows, cells });
    for (const { name } of gather.columns.splice(columnCount)) work.placeOf.delete(name);
    work.keys.splice(columnCount);
    for (const column of gather.columns) takeBack(column, rows);
  }
}

/** A record is one row; an object in it gives columns of its own. */
export function gatherRecord(work: JsonWork, cursor: Cursor): void {
  const row = work.rows++;
  let place = 0;
  expectSign(cursor, '{');
  if (takes(cursor, '}')) return;
  do {
    readString(cursor);
    const known = work.keys[place];
    const isExpected = known !== undefined && isToken(cursor, known);
    const key = isExpected ? work.gather.columns[place]!.name : tokenText(cursor);
    expectSign(cursor, ':');
    if (peek(cursor) === OBJECT) {
      eachMember(cursor, (inner) => putValue(work, columnOf(work, `${key}.${inner}`), row, cursor));
    } else {
      if (!isExpected) place = placeOf(work, key);
      putValue(work, work.gather.columns[place]!, row, cursor);
      place++;
    }
  } while (takes(cursor, ','));
  expectSign(cursor, '}');
}

/** A list is one row, in the order of the columns; cells beyond them make columns of their own. */
export function gatherCells(work: JsonWork, cursor: Cursor): void {
  const { columns } = work.gather;
  const row = work.rows++;
  let place = 0;
  eachItem(cursor, () => {
    if (place === columns.length) addColumn(work.gather, freeName(columns, place));
    putValue(work, columns[place++]!, row, cursor);
  });
  if (place < columns.length) work.short++;
}

function freeName(columns: readonly GatheredColumn[], place: number): string {
  const wanted = `column_${place + 1}`;
  let name = wanted;
  for (let next = 2; columns.some((column) => column.name === name); next++) name = `${wanted} (${next})`;
  return name;
}

/** Every member is a column: a list by position, an object by its labels, which are a column if they do not count from 0. */
export function gatherColumns(work: JsonWork, cursor: Cursor, areLabelled: boolean): void {
  const rowOf = new Map<string, number>();
  eachMember(cursor, (key) => {
    const column = columnOf(work, key);
    let row = 0;
    if (!areLabelled) eachItem(cursor, () => putValue(work, column, row++, cursor));
    else {
      eachMember(cursor, (label) => {
        row = rowOf.get(label) ?? rowOf.size;
        rowOf.set(label, row);
        putValue(work, column, row++, cursor);
      });
      row = rowOf.size;
    }
    work.rows = Math.max(work.rows, row);
  });
  const labels = [...rowOf.keys()];
  if (labels.every((label, row) => label === String(row))) return;
  const index = columnOf(work, work.placeOf.has('index') ? 'row label' : 'index');
  labels.forEach((label, row) => putSpelledNumber(index, row, label));
  work.cells += labels.length;
}

/** `readItem` and `readMember` leave the cursor behind the value. */
export function eachItem(cursor: Cursor, readItem: () => void): void {
  expectSign(cursor, '[');
  if (takes(cursor, ']')) return;
  do readItem();
  while (takes(cursor, ','));
  expectSign(cursor, ']');
}

function eachMember(cursor: Cursor, readMember: (key: string) => void): void {
  expectSign(cursor, '{');
  if (takes(cursor, '}')) return;
  do {
    readString(cursor);
    const key = tokenText(cursor);
    expectSign(cursor, ':');
    readMember(key);
  } while (takes(cursor, ','));
  expectSign(cursor, '}');
}

function columnOf(work: JsonWork, key: string): GatheredColumn {
  return work.gather.columns[placeOf(work, key)]!;
}

function placeOf(work: JsonWork, key: string): number {
  let place = work.placeOf.get(key);
  if (place === undefined) {
    place = addColumn(work.gather, key);
    work.keys[place] = new TextEncoder().encode(key);
    work.placeOf.set(key, place);
  }
  return place;
}

function putValue(work: JsonWork, column: GatheredColumn, row: number, cursor: Cursor): void {
  work.cells++;
  const first = peek(cursor);
  if (first === QUOTE) {
    readString(cursor);
    putBytes(column, row, cursor.text, cursor.start, cursor.end);
  } else if (first === LIST || first === OBJECT) {
    walkValue(cursor, true);
    putBytes(column, row, cursor.text, cursor.start, cursor.end);
  } else if (takesPlainNumber(cursor)) putNumber(column, row, cursor.value, cursor.places);
  else {
    const text = readLiteral(cursor);
    if (text === 'true' || text === 'false') putText(column, row, text);
    else if (text !== 'null') putSpelledNumber(column, row, text);
  }
}
