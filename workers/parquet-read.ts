/**
 * Parquet as a table, through hyparquet, which is loaded when it is wanted. Read group by group: dates and times become
 * ISO texts, decimals keep their places, numbers of single precision their shortest digits, nested columns and bytes
 * become text. Packing: none, snappy, gzip. Left out: decimals beyond 15 digits are rounded.
 */
import { noticeOf, UserError } from '../src/core/errors.ts';
import type { RawCell } from '../src/core/formats/gather.ts';
import type { Block, Decode } from '../src/core/formats/source.ts';
import type { ColumnData, FileMetaData, ParquetParsers, SchemaElement, SchemaTree } from 'hyparquet';
import { checkPages, fromPages, unpackedPages } from './parquet-pages.ts';
import type { ColumnShape } from './parquet-runs.ts';

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
  timestampFromMicroseconds: (micros) => finerText(micros, 1_000n),
  timestampFromNanoseconds: (nanos) => finerText(nanos, 1_000_000n),
};

/** A moment in units of which there are so many in a millisecond, with all its digits below the second. */
function finerText(moment: bigint, unitsPerMs: bigint): string {
  const rest = ((moment % unitsPerMs) + unitsPerMs) % unitsPerMs;
  const text = momentText(Number((moment - rest) / unitsPerMs));
  if (rest === 0n) return text;
  const digits = String(rest)
    .padStart(String(unitsPerMs).length - 1, '0')
    .replace(/0+$/, '');
  return `${text}${text.includes('.') ? '' : '.000'}${digits}`;
}

function momentText(epochMs: number): string {
  if (!(Math.abs(epochMs) <= 8.64e15)) return String(epochMs);
  const iso = new Date(epochMs).toISOString().replace('T', ' ').replace('Z', '');
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

async function orDamaged<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch {
    throw new UserError('file-damaged', DAMAGED);
  }
}
