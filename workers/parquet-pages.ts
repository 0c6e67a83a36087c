/**
 * The pages of a Parquet row group before the library sees them. Their headers and runs are checked, since it reads for
 * ever where a damaged one leaves out a length, or claims too many cells. To that end they are unpacked beforehand, gzip
 * by the platform, which has no means to do so at once when the library asks. A header is a struct of Thrift's compact protocol:
 * https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
 */
import type { ColumnMetaData, Compressors } from 'hyparquet';
import { gunzip } from './gunzip.ts';
import { checkLevels, checkRuns, type ColumnShape } from './parquet-runs.ts';

/** Unpacks into a buffer of the right length. */
export type Unsnap = (packed: Uint8Array, page: Uint8Array) => void;
/** A column of a row group: what the file says of it, and its shape by the schema. */
export type PagedColumn = Readonly<{ facts: ColumnMetaData; shape: ColumnShape }>;

/** By the place of their packed bytes in the file. */
export type Pages = Map<number, Uint8Array>;

type Reader = { readonly bytes: Uint8Array; at: number };
/** Field numbers to values; of values that are no numbers nothing is kept. */
type Struct = ReadonlyMap<number, number | Struct>;

/** What a header says, where the bytes of its page lie, and of a page of the second version what is said of it alone. */
type Page = Readonly<{
  header: Struct;
  start: number;
  end: number;
  second: Struct | null;
  cells: number;
  encoding: number;
}>;

const KINDS = { data: 0, dictionary: 2, second: 3 } as const;

/** Throws where the header of a page is not whole, its page lies beyond its column, or a column has fewer cells than rows or more. */
export function checkPages(bytes: Uint8Array, columns: readonly PagedColumn[], rowCount: number): void {
  for (const { facts, shape } of columns) {
    let cells = 0;
    for (const page of pagesOf(bytes, facts)) cells += page.cells;
    if (!(cells >= rowCount)) throw new Error('a column has fewer cells than rows');
    if (shape.repetition === 0 && cells > rowCount) throw new Error('a column has more cells than rows');
  }
}

/** The pages that are packed. Throws where one does not unpack to the length that its header says, or a run is too long. */
export async function unpackedPages(
  bytes: Uint8Array,
  columns: readonly PagedColumn[],
  unsnap: Unsnap,
): Promise<Pages> {
  const pages: Pages = new Map();
  for (const { facts, shape } of columns) {
    for (const { header, start, end, second, cells, encoding } of pagesOf(bytes, facts)) {
      // The levels of a page of the second version lie before its values, and are never packed.
      const levels = second ? lengthOf(second, 5) + lengthOf(second, 6) : 0;
      const from = start + levels;
      const isPacked = facts.codec !== 'UNCOMPRESSED' && second?.get(7) !== 0;
      const packed = bytes.subarray(from, end);
      const page = isPacked ? await unpacked(packed, lengthOf(header, 2) - levels, facts.codec, unsnap) : packed;
      if (isPacked) pages.set(from, page);
      if (cells === 0) continue;
      if (second) checkLevels(bytes.subarray(start, from), cells, lengthOf(second, 6), shape);
      checkRuns({ bytes: page, cells, encoding, levels: second ? 0 : null }, shape);
    }
  }
  return pages;
}

function* pagesOf(bytes: Uint8Array, column: ColumnMetaData): Generator<Page> {
  const reader = { bytes, at: Number(column.dictionary_page_offset ?? column.data_page_offset) };
  const last = reader.at + Number(column.total_compressed_size);
  while (reader.at < last - 1) {
    const header = readStruct(reader);
    const start = reader.at;
    const end = start + lengthOf(header, 3);
    if (end > Math.min(last, bytes.length)) throw new Error('a page reaches beyond its column');
    lengthOf(header, 2);
    const second = structOf(header, 8);
    let cells = 0;
    let encoding = -1;
    switch (header.get(1)) {
      case KINDS.data:
        cells = lengthOf(structOf(header, 5), 1);
        encoding = lengthOf(structOf(header, 5), 2);
        break;
      case KINDS.dictionary:
        lengthOf(structOf(header, 7), 1);
        break;
      case KINDS.second:
        cells = lengthOf(second, 1);
        encoding = lengthOf(second, 4);
        for (const field of [2, 3, 5, 6]) lengthOf(second, field);
        break;
      default:
        throw new Error('a page of no known kind');
    }
    yield { header, start, end, second, cells, encoding };
    reader.at = end;
  }
}

/** `startOf`: where in the file the bytes of a buffer begin that the library was given. */
export function fromPages(pages: Pages, startOf: (buffer: ArrayBufferLike) => number): Compressors {
  const pageOf = (packed: Uint8Array): Uint8Array => pages.get(startOf(packed.buffer) + packed.byteOffset)!;
  return { GZIP: pageOf, SNAPPY: pageOf };
}

async function unpacked(packed: Uint8Array, byteLength: number, codec: string, unsnap: Unsnap): Promise<Uint8Array> {
  const page = new Uint8Array(byteLength);
  if (codec === 'SNAPPY') {
    if (byteLength > 0) unsnap(packed, page);
    return page;
  }
  let at = 0;
  const once = async function* (): AsyncGenerator<Uint8Array> {
    yield packed;
  };
  for await (const part of gunzip(once())) {
    page.set(part, at); // beyond the page's end it throws
    at += part.length;
  }
  if (at !== byteLength) throw new Error('a page is shorter than its header says');
  return page;
}

/** A count or a number of bytes, which must be there. */
function lengthOf(struct: Struct | null, field: number): number {
  const value = struct?.get(field);
  if (typeof value !== 'number' || !(value >= 0)) throw new Error('a page header leaves out a length');
  return value;
}

function structOf(struct: Struct, field: number): Struct | null {
  const value = struct.get(field);
  return typeof value === 'object' ? value : null;
}

function readStruct(reader: Reader): Struct {
  const fields = new Map<number, number | Struct>();
  let field = 0;
  for (;;) {
    const sign = readByte(reader);
    if (sign === 0) return fields;
    field = sign >> 4 === 0 ? zigzag(readVarint(reader)) : field + (sign >> 4);
    // A truth value stands in the type itself.
    const value = (sign & 15) <= 2 ? 2 - (sign & 15) : readValue(reader, sign & 15);
    if (value !== null) fields.set(field, value);
  }
}

function readValue(reader: Reader, type: number): number | Struct | null {
  switch (type) {
    case 4:
    case 5:
    case 6:
      return zigzag(readVarint(reader));
    case 8:
      skip(reader, readVarint(reader));
      return null;
    case 9:
    case 10: {
      const sign = readByte(reader);
      const count = sign >> 4 === 15 ? readVarint(reader) : sign >> 4;
      for (let item = 0; item < count; item++) readValue(reader, sign & 15);
      return null;
    }
    case 12:
      return readStruct(reader);
    default:
      skip(reader, type === 7 ? 8 : 1);
      return null;
  }
}

function skip(reader: Reader, byteLength: number): void {
  reader.at += byteLength;
}

function readByte(reader: Reader): number {
  const byte = reader.bytes[reader.at++];
  if (byte === undefined) throw new Error('a page header lies beyond the file');
  return byte;
}

/** Statistics may hold 64 bits; the five numbers never do. */
function readVarint(reader: Reader): number {
  let value = 0;
  for (let weight = 1; ; weight *= 128) {
    const byte = readByte(reader);
    value += (byte & 127) * weight;
    if (byte < 128) return value;
  }
}

function zigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
