/**
 * The first rows of a long text file, to be looked at while the whole is read: of 120 lines, or of 256 KiB if those are
 * too few rows, read like a file of their own. What they hold may be typed otherwise once all cells are seen. With them
 * an estimate of the memory that the whole takes: its bytes, and per row 16 bytes a number or date, 6 a category, 8 and
 * the text a text.
 * Left out: Parquet and workbooks, whose rows cannot be had before their end; JSON that is one long list.
 */
import { noticeOf, questionOf, UserError, type Notice } from '../errors.ts';
import { silent } from '../progress.ts';
import type { ReadingChoices } from '../recipe.ts';
import type { Column, Table } from '../table/column.ts';
import { MAX_BYTES } from './limits.ts';
import { readCsv } from './read-csv.ts';
import { recognise } from './recognise.ts';
import type { ByteSource, Decoders } from './source.ts';

/** Rows as they look from the beginning of the file alone. */
export type FirstRows = Readonly<{
  table: Table;
  /** Of the whole file, about. */
  rowCount: number;
  /** What the whole takes, about. */
  memoryBytes: number;
  notices: readonly Notice[];
}>;

const FIRST_BYTES = 262_144;
/** Rows that are shown, and the lines that mostly hold them: code that is not warm yet takes its time for each. */
const ENOUGH_ROWS = 100;
const ENOUGH_LINES = 120;
/** A shorter file is read about as fast as its beginning is shown. */
const LONG_BYTES = 4 * 2 ** 20;
const LONG_PACKED_BYTES = 2 ** 20;
/** A sample that is offered takes this part of what the device reports. */
const SAMPLE_PART = 4;
const MIB = 2 ** 20;

/**
 * Null where there is nothing to show beforehand; what is wrong with the file is said when it is read as a whole.
 * `deviceBytes`: the memory that the device reports, null if it does not.
 */
export async function readFirstRows(
  source: ByteSource,
  choices: ReadingChoices,
  decoders: Decoders,
  deviceBytes: number | null,
): Promise<FirstRows | null> {
  const { size } = source;
  if (size === null || size < LONG_PACKED_BYTES || size > MAX_BYTES) return null;
  try {
    let packed = 0;
    let isPacked = false;
    const counted = async function* (): AsyncGenerator<Uint8Array> {
      for await (const chunk of source.chunks()) {
        isPacked ||= packed === 0 && recognise(chunk) === 'gzip';
        packed += chunk.length;
        yield chunk;
      }
    };
    const raw = await beginning(counted());
    if (!isPacked && size < LONG_BYTES) return null;
    packed = 0;
    const first = isPacked ? await beginning(decoders.gunzip(counted())) : raw;
    const unpackedSize = isPacked ? (size * first.length) / packed : size;
    const few = firstLines(first, ENOUGH_LINES);
    const quick = tableOf(few, choices, source.name, decoders);
    const isEnough = quick !== null && quick.rowCount >= ENOUGH_ROWS;
    const lines = isEnough ? few : firstLines(first, Infinity);
    const table = isEnough ? quick : tableOf(lines, choices, source.name, decoders);
    if (table === null) return null;
    const bytesPerLine = first.length / linesIn(first);
    const rowCount = Math.round((unpackedSize / bytesPerLine) * (table.rowCount / linesIn(lines)));
    const isSampled = choices.sampleRows !== undefined;
    const memoryBytes = Math.round(unpackedSize + (isPacked ? size : 0) + rowCount * rowBytes(table));
    return {
      table,
      rowCount,
      memoryBytes,
      notices: memoryNotices(memoryBytes, deviceBytes, isSampled ? null : rowCount),
    };
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** Told above half of what the device reports; with a sample as the way out where `rowCount` is given. */
function memoryNotices(memoryBytes: number, deviceBytes: number | null, rowCount: number | null): readonly Notice[] {
  if (deviceBytes === null || 2 * memoryBytes <= deviceBytes) return [];
  const facts = { device: Math.round(deviceBytes / MIB) };
  const megabytes = Math.ceil(memoryBytes / MIB);
  if (rowCount === null) return [noticeOf('memory-scarce', 'warning', {}, megabytes, facts)];
  const sample = rounded((rowCount * deviceBytes) / (SAMPLE_PART * memoryBytes));
  const answers = ['all', String(sample)].map((answer) => ({ answer, shown: [] }));
  return [questionOf('memory-scarce', answers, {}, megabytes, facts)];
}

/** Down to one digit and noughts, at least 1. */
function rounded(rows: number): number {
  const unit = 10 ** Math.floor(Math.log10(Math.max(1, rows)));
  return Math.max(1, Math.floor(rows / unit) * unit);
}

function tableOf(bytes: Uint8Array, choices: ReadingChoices, name: string, { json }: Decoders): Table | null {
  if (bytes.length === 0) return null;
  switch (recognise(bytes)) {
    case 'text':
      return readCsv([bytes], choices, name, silent).table;
    case 'json':
      return json?.([bytes], choices, silent).table ?? null;
    default:
      return null;
  }
}

async function beginning(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const bytes = new Uint8Array(FIRST_BYTES);
  let length = 0;
  for await (const chunk of chunks) {
    const part = chunk.subarray(0, FIRST_BYTES - length);
    bytes.set(part, length);
    length += part.length;
    if (length === FIRST_BYTES) break;
  }
  return bytes.subarray(0, length);
}

function firstLines(bytes: Uint8Array, count: number): Uint8Array {
  let end = 0;
  for (let line = 0; line < count; line++) {
    const lineEnd = bytes.indexOf(10, end);
    if (lineEnd < 0) break;
    end = lineEnd + 1;
  }
  return bytes.subarray(0, end);
}

function linesIn(bytes: Uint8Array): number {
  return bytes.reduce((count, byte) => (byte === 10 ? count + 1 : count), 0);
}

function rowBytes({ columns, rowCount }: Table): number {
  return columns.reduce((sum, column) => sum + cellBytes(column, rowCount), 0);
}

/** A text is held as bytes, then as a string of its own. */
function cellBytes(column: Column, rowCount: number): number {
  if (column.kind === 'numeric' || column.kind === 'datetime') return 16;
  if (column.kind === 'categorical') return 6;
  const letters = column.levels.reduce((sum, level) => sum + 3 * level.length + 32, 0);
  return 8 + letters / rowCount;
}
