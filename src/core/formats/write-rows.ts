/**
 * Rows as bytes, straight from columns, in parts of about 1 MiB: what delimited text and JSON have in common. Every level
 * is spelled once; numbers are spelled in place.
 */
import { unreachable } from '../errors.ts';
import type { Marks } from '../table/column.ts';
import { joined } from './chunks.ts';
import { MAX_NUMBER_BYTES, writeNumber, type Places } from './spelling.ts';

/** How missing cells are written: as `spelled[codes[row]]`, or all as the first. */
export type MissingCells = Readonly<{ spelled: readonly Uint8Array[]; codes: Uint8Array | null }>;
/** What one column needs while rows are written. Levels are `bytes[starts[code] … starts[code + 1])`. */
export type CellWriter =
  | Readonly<{ kind: 'levels'; codes: Uint16Array | Uint32Array; starts: Uint32Array; bytes: Uint8Array }>
  | Readonly<{ kind: 'numbers'; values: Float64Array; places: Places; missing: MissingCells; quote: Uint8Array }>
  | Readonly<{ kind: 'constant'; bytes: Uint8Array }>;

/** What stands around the cells. */
export type Frame = Readonly<{
  head: Uint8Array;
  /** Before the cell of each column. */
  before: readonly Uint8Array[];
  after: Uint8Array;
  between: Uint8Array;
  tail: Uint8Array;
}>;

/** Gets buffers of its own, in order. */
export type OnPart = (bytes: Uint8Array<ArrayBuffer>) => void;

const PART_BYTES = 1 << 20;

export function writeRows(
  rowCount: number,
  writers: readonly CellWriter[],
  { head, before, after, between, tail }: Frame,
  onPart: OnPart,
): void {
  const around = after.length + between.length + tail.length;
  const longest = writers.reduce((sum, writer, index) => sum + longestOf(writer) + before[index]!.length, around);
  const part = new Uint8Array(Math.max(PART_BYTES, head.length) + longest);
  part.set(head);
  let at = head.length;
  for (let row = 0; row < rowCount; row++) {
    if (at > PART_BYTES) {
      onPart(part.slice(0, at));
      at = 0;
    }
    if (row > 0) at = copyBytes(part, at, between, 0, between.length);
    for (let index = 0; index < writers.length; index++) {
      const sign = before[index]!;
      at = copyBytes(part, at, sign, 0, sign.length);
      at = writeCell(part, at, writers[index]!, row);
    }
    at = copyBytes(part, at, after, 0, after.length);
  }
  onPart(part.slice(0, copyBytes(part, at, tail, 0, tail.length)));
}

/** All that `write` hands over, as one. */
export function wholeOf(write: (onPart: OnPart) => void): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  write((part) => parts.push(part));
  return joined(parts);
}

/** Missing cells as `plain`, but for those that bear a mark of their own. */
export function missingCells(
  { marks }: Readonly<{ marks?: Marks }>,
  plain: Uint8Array,
  spell: (mark: string) => Uint8Array,
): MissingCells {
  return marks
    ? { spelled: [plain, ...marks.texts.map(spell)], codes: marks.codes }
    : { spelled: [plain], codes: null };
}

/** Every moment is spelled once. */
export function datesWriter(
  moments: Float64Array,
  spell: (moment: number) => Uint8Array,
  missing: MissingCells,
): CellWriter {
  const { codes, distinct } = codedMoments(moments);
  const marks = missing.codes;
  if (marks)
    for (let row = 0; row < codes.length; row++) if (codes[row] === distinct.length) codes[row]! += marks[row]!;
  return levelsWriter(codes, [...distinct.map(spell), ...missing.spelled]);
}

/** Moments by their place among those that differ; what is missing comes behind the last. */
export function codedMoments(moments: Float64Array): Readonly<{ codes: Uint32Array; distinct: readonly number[] }> {
  const codeOf = new Map<number, number>();
  const distinct: number[] = [];
  const codes = new Uint32Array(moments.length);
  for (let row = 0; row < codes.length; row++) {
    const moment = moments[row]!;
    if (moment !== moment) continue;
    let code = codeOf.get(moment);
    if (code === undefined) {
      code = distinct.push(moment) - 1;
      codeOf.set(moment, code);
    }
    codes[row] = code;
  }
  for (let row = 0; row < codes.length; row++) if (moments[row] !== moments[row]) codes[row] = distinct.length;
  return { codes, distinct };
}

/** `spelled` by code: levels, then what is missing. */
export function levelsWriter(codes: Uint16Array | Uint32Array, spelled: readonly Uint8Array[]): CellWriter {
  const starts = new Uint32Array(spelled.length + 1);
  spelled.forEach((bytes, code) => (starts[code + 1] = starts[code]! + bytes.length));
  const bytes = new Uint8Array(starts[spelled.length]!);
  spelled.forEach((level, code) => bytes.set(level, starts[code]));
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
      return Math.max(
        MAX_NUMBER_BYTES + 2 * writer.quote.length,
        ...writer.missing.spelled.map(({ length }) => length),
      );
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
      if (value !== value) {
        const { spelled, codes } = writer.missing;
        const mark = spelled[codes === null ? 0 : codes[row]!]!;
        return copyBytes(out, start, mark, 0, mark.length);
      }
      if (writer.quote.length === 0) return writeNumber(out, start, value, writer.places.fewest, writer.places.most);
      const { quote, places } = writer;
      const at = copyBytes(out, start, quote, 0, quote.length);
      return copyBytes(out, writeNumber(out, at, value, places.fewest, places.most), quote, 0, quote.length);
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
