/** How a text file is written: found when it is read (`detect-dialect.ts`), proved by the scan, kept for writing it back. */
import type { Encoding } from './encoding.ts';
import type { NumberStyle } from './number-style.ts';

export type LineEnd = '\n' | '\r\n' | '\r';
export type Quote = '"' | "'";
/** What bears quotes: what needs them; every text; every cell. */
export type Quoting = 'minimal' | 'all-text' | 'all';

/** How the cells of one column are written. */
export type ColumnWriting = Readonly<{
  /** Places of its numbers, fewest and most: equal if fixed, else without zeros beyond the fewest. Null if it held none. */
  places: Readonly<{ fewest: number; most: number }> | null;
  /** Marks and affixes of its numbers, if they are not written plainly. */
  style?: NumberStyle;
  /** In JSON: its numbers stand in texts. */
  areTexts?: true;
  isQuoted: boolean;
  isMissingQuoted: boolean;
}>;

export type Dialect = Readonly<{
  encoding: Encoding;
  /** A byte-order mark. */
  mark: boolean;
  delimiter: string;
  quote: Quote;
  quoting: Quoting;
  lineEnd: LineEnd;
  finalLineEnd: boolean;
  /** Quotes in quoted cells bear a backslash; they are doubled where it is not said. */
  escape?: 'backslash';
  /** Nothing delimits: each line is a cell. */
  isOneColumn?: true;
  /** Each line stands in quotes. */
  isWrapped?: true;
  /** A first line that names the delimiter: `sep=;`. */
  separatorLine: boolean;
  header: boolean;
  /** As written, by position: quotes, blanks, duplicates and empty names included. Of several rows the last. */
  headerNames: readonly string[];
  /** The rows of a header above its last, as written. */
  headerAbove?: readonly (readonly string[])[];
  /** Every line ends with a delimiter that begins no column. */
  trailingDelimiter: boolean;
  /** A blank behind every delimiter. */
  padded: boolean;
  /** The commonest mark for missing of every column. */
  missingMarks: readonly string[];
  columns: readonly ColumnWriting[];
}>;

/** The dialect of a table with columns of these names, for some of them in their order. */
export function dialectFor(left: readonly string[], names: readonly string[], dialect: Dialect): Dialect {
  const leftNames = new Set(left);
  const isLeft = names.map((name) => leftNames.has(name));
  const kept = <T>(list: readonly T[]): readonly T[] => list.filter((_, index) => isLeft[index]);
  const { headerNames, headerAbove, missingMarks, columns } = dialect;
  return {
    ...dialect,
    headerNames: kept(headerNames),
    ...(headerAbove ? { headerAbove: headerAbove.map(kept) } : {}),
    missingMarks: kept(missingMarks),
    columns: kept(columns),
  };
}
