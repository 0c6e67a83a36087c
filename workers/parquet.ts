/**
 * Parquet in and out, through hyparquet, which is loaded when it is wanted. Read group by group: dates and times become
 * ISO texts, decimals keep their places, numbers of single precision their shortest digits, nested columns and bytes
 * become text. Packing: none, snappy, gzip. Written: whole numbers, doubles, booleans, texts, dates, times; missing is null.
 * Left out: what a time has below the second makes its column text; decimals beyond 15 digits are rounded.
 */
import { noticeOf, UserError } from '../src/core/errors.ts';
import type { RawCell } from '../src/core/formats/gather.ts';
import type { Block, Decode } from '../src/core/formats/source.ts';
import { levelType } from '../src/core/formats/write-json.ts';
import type { Column } from '../src/core/table/column.ts';
import { patternOf } from '../src/core/table/date-pattern.ts';
import { writeDate } from '../src/core/table/dates.ts';
import type { ColumnData, FileMetaData, ParquetParsers, SchemaElement, SchemaTree } from 'hyparquet';
import type { ColumnSource } from 'hyparquet-writer';
import { checkPages, fromPages, unpackedPages } from './parquet-pages.ts';
import type { ColumnShape } from './parquet-runs.ts';
import type { Encode } from './tables.ts';

const MAX_INT32 = 2 ** 31 - 1;
const BUILT_IN: readonly string[] = ['UNCOMPRESSED', 'SNAPPY', 'GZIP'];
const DAMAGED = { format: 'a Parquet file' };

export const readParquet: Decode = async (bytes) => {
  const { parquetMetadata, parquetSchema, parquetRead, snappyUncompress } = await import('hyparquet');
  const metadata = await orDamaged(() => parquetMetadata(bytes.buffer, { geoparquet: false }));
  refuseCodecs(metadata);
  const schema = await orDamaged(() => parquetSchema(metadata));
  const fields = schema.children;
  const nested = fields.filter(({ children }) => children.length > 0).length;
  const cellOf = fields.map(({ element, children }) => converter(element, children.length > 0));
  const places = new WeakMap<ArrayBufferLike, number>();
  // The library cuts what it was given again; where a piece lies in the file must be known of that, too.
  const slice = (start: number, end = bytes.length): ArrayBuffer => {
    const part = bytes.buffer.slice(start, end);
    part.slice = (from = 0, to = part.byteLength) => slice(start + from, start + to);
    places.set(part, start);
    return part;
  };
  const blocks = async function* (): AsyncGenerator<Block> {
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      const parts: ColumnData[] = [];
      await orDamaged(async () => {
        const columns = group.columns.flatMap(({ meta_data: facts }) =>
          facts ? [{ facts, shape: shapeOf(schema, facts.path_in_schema) }] : [],
        );
        checkPages(bytes, columns, rowEnd - rowStart);
        const pages = await unpackedPages(bytes, columns, snappyUncompress);
        await parquetRead({
          file: { byteLength: bytes.length, slice },
          compressors: fromPages(pages, (buffer) => places.get(buffer) ?? NaN),
          metadata,
          rowStart,
          rowEnd,
          parsers: PARSERS,
          geoparquet: false,
          onChunk: (part) => parts.push(part),
        });
      });
      const rows = { from: rowStart, to: rowEnd };
      yield await orDamaged(() =>
        fields.map((field, place) =>
          cellsOf(
            parts.filter(({ columnName }) => columnName === field.element.name),
            rows,
            cellOf[place]!,
          ),
        ),
      );
      rowStart = rowEnd;
    }
  };
  return {
    names: fields.map(({ element }) => element.name),
    rowCount: Number(metadata.num_rows),
    blocks: blocks(),
    notices: nested > 0 ? [noticeOf('nested-as-text', 'note', {}, nested)] : [],
  };
};

export const writeParquet: Encode = async (table, tag) => {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const sources = table.columns.map(sourceOf);
  if (tag) {
    const data = new Array<string>(table.rowCount).fill(tag.value);
    sources.push({ source: { name: tag.name, data }, element: TEXT });
  }
  const buffer = parquetWriteBuffer({
    columnData: sources.map(({ source }) => source),
    schema: [
      { name: 'root', num_children: sources.length },
      ...sources.map(({ source, element }) => ({
        ...element,
        name: source.name,
        // Cells of a column without a gap are written and read without the marks that say which are missing.
        repetition_type: hasGap(source.data) ? ('OPTIONAL' as const) : ('REQUIRED' as const),
      })),
    ],
    rowGroupSize: 100_000,
    statistics: false,
    createdBy: 'Understudy',
  });
  return new Uint8Array(buffer);
};

type Rows = Readonly<{ from: number; to: number }>;

/** The cells of one column, in order. A part that is all of them, and needs no change, is handed on as it is. */
function cellsOf(parts: readonly ColumnData[], { from, to }: Rows, cellOf: Converter): ArrayLike<RawCell> {
  const [first] = parts;
  if (parts.length === 1 && cellOf === asItIs && first!.rowStart === from && first!.rowEnd === to) {
    return first!.columnData as ArrayLike<RawCell>;
  }
  const cells: RawCell[] = new Array<RawCell>(to - from).fill(null);
  for (const part of parts) {
    const { columnData, rowStart } = part;
    const end = Math.min(to, part.rowEnd);
    for (let row = Math.max(from, rowStart); row < end; row++) {
      const value: unknown = columnData[row - rowStart];
      if (value !== null && value !== undefined) cells[row - from] = cellOf(value);
    }
  }
  return cells;
}

/** The highest levels of a column: what of its path may be missing or repeated. */
function shapeOf(schema: SchemaTree, path: readonly string[]): ColumnShape {
  let [repetition, definition] = [0, 0];
  let at = schema;
  for (const name of path) {
    const next = at.children.find(({ element }) => element.name === name);
    if (next === undefined) throw new Error('a column that the schema does not have');
    at = next;
    const { repetition_type: kind } = at.element;
    if (kind === 'REPEATED') repetition++;
    if (kind !== 'REQUIRED') definition++;
  }
  return { repetition, definition, isBoolean: at.element.type === 'BOOLEAN' };
}

function refuseCodecs(metadata: FileMetaData): void {
  for (const { columns } of metadata.row_groups) {
    for (const { meta_data: facts } of columns) {
      if (facts && !BUILT_IN.includes(facts.codec)) {
        if (!facts.codec) throw new UserError('file-damaged', DAMAGED);
        throw new UserError('parquet-codec', { codec: facts.codec.toLowerCase() });
      }
    }
  }
}

/** Moments as text, with `T` and `Z` added where the column says that it is UTC. */
const PARSERS: Partial<ParquetParsers> = {
  dateFromDays: (days) => momentText(days * 86_400_000).slice(0, 10),
  timestampFromMilliseconds: (millis) => momentText(Number(millis)),
  timestampFromMicroseconds: (micros) => momentText(Number(micros / 1_000n), micros % 1_000n),
  timestampFromNanoseconds: (nanos) => momentText(Number(nanos / 1_000_000n), nanos % 1_000_000n),
};

/** `rest`: what is below the millisecond, in the column's unit. */
function momentText(epochMs: number, rest = 0n): string {
  if (!(Math.abs(epochMs) <= 8.64e15)) return String(epochMs);
  const iso = new Date(epochMs).toISOString().replace('T', ' ').replace('Z', '');
  if (rest !== 0n) return `${iso}${String(rest < 0n ? -rest : rest)}`;
  return iso.endsWith('.000') ? iso.slice(0, -4) : iso;
}

/** How the values of a column become cells. */
type Converter = (value: unknown) => RawCell;

function converter(element: SchemaElement, isNested: boolean): Converter {
  const { converted_type: converted, logical_type: logical, scale = 0, type } = element;
  if (isNested || converted === 'JSON') return jsonText;
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') return (value) => Number(value).toFixed(scale);
  if (logical?.type === 'TIMESTAMP' && logical.isAdjustedToUTC) return (value) => `${String(value).replace(' ', 'T')}Z`;
  if (type === 'FLOAT') return (value) => shortestSingle(Number(value));
  const isText = type === 'BYTE_ARRAY' && (converted === 'UTF8' || converted === 'ENUM' || logical?.type === 'STRING');
  const isWhole =
    type === 'INT32' && (converted === undefined || /^DATE$|INT_/.test(converted)) && logical?.type !== 'TIME';
  if (isText || isWhole || type === 'DOUBLE') return asItIs;
  return plainCell;
}

/** Texts, numbers, and dates that were made texts. */
function asItIs(value: unknown): RawCell {
  return value as RawCell;
}

function plainCell(value: unknown): RawCell {
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Uint8Array) return Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return value instanceof Date ? momentText(value.getTime()) : jsonText(value);
}

function jsonText(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? Number(inner) : inner));
}

/** The number with the fewest digits that is the same in single precision: 0.1 and not 0.10000000149011612. */
function shortestSingle(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

type Source = Readonly<{ source: ColumnSource; element: Omit<SchemaElement, 'name'> }>;

const TEXT = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;

function sourceOf(column: Column): Source {
  const { name } = column;
  switch (column.kind) {
    case 'numeric':
      return numbersSource(name, column.values, column.decimals === 0);
    case 'datetime': {
      const { hasDate, hasTime, isZoned } = patternOf(column.format);
      if (!hasDate) {
        const spelled = (moment: number): string | null =>
          moment === moment ? writeDate(moment, column.format) : null;
        return { source: { name, data: Array.from(column.epochMs, spelled) }, element: TEXT };
      }
      const data = Array.from(column.epochMs, (moment) => (moment === moment ? new Date(moment) : null));
      if (!hasTime) return { source: { name, data }, element: { type: 'INT32', converted_type: 'DATE' } };
      const logical = { type: 'TIMESTAMP', isAdjustedToUTC: isZoned, unit: 'MILLIS' } as const;
      return {
        source: { name, data },
        element: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', logical_type: logical },
      };
    }
    case 'categorical':
    case 'identifier':
    case 'text': {
      const { codes, levels } = column;
      const type = levelType(levels);
      if (type === 'number' && levels.every((level) => !level.includes('.') && level !== '-0')) {
        const values = Float64Array.from(levels, Number);
        return numbersSource(
          name,
          Float64Array.from(codes, (code) => values[code] ?? NaN),
          true,
        );
      }
      if (type === 'boolean') {
        const data = Array.from(codes, (code) => (code < levels.length ? levels[code] === 'true' : null));
        return { source: { name, data }, element: { type: 'BOOLEAN' } };
      }
      return { source: { name, data: textsOf(codes, levels) }, element: TEXT };
    }
  }
}

/** Missing is null: the code behind the last level. */
function textsOf(codes: ArrayLike<number>, levels: readonly string[]): (string | null)[] {
  const texts = new Array<string | null>(codes.length);
  const cells = [...levels, null];
  for (let row = 0; row < texts.length; row++) texts[row] = cells[codes[row]!]!;
  return texts;
}

function numbersSource(name: string, values: Float64Array, areWhole: boolean): Source {
  let isSmall = areWhole;
  let gaps = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value !== value) gaps++;
    // Within 31 bits, `| 0` gives back what is whole.
    else if (isSmall && (value !== (value | 0) || value === -MAX_INT32 - 1)) isSmall = false;
  }
  const element = { type: isSmall ? ('INT32' as const) : ('DOUBLE' as const) };
  if (gaps === 0) return { source: { name, data: isSmall ? Int32Array.from(values) : values }, element };
  const data = new Array<number | null>(values.length);
  for (let row = 0; row < data.length; row++) data[row] = values[row] === values[row] ? values[row]! : null;
  return { source: { name, data }, element };
}

function hasGap(data: ArrayLike<unknown>): boolean {
  for (let row = 0; row < data.length; row++) if (data[row] === null) return true;
  return false;
}

async function orDamaged<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch {
    throw new UserError('file-damaged', DAMAGED);
  }
}
