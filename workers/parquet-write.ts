/**
 * A table as Parquet: whole numbers of 32 bits, doubles, booleans, texts, dates, times in milliseconds, or in microseconds
 * where they have them; missing is null. Groups of 100,000 rows.
 * Left out: the least and greatest values of columns, and which mark for missing a number bears, since its column holds no text.
 */
import type { RowGroup, SchemaElement } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';
import { levelType } from '../src/core/formats/write-json.ts';
import { codedMoments } from '../src/core/formats/write-rows.ts';
import type { Column, DatetimeColumn } from '../src/core/table/column.ts';
import { DAY_MS } from '../src/core/table/calendar.ts';
import { patternOf } from '../src/core/table/date-pattern.ts';
import { writeDate } from '../src/core/table/dates.ts';
import { hasGap, writeChunk, type Cells, type PackNumbers, type ParquetColumn } from './parquet-chunk.ts';
import type { Encode, Tag } from './tables.ts';

const GROUP_ROWS = 100_000;
/** Stands at both ends of the file: PAR1. */
const MAGIC = 0x31524150;
const TEXT = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;
const encoder = new TextEncoder();

export const writeParquet: Encode = (table, tag) => {
  const columns = [...table.columns.map(columnOf), ...(tag ? [tagColumn(tag, table.rowCount)] : [])];
  const out = new ByteWriter();
  out.appendUint32(MAGIC);
  const groups: RowGroup[] = [];
  for (let from = 0; from < table.rowCount; from += GROUP_ROWS) {
    const to = Math.min(table.rowCount, from + GROUP_ROWS);
    const start = out.offset;
    const chunks = columns.map((column) => writeChunk(out, column, { from, to }));
    groups.push({
      columns: chunks,
      total_byte_size: chunks.reduce((sum, { meta_data: facts }) => sum + facts!.total_uncompressed_size, 0n),
      total_compressed_size: BigInt(out.offset - start),
      num_rows: BigInt(to - from),
    });
  }
  writeMetadata(out, {
    version: 2,
    created_by: 'Understudy',
    schema: [{ name: 'root', num_children: columns.length }, ...columns.map(({ element }) => element)],
    num_rows: BigInt(table.rowCount),
    row_groups: groups,
    metadata_length: 0, // counted and written by the library
  });
  out.appendUint32(MAGIC);
  return Promise.resolve(new Uint8Array(out.getBuffer()));
};

function columnOf(column: Column): ParquetColumn {
  const { name } = column;
  switch (column.kind) {
    case 'numeric': {
      const { type, pack } = numberType(column.values, column.decimals === 0);
      return parquetColumn(name, { type }, { kind: 'numbers', values: column.values, pack });
    }
    case 'datetime':
      return datesColumn(column);
    case 'categorical':
    case 'identifier':
    case 'text': {
      const { codes, levels } = column;
      const sort = levelType(levels);
      if (sort === 'boolean') {
        const truths = levels.map((level) => level === 'true');
        return parquetColumn(name, { type: 'BOOLEAN' }, { kind: 'truths', codes, truths });
      }
      if (sort === 'number' && levels.every((level) => !level.includes('.') && level !== '-0')) {
        const values = Float64Array.from(levels, Number);
        const { type, pack } = numberType(values, true);
        const packed = Array.from(values, (value) => pack(Float64Array.of(value)));
        return parquetColumn(name, { type }, { kind: 'levels', codes, levels: packed });
      }
      return parquetColumn(name, TEXT, { kind: 'levels', codes, levels: levels.map(packText) });
    }
  }
}

/** A time of day without a date is a text. */
function datesColumn({ name, epochMs: values, format }: DatetimeColumn): ParquetColumn {
  const { hasDate, hasTime, isZoned } = patternOf(format);
  if (!hasDate) {
    const { codes, distinct } = codedMoments(values);
    const levels = distinct.map((moment) => packText(writeDate(moment, format)));
    return parquetColumn(name, TEXT, { kind: 'levels', codes, levels });
  }
  if (!hasTime) {
    return parquetColumn(name, { type: 'INT32', converted_type: 'DATE' }, { kind: 'numbers', values, pack: packDays });
  }
  const isFine = values.some((value) => value % 1 !== 0 && value === value);
  const unit = isFine ? 'MICROS' : 'MILLIS';
  const element = {
    type: 'INT64',
    converted_type: `TIMESTAMP_${unit}`,
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: isZoned, unit },
  } as const;
  return parquetColumn(name, element, { kind: 'numbers', values, pack: isFine ? packMicros : packMillis });
}

function tagColumn({ name, value }: NonNullable<Tag>, rowCount: number): ParquetColumn {
  return parquetColumn(name, TEXT, { kind: 'levels', codes: new Uint16Array(rowCount), levels: [packText(value)] });
}

/** Cells of a column without a gap are written and read without the marks that say which are missing. */
function parquetColumn(
  name: string,
  element: Omit<SchemaElement, 'name' | 'repetition_type'>,
  cells: Cells,
): ParquetColumn {
  return { element: { ...element, name, repetition_type: hasGap(cells) ? 'OPTIONAL' : 'REQUIRED' }, cells };
}

function numberType(values: Float64Array, areWhole: boolean): { type: 'INT32' | 'DOUBLE'; pack: PackNumbers } {
  const isSmall = (value: number): boolean => value !== value || (value === (value | 0) && !Object.is(value, -0));
  return areWhole && values.every(isSmall)
    ? { type: 'INT32', pack: (some) => bytesOf(new Int32Array(some)) }
    : { type: 'DOUBLE', pack: bytesOf };
}

function packDays(moments: Float64Array): Uint8Array {
  return bytesOf(new Int32Array(moments.map((moment) => Math.floor(moment / DAY_MS))));
}

function packMillis(moments: Float64Array): Uint8Array {
  return bytesOf(BigInt64Array.from(moments, BigInt));
}

function packMicros(moments: Float64Array): Uint8Array {
  return bytesOf(BigInt64Array.from(moments, (moment) => BigInt(Math.round(moment * 1_000))));
}

function packText(text: string): Uint8Array {
  const bytes = encoder.encode(text);
  const packed = new Uint8Array(4 + bytes.length);
  new DataView(packed.buffer).setUint32(0, bytes.length, true);
  packed.set(bytes, 4);
  return packed;
}

/** As they lie in memory, the lowest byte first: machines that have them otherwise run no browser. */
function bytesOf({ buffer, byteOffset, byteLength }: Float64Array | Int32Array | BigInt64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
