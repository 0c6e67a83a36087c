/**
 * How a text file is written: found on its first 256 KiB, proved by the full scan, kept for writing it back.
 * Candidates (delimiter × quote) are scored by how constant the width of the records is times how many cells look like
 * what people write between delimiters. A lead of less than a tenth over another delimiter is a question.
 */
import { noticeOf, UserError, type Notice } from '../errors.ts';
import type { Encoding } from './encoding.ts';
import type { NumberStyle } from './number-style.ts';
import { syntaxOf, type Syntax } from './quotes.ts';
import { lineEndOf, sampleRecords, type Sample, type SampleRecords } from './sample.ts';

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
  /** A first line that names the delimiter: `sep=;`. */
  separatorLine: boolean;
  header: boolean;
  /** As written, by position: quotes, blanks, duplicates and empty names included. */
  headerNames: readonly string[];
  /** Every line ends with a delimiter that begins no column. */
  trailingDelimiter: boolean;
  /** A blank behind every delimiter. */
  padded: boolean;
  /** The commonest mark for missing of every column. */
  missingMarks: readonly string[];
  columns: readonly ColumnWriting[];
}>;

/** What is known before the scan. `dataStart`: the first byte behind a `sep=` line, if there is one. */
export type DetectedDialect = Readonly<{
  delimiter: string;
  quote: Quote;
  syntax: Syntax;
  separatorLine: boolean;
  /** What begins a line that is a comment, or nothing. */
  comment: string;
  dataStart: number;
  /** The commonest number of cells. */
  width: number;
  records: SampleRecords;
  padded: boolean;
  notices: readonly Notice[];
}>;

const DELIMITERS = [',', ';', '\t', '|'] as const;
const NAMES: Readonly<Record<string, string>> = {
  ',': 'the comma',
  ';': 'the semicolon',
  '\t': 'the tab',
  '|': 'the bar',
};
/** No byte of any text: a file with one column has no delimiter. */
const NO_DELIMITER = '\u0000';
const COMMENTS = ['#', '//', '%', '--', ';'] as const;
/** A number with a decimal comma, marks between thousands, a sign of currency or percent. */
const STYLED = /^-?[€$£]? ?(?:\d+|\d{1,3}(?:[.,' ]\d{3})+)(?:[.,]\d+)? ?[%€$£]?$/;
const MARGIN = 0.1;
/** Below this share of records of one width a delimiter is only a sign in a text. */
const LEAST_CONSTANCY = 0.5;

type Candidate = Readonly<{
  delimiter: string;
  quote: Quote;
  comment: string;
  syntax: Syntax;
  records: SampleRecords;
  width: number;
  score: number;
}>;

/** `chosen`: the delimiter, if the user said so. `name`: an ending in tsv or tab favours the tab. */
export function detectDialect(sample: Sample, chosen: string | undefined, name: string): DetectedDialect {
  const said = separatorLineOf(sample);
  const fixed = chosen ?? said?.delimiter;
  if (fixed !== undefined && !/^[\x01-\x7f]$/.test(fixed.replace(/["'\r\n]/, ''))) {
    throw new UserError('recipe-invalid', { problem: 'must be one ASCII character' }, { key: 'reading.delimiter' });
  }
  const start = said?.byteLength ?? 0;
  const delimiters =
    fixed === undefined ? DELIMITERS.filter((each) => sample.bytes.includes(each.charCodeAt(0))) : [fixed];
  const favoured = /\.(tsv|tab)(\.gz)?$/i.test(name) ? '\t' : '';
  const candidates = delimiters
    .flatMap((delimiter) => quotesIn(sample).map((quote) => judge(sample, delimiter, quote, '', start, favoured)))
    .flatMap((plain) => [
      plain,
      ...commentsIn(sample, plain.delimiter)
        .map((comment) => judge(sample, plain.delimiter, plain.quote, comment, start, favoured))
        .filter((without) => areForeign(plain, without)),
    ])
    .filter(({ score }) => fixed !== undefined || score > 0)
    .sort((a, b) => b.score - a.score);
  const best = candidates[0] ?? oneColumn(sample, start);
  const rival = candidates.find(({ delimiter }) => delimiter !== best.delimiter);
  const isUnsure = rival !== undefined && rival.score > (1 - MARGIN) * best.score;
  const delimiter = best.delimiter === NO_DELIMITER ? ',' : best.delimiter;
  return {
    ...best,
    delimiter,
    separatorLine: said !== null,
    dataStart: start,
    padded: isPadded(best.records),
    notices: isUnsure
      ? [noticeOf('delimiter-unsure', 'question', {}, 1, { delimiter: NAMES[delimiter] ?? delimiter })]
      : [],
  };
}

function separatorLineOf({ bytes }: Sample): Readonly<{ delimiter: string; byteLength: number }> | null {
  const match = /^"?sep=(.)"?(\r\n|\n|\r)/.exec(String.fromCharCode(...bytes.subarray(0, 16)));
  return match ? { delimiter: match[1]!, byteLength: match[0].length } : null;
}

/** The apostrophe is a candidate only where one begins a cell. */
function quotesIn(sample: Sample): readonly Quote[] {
  const { bytes } = sample;
  for (let at = bytes.indexOf(39); at >= 0; at = bytes.indexOf(39, at + 1)) {
    const before = at === 0 ? 10 : bytes[at - 1]!;
    if (before === 10 || before === 13 || DELIMITERS.some((each) => each.charCodeAt(0) === before)) return ['"', "'"];
  }
  return ['"'];
}

/** Signs that begin a line somewhere. */
function commentsIn({ bytes }: Sample, delimiter: string): readonly string[] {
  return COMMENTS.filter((comment) => {
    if (comment === delimiter) return false;
    for (let at = bytes.indexOf(comment.charCodeAt(0)); at >= 0; at = bytes.indexOf(comment.charCodeAt(0), at + 1)) {
      const isFirst = at === 0 || bytes[at - 1] === 10 || bytes[at - 1] === 13;
      if (isFirst && (comment.length === 1 || bytes[at + 1] === comment.charCodeAt(1))) return true;
    }
    return false;
  });
}

/** Whether lines with the sign are comments: half or more have another width than the records without them. */
function areForeign({ records }: Candidate, without: Candidate): boolean {
  const marked = records.rows.filter(([cell]) => cell?.raw.startsWith(without.comment));
  const fitting = marked.filter((row) => row.length === without.width).length;
  return without.records.rows.length > 0 && 2 * fitting <= marked.length;
}

/** Score 0: no table under this reading. */
function judge(
  sample: Sample,
  delimiter: string,
  quote: Quote,
  comment: string,
  start: number,
  favoured: string,
): Candidate {
  const syntax = syntaxOf(delimiter, quote, lineEndOf(sample), comment);
  const records = sampleRecords(sample, syntax, start);
  const { width, share } = commonestWidth(records.widths);
  const isTable = width > 1 && share >= LEAST_CONSTANCY;
  const intact = records.broken > 0 ? 0.9 : 1;
  const favour = (delimiter === favoured ? 1.05 : 1) * (quote === '"' ? 1.01 : 1);
  return {
    delimiter,
    quote,
    comment,
    syntax,
    records,
    width,
    score: isTable ? share * cleanShare(records) * intact * favour : 0,
  };
}

function oneColumn(sample: Sample, start: number): Candidate {
  const syntax = syntaxOf(NO_DELIMITER, '"', lineEndOf(sample));
  return {
    delimiter: NO_DELIMITER,
    quote: '"',
    comment: '',
    syntax,
    records: sampleRecords(sample, syntax, start),
    width: 1,
    score: 1,
  };
}

/** On a tie the wider one. */
function commonestWidth(widths: readonly number[]): Readonly<{ width: number; share: number }> {
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  let best = 1;
  let most = 0;
  for (const [width, count] of counts) {
    if (count < most || (count === most && width < best)) continue;
    best = width;
    most = count;
  }
  return { width: best, share: widths.length === 0 ? 0 : most / widths.length };
}

/** How well cells look like cells, in (0, 1]: numbers, dates and nothing best, text with other delimiters or quotes worst. */
function cleanShare({ rows }: SampleRecords): number {
  let sum = 0;
  let cells = 0;
  for (const row of rows) {
    for (const { text, isQuoted } of row) {
      cells++;
      if (text === '' || /^[+-]?\d[\d.:T -]*$/.test(text) || STYLED.test(text)) sum += 1;
      else if (isQuoted) sum += 0.95;
      else if (/^["']|["']$|[;\t|]|,\S/.test(text)) sum += 0.4;
      else sum += 0.9;
    }
  }
  return cells === 0 ? 0 : sum / cells;
}

function isPadded({ rows }: SampleRecords): boolean {
  return (
    rows.some((row) => row.length > 1) && rows.every((row) => row.slice(1).every(({ raw }) => /^ (?! )/.test(raw)))
  );
}
