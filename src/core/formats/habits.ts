/**
 * How the file writes its cells, read off the scan: what bears quotes that it does not need, the commonest mark for
 * missing of every column, the commoner line end. It makes what is written look like what was read.
 */
import type { DetectedDialect } from './detect-dialect.ts';
import type { ColumnWriting, Dialect, LineEnd } from './dialect.ts';
import type { Utf8Text } from './encoding.ts';
import { MARK, ODD_MARK, type Inferred } from './infer.ts';
import { needsQuotes } from './quotes.ts';
import type { SampleCell } from './sample.ts';
import type { Scan } from './scan-state.ts';
import type { ColumnCells } from './column-cells.ts';

/** Everything that writing needs to know. */
export function dialectOf(
  text: Utf8Text,
  detected: DetectedDialect,
  scan: Scan,
  columns: readonly ColumnCells[],
  inferred: readonly Inferred[],
  {
    header,
    isTrailing,
    isWrapped,
  }: Readonly<{ header: readonly (readonly SampleCell[])[]; isTrailing: boolean; isWrapped: boolean }>,
): Dialect {
  const habits = columns.map((column, index) => quoteHabit(scan, detected, column, inferred[index]!.isMissing, index));
  const known = habits.filter((habit) => habit !== 'unknown');
  const isText = (index: number): boolean => !['numeric', 'datetime'].includes(inferred[index]!.column.kind);
  const all = known.length > 0 && known.every((habit) => habit === 'always');
  const allText =
    habits.some((habit, index) => isText(index) && habit === 'always') &&
    habits.every((habit, index) => habit === 'unknown' || habit === 'never' || isText(index)) &&
    habits.every((habit, index) => columns[index]!.cells.kind === 'numbers' || habit !== 'never');
  const quoting = all ? 'all' : allText ? 'all-text' : 'minimal';
  const rawNames = (row: readonly SampleCell[]): string[] => row.slice(0, columns.length).map(({ raw }) => raw);
  const marks = columns.map((column, index) => commonestMark(scan, column, inferred[index]!.marks, index));
  return {
    encoding: text.encoding,
    mark: text.mark,
    delimiter: detected.delimiter,
    quote: detected.quote === '' ? '"' : detected.quote,
    quoting,
    lineEnd: lineEndOf(scan),
    finalLineEnd: scan.finalLineEnd,
    ...(detected.syntax.escape >= 0 ? { escape: 'backslash' } : {}),
    ...(detected.isOneColumn ? { isOneColumn: true } : {}),
    ...(isWrapped ? { isWrapped: true } : {}),
    separatorLine: detected.separatorLine,
    header: header.length > 0,
    headerNames: rawNames(header.at(-1) ?? []),
    ...(header.length > 1 ? { headerAbove: header.slice(0, -1).map(rawNames) } : {}),
    trailingDelimiter: isTrailing,
    padded: detected.padded,
    missingMarks: marks.map(({ mark }) => mark),
    columns: habits.map((habit, index): ColumnWriting => {
      const byRule = quoting === 'all' || (quoting === 'all-text' && isText(index));
      return {
        places: inferred[index]!.places,
        ...(inferred[index]!.style === undefined ? {} : { style: inferred[index]!.style }),
        isQuoted: habit === 'unknown' ? byRule : habit === 'always',
        isMissingQuoted: marks[index]!.isQuoted,
      };
    }),
  };
}

/** Whether cells bear quotes that they do not need. */
function quoteHabit(
  scan: Scan,
  { delimiter, isOneColumn, quote }: DetectedDialect,
  { cells, levels, counts }: ColumnCells,
  isMissing: Uint8Array,
  index: number,
): 'always' | 'never' | 'unknown' {
  const quotedCodes = scan.store.quotedCodes[index]!;
  let free = 0;
  let quoted = 0;
  if (cells.kind === 'numbers') {
    const tokens = counts.reduce((sum, count) => sum + count, 0);
    free += cells.values.length - tokens;
    quoted += scan.store.quotedNumbers[index]!;
  }
  levels.forEach((level, code) => {
    if (isMissing[code] === 1 || needsQuotes(level, isOneColumn ? '' : delimiter, quote)) return;
    free += counts[code]!;
    quoted += Math.min(counts[code]!, quotedCodes[code] ?? 0);
  });
  return free === 0 ? 'unknown' : quoted >= free ? 'always' : 'never';
}

function commonestMark(
  scan: Scan,
  { levels, counts }: ColumnCells,
  marks: Uint8Array,
  index: number,
): Readonly<{ mark: string; isQuoted: boolean }> {
  const commonest = (sort: number): number =>
    marks.reduce(
      (best, mark, code) => (mark === sort && counts[code]! > (best < 0 ? 0 : counts[best]!) ? code : best),
      -1,
    );
  const best = commonest(MARK) < 0 ? commonest(ODD_MARK) : commonest(MARK);
  if (best < 0) return { mark: '', isQuoted: false };
  return { mark: levels[best]!, isQuoted: 2 * (scan.store.quotedCodes[index]![best] ?? 0) > counts[best]! };
}

function lineEndOf({ syntax, lineFeeds, carriageReturns }: Scan): LineEnd {
  if (syntax.lineEnd === 13) return '\r';
  return carriageReturns > lineFeeds ? '\r\n' : '\n';
}
