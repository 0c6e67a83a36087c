/**
 * The gzip pages of a Parquet row group, unpacked beforehand by the platform, which has no means to do so at once when
 * the library asks. A page's header is a struct of Thrift's compact protocol, of which five numbers are read:
 * https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
 */
import type { ColumnMetaData, Compressors } from 'hyparquet';
import { gunzip } from './gunzip.ts';

/** By the place of their packed bytes in the file. */
export type Pages = Map<number, Uint8Array>;

type Reader = { readonly bytes: Uint8Array; at: number };
/** Field numbers to values; of values that are no numbers nothing is kept. */
type Struct = ReadonlyMap<number, number | Struct>;

/** Throws where a page does not unpack to the length that its header says. */
export async function gzipPages(bytes: Uint8Array, columns: readonly (ColumnMetaData | undefined)[]): Promise<Pages> {
  const pages: Pages = new Map();
  for (const column of columns) {
    if (column?.codec !== 'GZIP') continue;
    const reader = { bytes, at: Number(column.dictionary_page_offset ?? column.data_page_offset) };
    const end = reader.at + Number(column.total_compressed_size);
    while (reader.at < end - 1) {
      const header = readStruct(reader);
      const next = reader.at + numberOf(header, 3);
      const second = header.get(8);
      // The levels of a page of the second version lie before its values, and are never packed.
      const levels = typeof second === 'object' ? numberOf(second, 5) + numberOf(second, 6) : 0;
      const isPacked = typeof second !== 'object' || second.get(7) !== 0;
      const start = reader.at + levels;
      if (isPacked) pages.set(start, await unpacked(bytes.subarray(start, next), numberOf(header, 2) - levels));
      reader.at = next;
    }
  }
  return pages;
}

/** `startOf`: where in the file the bytes of a buffer begin that the library was given. */
export function fromPages(pages: Pages, startOf: (buffer: ArrayBufferLike) => number): Compressors {
  return { GZIP: (packed) => pages.get(startOf(packed.buffer) + packed.byteOffset)! };
}

async function unpacked(packed: Uint8Array, byteLength: number): Promise<Uint8Array> {
  const page = new Uint8Array(byteLength);
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

function numberOf(struct: Struct, field: number): number {
  const value = struct.get(field);
  return typeof value === 'number' ? value : 0;
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
