/**
 * Ways in which a text file may be written: a delimiter with a quote, an escape and a sign of comments, each scored by how
 * constant the width of the records is times how many cells look like what people write between delimiters.
 *   A backslash escapes quotes where one stands before a quote, and the widths are as constant then as without it.
 *   A sign begins comments where half or more of its lines have another width than the records without them.
 * Left out: a backslash before a delimiter outside quotes.
 */
import type { ReadingChoices } from '../recipe.ts';
import type { Quote } from './dialect.ts';
import { syntaxOf, type Syntax } from './quotes.ts';
import { collapseBlanks } from './rewrap.ts';
import { lineEndOf, sampleRecords, type Sample, type SampleRecords } from './sample.ts';

export type Chosen = Pick<ReadingChoices, 'delimiter' | 'quote' | 'escape' | 'comment'>;

/** What stands beside the delimiter; empty where there is none. */
type Signs = Readonly<{ quote: Quote | ''; comment: string; escape: '' | '\\' }>;

/** What all candidates have in common. */
export type Context = Readonly<{
  sample: Sample;
  start: number;
  favoured: string;
  chosen: Chosen;
  /** Signs that begin a line somewhere. */
  comments: readonly string[];
}>;

export type Candidate = Readonly<{
  delimiter: string;
  quote: Quote | '';
  comment: string;
  syntax: Syntax;
  records: SampleRecords;
  /** Of blocks further down. */
  further: SampleRecords['rows'];
  width: number;
  score: number;
}>;

/** No byte of any text: a file with one column has no delimiter. */
export const NO_DELIMITER = '\u0000';
/** Below this share of records of one width a delimiter is only a sign in a text. */
export const LEAST_CONSTANCY = 0.5;
const COMMENTS = ['#', '//', '%', '--', ';'] as const;
/** Signs that stand in times, names and texts as well: they must make a better table. */
const RARE: Readonly<Record<string, number>> = { ':': 0.6, '^': 0.9, '~': 0.9 };
/** A number with a decimal comma, marks between thousands, a sign of currency or percent. */
const STYLED = /^[-(]?(?:[€$£]|[A-Z]{3} )? ?(?:\d+|\d{1,3}(?:[.,' ]\d{3})+)(?:[.,]\d+)? ?(?:[%€$£]|[A-Z]{3})?\)?$/;
/** Records of a block further down that are looked at as texts. */
const BLOCK_ROWS = 50;

/** The signs as the user says them, the usual ones where nothing is said. */
export function saidSigns({ quote = '"', comment = '', escape }: Chosen): Signs {
  return { quote: quote as Quote | '', comment, escape: escape === 'backslash' ? '\\' : '' };
}

/** One delimiter with every quote, escape and comment that may go with it. */
export function candidatesOf(context: Context, delimiter: string): readonly Candidate[] {
  const { sample, chosen, comments } = context;
  const said = saidSigns(chosen);
  const quotes = chosen.quote === undefined ? quotesIn(sample) : [said.quote];
  return quotes.flatMap((quote) => {
    let signs: Signs = { ...said, quote };
    let plain = judge(context, delimiter, signs);
    if (chosen.escape === undefined && quote !== '' && hasEscaped(sample, quote)) {
      const withEscape: Signs = { ...signs, escape: '\\' };
      const escaped = judge(context, delimiter, withEscape);
      if (escaped.score >= plain.score) [signs, plain] = [withEscape, escaped];
    }
    if (chosen.comment !== undefined) return [plain];
    const without = comments
      .filter((comment) => comment !== delimiter)
      .map((comment) => judge(context, delimiter, { ...signs, comment }))
      .filter((candidate) => areForeign(plain, candidate));
    return [plain, ...without];
  });
}

/** Score 0: no table under this reading. */
export function judge(
  { sample, start, favoured, chosen }: Context,
  delimiter: string,
  { quote, comment, escape }: Signs,
): Candidate {
  const syntax = syntaxOf(delimiter, quote, lineEndOf(sample), comment, escape);
  const [bytes] = delimiter === ' ' ? collapseBlanks([sample.bytes]) : [sample.bytes];
  const records = sampleRecords({ ...sample, bytes: bytes! }, syntax, start);
  const blocks = (sample.further ?? []).map((part) => {
    const [block] = delimiter === ' ' ? collapseBlanks([part]) : [part];
    return sampleRecords({ bytes: block!, isWhole: false }, syntax, 0, BLOCK_ROWS);
  });
  const further = blocks.flatMap(({ rows }) => rows);
  const { width, share } = commonestWidth([records, ...blocks].map(({ widths }) => widths));
  const isTable = width > 1 && share >= LEAST_CONSTANCY;
  const intact = records.broken > 0 ? 0.9 : 1;
  const favour = (delimiter === favoured ? 1.05 : 1) * (quote === '"' ? 1.01 : 1) * (RARE[delimiter] ?? 1);
  return {
    delimiter,
    quote,
    comment,
    syntax,
    records,
    further,
    width,
    score:
      isTable || chosen.delimiter === delimiter
        ? share * cleanShare([...records.rows, ...further]) * intact * favour
        : 0,
  };
}

/** Each list counts as much as any other. On a tie the wider one. */
export function commonestWidth(lists: readonly (readonly number[])[]): Readonly<{ width: number; share: number }> {
  const shares = new Map<number, number>();
  const filled = lists.filter(({ length }) => length > 0);
  for (const widths of filled) {
    const counts = new Map<number, number>();
    for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
    for (const [width, count] of counts) shares.set(width, (shares.get(width) ?? 0) + count / widths.length);
  }
  let best = 1;
  let most = 0;
  for (const [width, share] of shares) {
    if (share < most || (share === most && width < best)) continue;
    best = width;
    most = share;
  }
  return { width: best, share: filled.length === 0 ? 0 : most / filled.length };
}

/** Which bytes occur, and which signs begin a line somewhere. */
export function signsIn(sample: Sample): Readonly<{ seen: Uint8Array; comments: readonly string[] }> {
  const seen = new Uint8Array(256);
  const first = new Uint8Array(256);
  const doubled = new Uint8Array(256);
  for (const bytes of [sample.bytes, ...(sample.further ?? [])]) {
    let isStart = true;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]!;
      seen[byte] = 1;
      if (isStart) {
        first[byte] = 1;
        if (bytes[at + 1] === byte) doubled[byte] = 1;
      }
      isStart = byte === 10 || byte === 13;
    }
  }
  const comments = COMMENTS.filter((sign) => (sign.length === 1 ? first : doubled)[sign.charCodeAt(0)] === 1);
  return { seen, comments };
}

/** The apostrophe is a candidate only where one begins a cell. */
function quotesIn({ bytes, further = [] }: Sample): readonly Quote[] {
  const before = [10, 13, ...[',', ';', '\t', '|'].map((each) => each.charCodeAt(0))];
  const isApostrophe = [bytes, ...further].some((part) => {
    for (let at = part.indexOf(39); at >= 0; at = part.indexOf(39, at + 1)) {
      if (before.includes(at === 0 ? 10 : part[at - 1]!)) return true;
    }
    return false;
  });
  return isApostrophe ? ['"', "'"] : ['"'];
}

/** Whether a backslash stands before a quote somewhere. */
function hasEscaped({ bytes, further = [] }: Sample, quote: Quote): boolean {
  const code = quote.charCodeAt(0);
  return [bytes, ...further].some((part) => {
    for (let at = part.indexOf(92); at >= 0; at = part.indexOf(92, at + 1)) if (part[at + 1] === code) return true;
    return false;
  });
}

/** Whether lines with the sign are comments: half or more have another width than the records without them. */
function areForeign({ records, further }: Candidate, without: Candidate): boolean {
  const marked = [...records.rows, ...further].filter(([cell]) => cell?.raw.startsWith(without.comment));
  const fitting = marked.filter((row) => row.length === without.width).length;
  return without.records.rows.length > 0 && 2 * fitting <= marked.length;
}

/** How well cells look like cells, in (0, 1]: numbers, dates and nothing best, text with other delimiters or quotes worst. */
function cleanShare(rows: SampleRecords['rows']): number {
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
