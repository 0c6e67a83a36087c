/**
 * A table as delimited text that looks like the file it came from: delimiter, quotes, line ends, header as written,
 * places of numbers, patterns of dates, marks for missing. Bytes go out in parts of about 1 MiB, straight from the
 * columns; every level is spelled once. Always UTF-8, with a byte-order mark if the source had one.
 * Reading back gives the same cells. Left out: a level that the reader takes for missing, such as `-`, cannot be told apart.
 */
import { unreachable } from '../errors.ts';
import type { Column, NumericColumn, Table } from '../table/column.ts';
import { writeDate } from '../table/dates.ts';
import type { ColumnWriting, Dialect } from './dialect.ts';
import { MAX_DECIMALS } from './numbers.ts';
import { needsQuotes } from './quotes.ts';
import { MAX_NUMBER_BYTES, spellText, writeNumber, type Places, type TextSpelling } from './spelling.ts';

export type WriteOptions = Readonly<{
  /** Texts that a spreadsheet would take for a formula get a leading apostrophe; numbers never. */
  guardFormulas: boolean;
  /** One more column behind the last, the same in every row. */
  tag: Readonly<{ name: string; value: string }> | null;
}>;

/** What one column needs while rows are written. Levels are `bytes[starts[code] … starts[code + 1])`, the last is missing. */
type CellWriter =
  | Readonly<{ kind: 'levels'; codes: Uint16Array | Uint32Array; starts: Uint32Array; bytes: Uint8Array }>
  | Readonly<{ kind: 'numbers'; values: Float64Array; places: Places; missing: Uint8Array; quote: Uint8Array }>
  | Readonly<{ kind: 'constant'; bytes: Uint8Array }>;

const PART_BYTES = 1 << 20;
const encoder = new TextEncoder();

/** `onPart` gets buffers of its own, in order. */
export function writeCsv(
  table: Table,
  dialect: Dialect,
  options: WriteOptions,
  onPart: (bytes: Uint8Array<ArrayBuffer>) => void,
): void {
  const spelling: TextSpelling = { ...dialect, guardFormulas: options.guardFormulas };
  const columnCount = table.columns.length + (options.tag ? 1 : 0);
  const writers = table.columns.map((column, index) => writerOf(column, index, dialect, spelling, columnCount === 1));
  if (options.tag) {
    writers.push({ kind: 'constant', bytes: spellText(options.tag.value, dialect.quoting !== 'minimal', spelling) });
  }
  const delimiter = encoder.encode(dialect.delimiter + (dialect.padded ? ' ' : ''));
  const lineEnd = encoder.encode((dialect.trailingDelimiter ? dialect.delimiter : '') + dialect.lineEnd);
  const head = headOf(table, dialect, options, spelling);
  const longest = writers.reduce((sum, writer) => sum + longestOf(writer) + delimiter.length, lineEnd.length);
  const part = new Uint8Array(Math.max(PART_BYTES + longest, head.length));
  let at = head.length;
  part.set(head);
  for (let row = 0; row < table.rowCount; row++) {
    if (at > PART_BYTES) {
      onPart(part.slice(0, at));
      at = 0;
    }
    for (let index = 0; index < writers.length; index++) {
      if (index > 0) at = copyBytes(part, at, delimiter, 0, delimiter.length);
      at = writeCell(part, at, writers[index]!, row);
    }
    at = copyBytes(part, at, lineEnd, 0, lineEnd.length);
  }
  if (!dialect.finalLineEnd) at -= dialect.lineEnd.length;
  onPart(part.slice(0, at));
}

/** The whole file. */
export function writeCsvBytes(table: Table, dialect: Dialect, options: WriteOptions): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  writeCsv(table, dialect, options, (part) => parts.push(part));
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** What stands above the rows: mark, `sep=` line, header. */
function headOf(table: Table, dialect: Dialect, { tag }: WriteOptions, spelling: TextSpelling): Uint8Array {
  const { delimiter, quote, lineEnd, headerNames } = dialect;
  const text = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const names = table.columns.map(({ name }, index) => {
    const written = headerNames[index];
    const isSafe =
      written !== undefined &&
      (written.trimStart().startsWith(quote) || !needsQuotes(written.trim(), delimiter, quote));
    return isSafe ? written : text(spellText(name, false, { ...spelling, guardFormulas: false }));
  });
  if (tag) {
    const areQuoted = names.length > 0 && names.every((name) => name.trimStart().startsWith(quote));
    const name = text(spellText(tag.name, areQuoted, spelling));
    names.push(dialect.padded ? ` ${name}` : name);
  }
  const lines = [
    ...(dialect.separatorLine ? [`sep=${delimiter}${lineEnd}`] : []),
    ...(dialect.header ? [names.join(delimiter) + (dialect.trailingDelimiter ? delimiter : '') + lineEnd] : []),
  ];
  return encoder.encode((dialect.mark ? '\uFEFF' : '') + lines.join(''));
}

function writerOf(
  column: Column,
  index: number,
  dialect: Dialect,
  spelling: TextSpelling,
  isAlone: boolean,
): CellWriter {
  const writing = dialect.columns[index];
  const mark = dialect.missingMarks[index] ?? '';
  // An empty line would be no row.
  const missing = spellText(mark, (writing?.isMissingQuoted ?? false) || (isAlone && mark === ''), {
    ...spelling,
    guardFormulas: false,
  });
  const isQuoted = writing?.isQuoted ?? dialect.quoting === 'all';
  switch (column.kind) {
    case 'numeric': {
      const quote = encoder.encode(isQuoted ? dialect.quote : '');
      return { kind: 'numbers', values: column.values, places: placesOf(column, writing), missing, quote };
    }
    case 'datetime':
      return datesWriter(
        column.epochMs,
        (moment) => spellText(writeDate(moment, column.format), isQuoted, spelling),
        missing,
      );
    case 'categorical':
    case 'identifier':
    case 'text':
      return levelsWriter(
        column.codes,
        column.levels.map((level) => spellText(level, isQuoted, spelling)),
        missing,
      );
    default:
      return unreachable(column);
  }
}

/** As the file had them, unless the user asked for other decimals since. */
function placesOf({ decimals }: NumericColumn, writing: ColumnWriting | undefined): Places {
  const places = writing?.places;
  if (!places) return { fewest: decimals, most: decimals };
  if (decimals === places.most || (decimals === MAX_DECIMALS && places.most > MAX_DECIMALS)) return places;
  return { fewest: Math.min(places.fewest, decimals), most: decimals };
}

/** Every moment is spelled once. */
function datesWriter(moments: Float64Array, spell: (moment: number) => Uint8Array, missing: Uint8Array): CellWriter {
  const codeOf = new Map<number, number>();
  const spelled: Uint8Array[] = [];
  const codes = new Uint32Array(moments.length);
  for (let row = 0; row < codes.length; row++) {
    const moment = moments[row]!;
    if (moment !== moment) continue;
    let code = codeOf.get(moment);
    if (code === undefined) {
      code = spelled.push(spell(moment)) - 1;
      codeOf.set(moment, code);
    }
    codes[row] = code;
  }
  for (let row = 0; row < codes.length; row++) if (moments[row] !== moments[row]) codes[row] = spelled.length;
  return levelsWriter(codes, spelled, missing);
}

function levelsWriter(
  codes: Uint16Array | Uint32Array,
  spelled: readonly Uint8Array[],
  missing: Uint8Array,
): CellWriter {
  const all = [...spelled, missing];
  const starts = new Uint32Array(all.length + 1);
  all.forEach((bytes, code) => (starts[code + 1] = starts[code]! + bytes.length));
  const bytes = new Uint8Array(starts[all.length]!);
  all.forEach((level, code) => bytes.set(level, starts[code]));
  return { kind: 'levels', codes, starts, bytes };
}

function longestOf(writer: CellWriter): number {
  switch (writer.kind) {
    case 'levels': {
      let longest = 0;
      for (let code = 1; code < writer.starts.length; code++) {
        longest = Math.max(longest, writer.starts[code]! - writer.starts[code - 1]!);
      }
      return longest;
    }
    case 'numbers':
      return Math.max(MAX_NUMBER_BYTES, writer.missing.length);
    case 'constant':
      return writer.bytes.length;
    default:
      return unreachable(writer);
  }
}

function writeCell(out: Uint8Array, start: number, writer: CellWriter, row: number): number {
  switch (writer.kind) {
    case 'levels': {
      const code = writer.codes[row]!;
      return copyBytes(out, start, writer.bytes, writer.starts[code]!, writer.starts[code + 1]!);
    }
    case 'numbers': {
      const value = writer.values[row]!;
      if (value !== value) return copyBytes(out, start, writer.missing, 0, writer.missing.length);
      if (writer.quote.length === 0) return writeNumber(out, start, value, writer.places.fewest, writer.places.most);
      out[start] = writer.quote[0]!;
      const at = writeNumber(out, start + 1, value, writer.places.fewest, writer.places.most);
      out[at] = writer.quote[0]!;
      return at + 1;
    }
    case 'constant':
      return copyBytes(out, start, writer.bytes, 0, writer.bytes.length);
    default:
      return unreachable(writer);
  }
}

function copyBytes(out: Uint8Array, at: number, from: Uint8Array, start: number, end: number): number {
  for (let i = start; i < end; i++) out[at + i - start] = from[i]!;
  return at + end - start;
}
