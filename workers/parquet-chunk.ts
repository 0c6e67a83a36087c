/**
 * One column of one row group as Parquet: a dictionary page where values repeat, and pages of the second version with
 * marks for missing cells, packed with snappy. Headers and snappy are the library's; the cells are encoded here, each
 * distinct value once, since the library takes every cell for itself.
 * https://parquet.apache.org/docs/file-format/data-pages/
 */
import type { ColumnChunk, SchemaElement } from 'hyparquet';
import type { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import { joined } from '../src/core/formats/chunks.ts';
import { bitsOf, codedNumbers, codesInUse, packRuns, packTruths } from './parquet-pack.ts';

/** Numbers as the bytes of one of Parquet's types, one after the other. */
export type PackNumbers = (values: Float64Array) => Uint8Array;

/** The cells of a whole column. Missing: NaN, or a code behind the last level. */
export type Cells =
  | Readonly<{ kind: 'numbers'; values: Float64Array; pack: PackNumbers }>
  /** Levels as they stand in a page. */
  | Readonly<{ kind: 'levels'; codes: Uint16Array | Uint32Array; levels: readonly Uint8Array[] }>
  | Readonly<{ kind: 'truths'; codes: Uint16Array | Uint32Array; truths: readonly boolean[] }>;

export type ParquetColumn = Readonly<{ element: SchemaElement; cells: Cells }>;
export type Rows = Readonly<{ from: number; to: number }>;

/** What is there of a row group's column, in order: as codes of a dictionary, or as it stands. */
type Present = Readonly<{ dictionary: Dictionary | null; page: (from: number, to: number) => Uint8Array }>;
type Dictionary = Readonly<{ bytes: Uint8Array; size: number }>;

/** A group of rows is one page: what comes as one piece is handed on by readers as it is. */
const PAGE_ROWS = 100_000;
/** Above one distinct level in so many cells a dictionary saves little. */
const REPEATED = 2;

export function hasGap(cells: Cells): boolean {
  if (cells.kind === 'numbers') return cells.values.some((value) => value !== value);
  const levelCount = levelCountOf(cells);
  return cells.codes.some((code) => code >= levelCount);
}

export function writeChunk(out: ByteWriter, { element, cells }: ParquetColumn, rows: Rows): ColumnChunk {
  const start = out.offset;
  const marks = element.repetition_type === 'OPTIONAL' ? marksOf(cells, rows) : null;
  const { dictionary, page: pageOf } = presentOf(cells, rows, marks);
  let unpackedBytes = 0;
  if (dictionary !== null) {
    const page_header = { num_values: dictionary.size, encoding: 'PLAIN' as const };
    unpackedBytes += writePage(out, { type: 'DICTIONARY_PAGE', dictionary_page_header: page_header }, dictionary.bytes);
  }
  const encoding = dictionary === null ? 'PLAIN' : 'RLE_DICTIONARY';
  const dataStart = out.offset;
  const rowCount = rows.to - rows.from;
  for (let from = 0, done = 0; from < rowCount; from += PAGE_ROWS) {
    const to = Math.min(rowCount, from + PAGE_ROWS);
    const pageMarks = marks?.subarray(from, to);
    const count = pageMarks === undefined ? to - from : pageMarks.reduce((sum, mark) => sum + mark, 0);
    const levels = pageMarks === undefined ? NO_BYTES : packRuns(pageMarks, 1);
    const header = {
      num_values: to - from,
      num_nulls: to - from - count,
      num_rows: to - from,
      encoding,
      definition_levels_byte_length: levels.length,
      repetition_levels_byte_length: 0,
      is_compressed: true,
    } as const;
    unpackedBytes += writePage(
      out,
      { type: 'DATA_PAGE_V2', data_page_header_v2: header },
      pageOf(done, done + count),
      levels,
    );
    done += count;
  }
  return {
    file_offset: BigInt(start),
    meta_data: {
      type: element.type!,
      encodings: dictionary === null ? ['PLAIN', 'RLE'] : ['PLAIN', 'RLE', 'RLE_DICTIONARY'],
      path_in_schema: [element.name],
      codec: 'SNAPPY',
      num_values: BigInt(rowCount),
      total_compressed_size: BigInt(out.offset - start),
      total_uncompressed_size: BigInt(unpackedBytes),
      data_page_offset: BigInt(dataStart),
      ...(dictionary === null ? {} : { dictionary_page_offset: BigInt(start) }),
    },
  };
}

const NO_BYTES = new Uint8Array(0);

type Header = Omit<Parameters<typeof writePageHeader>[1], 'uncompressed_page_size' | 'compressed_page_size'>;

/** Marks for missing cells stay as they are. Answers how long the page is before it is packed. */
function writePage(out: ByteWriter, header: Header, bytes: Uint8Array, levels: Uint8Array = NO_BYTES): number {
  const start = out.offset;
  const packed = snappyCompress(bytes);
  writePageHeader(out, {
    ...header,
    uncompressed_page_size: levels.length + bytes.length,
    compressed_page_size: levels.length + packed.length,
  });
  const headerBytes = out.offset - start;
  out.appendBytes(levels);
  out.appendBytes(packed);
  return headerBytes + levels.length + bytes.length;
}

/** 1 where a cell is, 0 where it is missing. */
function marksOf(cells: Cells, { from, to }: Rows): Uint32Array {
  const marks = new Uint32Array(to - from);
  if (cells.kind === 'numbers') {
    const { values } = cells;
    for (let row = from; row < to; row++) marks[row - from] = values[row] === values[row] ? 1 : 0;
    return marks;
  }
  const { codes } = cells;
  const levelCount = levelCountOf(cells);
  for (let row = from; row < to; row++) marks[row - from] = codes[row]! < levelCount ? 1 : 0;
  return marks;
}

function presentOf(cells: Cells, rows: Rows, marks: Uint32Array | null): Present {
  switch (cells.kind) {
    case 'numbers': {
      const values = filled(cells.values, rows, marks, new Float64Array(rows.to - rows.from));
      const coded = codedNumbers(values);
      if (coded === null || values.length === 0) {
        return { dictionary: null, page: (from, to) => cells.pack(values.slice(from, to)) };
      }
      return inDictionary(coded.codes, { bytes: cells.pack(coded.distinct), size: coded.distinct.length });
    }
    case 'levels': {
      const { levels } = cells;
      const own = filled(cells.codes, rows, marks, new Uint32Array(rows.to - rows.from));
      const { codes, distinct } = codesInUse(own, levels.length);
      if (REPEATED * distinct.length > codes.length || codes.length === 0) {
        const page = (from: number, to: number): Uint8Array =>
          joined(Array.from(own.subarray(from, to), (code) => levels[code]!));
        return { dictionary: null, page };
      }
      return inDictionary(codes, { bytes: joined(distinct.map((code) => levels[code]!)), size: distinct.length });
    }
    case 'truths': {
      const truths = Uint32Array.from(cells.truths, Number);
      const own = filled(cells.codes, rows, marks, new Uint32Array(rows.to - rows.from)).map((code) => truths[code]!);
      return { dictionary: null, page: (from, to) => packTruths(own.subarray(from, to)) };
    }
  }
}

/** Behind the number of its bits, the codes. */
function inDictionary(codes: Uint32Array, dictionary: Dictionary): Present {
  const bits = bitsOf(dictionary.size - 1);
  const page = (from: number, to: number): Uint8Array =>
    joined([Uint8Array.of(bits), packRuns(codes.subarray(from, to), bits)]);
  return { dictionary, page };
}

/** What is not missing of these rows, in `out`. */
function filled<A extends Float64Array | Uint32Array>(
  all: Float64Array | Uint16Array | Uint32Array,
  { from, to }: Rows,
  marks: Uint32Array | null,
  out: A,
): A {
  if (marks === null) {
    out.set(all.subarray(from, to));
    return out;
  }
  let count = 0;
  for (let row = from; row < to; row++) if (marks[row - from] === 1) out[count++] = all[row]!;
  return out.subarray(0, count) as A;
}

function levelCountOf(cells: Exclude<Cells, { kind: 'numbers' }>): number {
  return cells.kind === 'levels' ? cells.levels.length : cells.truths.length;
}
