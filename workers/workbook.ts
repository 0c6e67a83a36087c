/**
 * Excel workbooks (.xlsx) in and out, through libraries that are loaded when they are wanted. The sheet with most filled
 * cells is read, or the one that was chosen; dates by their cell's format. Written: typed cells under a header that stays in sight, and a second
 * sheet that says what the rows are. The cost is the XML: warned above 50,000 rows, refused above 200,000.
 * Left out: digits beyond 15, which the format cannot hold, and formulas, of which the stored result is read.
 */
import { noticeOf, questionOf, UserError, type Notice } from '../src/core/errors.ts';
import type { RawCell } from '../src/core/formats/gather.ts';
import type { Block, Decode } from '../src/core/formats/source.ts';
import { levelType } from '../src/core/formats/write-json.ts';
import type { Column, DatetimeColumn, NumericColumn } from '../src/core/table/column.ts';
import { patternOf } from '../src/core/table/date-pattern.ts';
import { writeDate } from '../src/core/table/dates.ts';
import type { Encode } from './tables.ts';
import { zipEntries, type ZipEntry } from './zip-entries.ts';

const MANY_ROWS = 50_000;
const MAX_ROWS = 200_000;
/** XML of the longest sheet that is read takes a third of it. */
const MAX_UNPACKED = 2 ** 30;
/** Of a sheet, for whoever must choose. */
const SHOWN_ROWS = 3;
const SHOWN_CELLS = 8;
const DAY_MS = 86_400_000;
/** Excel counts days from here, but for two months that nobody uses. */
const FIRST_DAY_MS = Date.UTC(1900, 2, 1);

export const readWorkbook: Decode = async (bytes, { sheet: wanted }) => {
  refuseOthers(zipEntries(bytes));
  const { default: readSheets } = await import('read-excel-file/web-worker');
  const sheets = await readSheets(new Blob([bytes])).catch(() => {
    throw new UserError('file-damaged', { format: 'an Excel workbook' });
  });
  const filled = sheets
    .map(({ sheet, data }) => ({ name: sheet, rows: data, cells: cellCount(data) }))
    .filter(({ cells }) => cells > 0)
    .sort((a, b) => b.cells - a.cells);
  const taken = wanted === undefined ? (filled[0] ?? EMPTY) : filled.find(({ name }) => name === wanted);
  if (!taken) throw new UserError('sheet-unknown', { sheets: filled.map(({ name }) => name) });
  refuseLong(taken.rows.length);
  const notices: Notice[] = [
    ...(filled.length > 1 ? [sheetChoice([taken, ...filled.filter((sheet) => sheet !== taken)], wanted)] : []),
    ...(taken.rows.length > MANY_ROWS ? [noticeOf('workbook-long', 'warning', {}, taken.rows.length)] : []),
    noticeOf('zeros-maybe-lost', 'note'),
  ];
  const width = taken.rows.reduce((most, row) => Math.max(most, row.length), 0);
  const columns = Array.from({ length: width }, (_, place) => columnCells(taken.rows.map((row) => row[place])));
  return { names: null, rowCount: taken.rows.length, blocks: once(columns), notices };
};

export const writeWorkbook: Encode = async (table, tag) => {
  refuseLong(table.rowCount);
  const { default: writeSheets } = await import('write-excel-file/universal');
  const writers = table.columns.map(cellWriter);
  const names = [...table.columns.map(({ name }) => name), ...(tag ? [tag.name] : [])];
  const rows = Array.from({ length: table.rowCount }, (_, row) => [
    ...writers.map((cellAt) => cellAt(row)),
    ...(tag ? [text(tag.value)] : []),
  ]);
  const blob = await writeSheets([
    { sheet: 'Rows', stickyRowsCount: 1, data: [names.map(text), ...rows] },
    {
      sheet: 'About',
      data: [[text('These rows are synthetic: made by Understudy, none of them is a record of anybody.')]],
    },
  ]).toBlob();
  return new Uint8Array(await blob.arrayBuffer());
};

type Cell =
  | Readonly<{ type: StringConstructor; value: string }>
  | Readonly<{ type: NumberConstructor; value: number; format?: string }>
  | Readonly<{ type: BooleanConstructor; value: boolean }>
  | Readonly<{ type: DateConstructor; value: Date; format: string }>
  | null;

type Sheet = Readonly<{ name: string; rows: readonly (readonly unknown[])[]; cells: number }>;
const EMPTY: Sheet = { name: '', rows: [], cells: 0 };

/** The sheets, the one that was read first; the first filled rows of each. Once it was chosen it is no question. */
function sheetChoice(sheets: readonly Sheet[], wanted: string | undefined): Notice {
  const answers = sheets.map(({ name, rows }) => ({
    answer: name,
    shown: rows
      .map((row) => columnCells(row).filter((cell) => cell !== null))
      .filter((cells) => cells.length > 0)
      .slice(0, SHOWN_ROWS)
      .map((cells) => cells.slice(0, SHOWN_CELLS).map(String).join(' | ')),
  }));
  const question = questionOf('sheet-choice', answers, {}, sheets.length);
  return wanted === undefined ? question : { ...question, severity: 'note' };
}

/** Documents and spreadsheets of other sorts are zip files, too. */
function refuseOthers(entries: readonly ZipEntry[] | null): void {
  if (entries === null) return; // cut off: the library says that it is damaged
  const has = (name: string): boolean => entries.some((entry) => entry.name.toLowerCase() === name);
  if (has('xl/workbook.bin')) {
    const format = 'a binary Excel workbook (.xlsb)';
    throw new UserError('unsupported-format', { format, wayOut: 'Save it as .xlsx' });
  }
  if (!entries.some(({ name }) => /^\/?xl\//i.test(name))) throw new UserError('archive');
  if (entries.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0) > MAX_UNPACKED) {
    throw new UserError('unpacks-too-large');
  }
}

function cellWriter(column: Column): (row: number) => Cell {
  switch (column.kind) {
    case 'numeric': {
      const { values, decimals } = column;
      const missing = missingWriter(column);
      return (row) => number(values[row]!, decimals) ?? missing(row);
    }
    case 'datetime': {
      const { epochMs } = column;
      const { hasDate, hasTime } = patternOf(column.format);
      const format = hasTime ? 'yyyy-mm-dd hh:mm:ss' : 'yyyy-mm-dd';
      const missing = missingWriter(column);
      return (row) => {
        const moment = epochMs[row]!;
        if (moment !== moment) return missing(row);
        if (!hasDate) return text(writeDate(moment, column.format));
        // Before its first day the format has no dates.
        if (moment < FIRST_DAY_MS) return text(momentText(moment, !hasTime));
        return { type: Date, value: new Date(moment), format };
      };
    }
    case 'categorical':
    case 'identifier':
    case 'text': {
      const type = levelType(column.levels);
      const cells = column.levels.map((level): Cell => {
        if (type === 'boolean') return { type: Boolean, value: level === 'true' };
        if (type === 'number') return number(Number(level), level.split('.')[1]?.length ?? 0);
        return text(level);
      });
      return (row) => cells[column.codes[row]!] ?? null;
    }
  }
}

/** Empty, or the mark that the cell keeps apart. */
function missingWriter({ marks }: NumericColumn | DatetimeColumn): (row: number) => Cell {
  if (marks === undefined) return () => null;
  const cells = [null, ...marks.texts.map((mark) => (mark === '' ? null : text(mark)))];
  return (row) => cells[marks.codes[row]!] ?? null;
}

function text(value: string): Cell {
  return { type: String, value };
}

function number(value: number, places: number): Cell {
  if (value !== value) return null;
  return places === 0 ? { type: Number, value } : { type: Number, value, format: `0.${'0'.repeat(places)}` };
}

/** Cells of one column. Its moments are dates if all of them fall on midnight. */
function columnCells(values: readonly unknown[]): RawCell[] {
  const areDates = values.every((value) => !(value instanceof Date) || value.getTime() % DAY_MS === 0);
  return values.map((value) => {
    if (value instanceof Date) return momentText(value.getTime(), areDates);
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
  });
}

/** To the second: workbooks keep fractions of a day, which are a few microseconds off. */
function momentText(epochMs: number, isDate: boolean): string {
  const iso = new Date(Math.round(epochMs / 1_000) * 1_000).toISOString();
  return isDate ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}

function cellCount(rows: readonly (readonly unknown[])[]): number {
  return rows.reduce((sum, row) => sum + row.filter((cell) => cell !== null && cell !== undefined).length, 0);
}

function refuseLong(rows: number): void {
  if (rows > MAX_ROWS) throw new UserError('workbook-too-long', { rows, limit: MAX_ROWS });
}

async function* once(columns: Block): AsyncGenerator<Block> {
  yield columns;
}
