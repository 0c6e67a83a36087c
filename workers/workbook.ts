/**
 * Excel workbooks (.xlsx) in and out, through libraries that are loaded when they are wanted. The sheet with most filled
 * cells is read; dates by their cell's format. Written: typed cells under a header that stays in sight, and a second
 * sheet that says what the rows are. The cost is the XML: warned above 50,000 rows, refused above 200,000.
 * Left out: digits beyond 15, which the format cannot hold, and formulas, of which the stored result is read.
 */
import { noticeOf, UserError, type Notice } from '../src/core/errors.ts';
import type { RawCell } from '../src/core/formats/gather.ts';
import type { Block, Decode } from '../src/core/formats/source.ts';
import { levelType } from '../src/core/formats/write-json.ts';
import type { Column } from '../src/core/table/column.ts';
import type { Encode } from './tables.ts';

const MANY_ROWS = 50_000;
const MAX_ROWS = 200_000;
const DAY_MS = 86_400_000;
/** Excel counts days from here, but for two months that nobody uses. */
const FIRST_DAY_MS = Date.UTC(1900, 2, 1);

export const readWorkbook: Decode = async (bytes) => {
  const { default: readSheets } = await import('read-excel-file/web-worker');
  const sheets = await readSheets(new Blob([bytes])).catch(() => {
    throw new UserError('file-damaged', { format: 'an Excel workbook' });
  });
  const filled = sheets.map(({ data }) => ({ rows: data, cells: cellCount(data) })).filter(({ cells }) => cells > 0);
  const fullest = filled.reduce((best, sheet) => (sheet.cells > best.cells ? sheet : best), filled[0] ?? EMPTY);
  refuseLong(fullest.rows.length);
  const notices: Notice[] = [
    ...(filled.length > 1 ? [noticeOf('sheets-left-out', 'warning', {}, filled.length - 1)] : []),
    ...(fullest.rows.length > MANY_ROWS ? [noticeOf('workbook-long', 'warning', {}, fullest.rows.length)] : []),
    noticeOf('zeros-maybe-lost', 'note'),
  ];
  const width = fullest.rows.reduce((most, row) => Math.max(most, row.length), 0);
  const columns = Array.from({ length: width }, (_, place) => columnCells(fullest.rows.map((row) => row[place])));
  return { names: null, rowCount: fullest.rows.length, blocks: once(columns), notices };
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

const EMPTY = { rows: [] as readonly (readonly unknown[])[], cells: 0 };

function cellWriter(column: Column): (row: number) => Cell {
  switch (column.kind) {
    case 'numeric': {
      const { values, decimals } = column;
      return (row) => number(values[row]!, decimals);
    }
    case 'datetime': {
      const { epochMs } = column;
      const format = column.format === 'yyyy-MM-dd' ? 'yyyy-mm-dd' : 'yyyy-mm-dd hh:mm:ss';
      return (row) => {
        const moment = epochMs[row]!;
        if (moment !== moment) return null;
        // Before its first day the format has no dates.
        if (moment < FIRST_DAY_MS) return text(momentText(moment, column.format === 'yyyy-MM-dd'));
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
