/**
 * How a text file is written: found on its first 256 KiB and on blocks from its middle and its end, proved by the full
 * scan (which may have it found once more, with lines that did not fit), kept for writing it back.
 * Candidates (delimiter × quote) are scored by how constant the width of the records is times how many cells look like
 * what people write between delimiters. A lead of less than a tenth over another delimiter is a question, and so is a
 * file whose records have no width in common.
 *   A blank delimits where nothing else does, every line then has one width, and the cells are mostly numbers.
 *   A backslash escapes quotes where one stands before a quote, and the widths are as constant then as without it.
 * Left out: a backslash before a delimiter outside quotes.
 */
import { questionOf, UserError, type Answer, type Notice } from '../errors.ts';
import type { ReadingChoices } from '../recipe.ts';
import type { Encoding } from './encoding.ts';
import type { NumberStyle } from './number-style.ts';
import { looksLikeValue } from './looks.ts';
import { syntaxOf, type Syntax } from './quotes.ts';
import { collapseBlanks } from './rewrap.ts';
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

/** What is known before the scan. `dataStart`: the first byte behind a `sep=` line, if there is one. */
export type DetectedDialect = Readonly<{
  delimiter: string;
  /** Nothing delimits; `delimiter` is what would. */
  isOneColumn: boolean;
  quote: Quote | '';
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

const DELIMITERS = [',', ';', '\t', '|', ':', '^', '~', '\u001f'] as const;
/** Signs that stand in times, names and texts as well: they must make a better table. */
const RARE: Readonly<Record<string, number>> = { ':': 0.6, '^': 0.9, '~': 0.9 };
const NAMES: Readonly<Record<string, string>> = {
  ',': 'the comma',
  ';': 'the semicolon',
  '\t': 'the tab',
  '|': 'the bar',
  ':': 'the colon',
  '^': 'the caret',
  '~': 'the tilde',
  '\u001f': 'the unit separator',
  ' ': 'the blank',
  '': 'none',
};
/** No byte of any text: a file with one column has no delimiter. */
const NO_DELIMITER = '\u0000';
const COMMENTS = ['#', '//', '%', '--', ';'] as const;
/** A number with a decimal comma, marks between thousands, a sign of currency or percent. */
const STYLED = /^[-(]?(?:[€$£]|[A-Z]{3} )? ?(?:\d+|\d{1,3}(?:[.,' ]\d{3})+)(?:[.,]\d+)? ?(?:[%€$£]|[A-Z]{3})?\)?$/;
/** Records of a block further down that are looked at as texts. */
const BLOCK_ROWS = 50;
const MARGIN = 0.1;
/** Below this share of records of one width a delimiter is only a sign in a text. */
const LEAST_CONSTANCY = 0.5;

/** Of records without a width in common, this share must have two cells or more. */
const LEAST_CUT = 0.75;

type Candidate = Readonly<{
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

type Chosen = Pick<ReadingChoices, 'delimiter' | 'quote' | 'escape' | 'comment'>;

/** `name` of the file: an ending in tsv or tab favours the tab. Throws `recipe-invalid`. */
export function detectDialect(sample: Sample, chosen: Chosen, name: string): DetectedDialect {
  checkChosen(chosen);
  const said = separatorLineOf(sample);
  const start = said?.byteLength ?? 0;
  const fixed = chosen.delimiter ?? said?.delimiter;
  const favoured = /\.(tsv|tab)(\.gz)?$/i.test(name) ? '\t' : '';
  const { seen, comments } = signsIn(sample);
  const context: Context = { sample, start, favoured, chosen, comments };
  const delimiters = fixed === undefined ? DELIMITERS.filter((each) => seen[each.charCodeAt(0)] === 1) : [fixed];
  const candidates = delimiters
    .filter((delimiter) => delimiter !== '')
    .flatMap((delimiter) => candidatesOf(context, delimiter))
    .filter((candidate) => fixed !== undefined || (candidate.score > 0 && isNoTime(candidate)))
    .sort((a, b) => b.score - a.score);
  const best = candidates[0] ?? (fixed === undefined ? blankTable(context) : null) ?? oneColumn(context);
  const rivals =
    fixed === undefined
      ? rivalsOf(context, best, candidates)
      : { taken: isRagged(best) ? (raggedTable(context, best.delimiter) ?? best) : best, others: [] };
  const { taken, others } = rivals;
  const delimiter = taken.delimiter === NO_DELIMITER ? ',' : taken.delimiter;
  return {
    ...taken,
    delimiter,
    isOneColumn: taken.delimiter === NO_DELIMITER,
    separatorLine: said !== null,
    dataStart: start,
    padded: isPadded(taken.records),
    notices: others.length === 0 ? [] : [delimiterQuestion([taken, ...others])],
  };
}

/** What all candidates have in common. */
type Context = Readonly<{
  sample: Sample;
  start: number;
  favoured: string;
  chosen: Chosen;
  /** Signs that begin a line somewhere. */
  comments: readonly string[];
}>;

function checkChosen({ delimiter, quote, escape, comment }: Chosen): void {
  const refuse = (key: string, problem: string): never => {
    throw new UserError('recipe-invalid', { problem }, { key: `reading.${key}` });
  };
  if (delimiter !== undefined && delimiter !== '' && !/^[\x01-\x7f]$/.test(delimiter.replace(/["'\r\n]/, ''))) {
    refuse('delimiter', 'must be one ASCII character, or empty for a file of one column');
  }
  if (quote !== undefined && !['"', "'", ''].includes(quote)) {
    refuse('quote', 'must be a quotation mark, an apostrophe, or empty');
  }
  if (escape !== undefined && !['doubled', 'backslash'].includes(escape)) {
    refuse('escape', 'must be doubled or backslash');
  }
  if (comment !== undefined && comment !== '' && !/^[!-~]{1,3}$/.test(comment.replace(/["']/g, ''))) {
    refuse('comment', 'must be one to three ASCII characters other than quotes, or empty');
  }
}

/** One delimiter with every quote, escape and comment that may go with it. */
function candidatesOf(context: Context, delimiter: string): readonly Candidate[] {
  const { sample, chosen } = context;
  const quotes = chosen.quote === undefined ? quotesIn(sample) : [chosen.quote as Quote | ''];
  return quotes.flatMap((quote) => {
    const escape = chosen.escape === 'backslash' ? '\\' : '';
    let plain = judge(context, delimiter, quote, chosen.comment ?? '', escape);
    if (chosen.escape === undefined && quote !== '' && hasEscaped(sample, quote)) {
      const escaped = judge(context, delimiter, quote, chosen.comment ?? '', '\\');
      if (escaped.score >= plain.score) plain = escaped;
    }
    if (chosen.comment !== undefined) return [plain];
    const without = context.comments
      .filter((comment) => comment !== delimiter)
      .map((comment) => judge(context, delimiter, quote, comment, plain.syntax.escape < 0 ? '' : '\\'))
      .filter((candidate) => areForeign(plain, candidate));
    return [plain, ...without];
  });
}

function hasEscaped({ bytes, further = [] }: Sample, quote: Quote): boolean {
  const code = quote.charCodeAt(0);
  return [bytes, ...further].some((part) => {
    for (let at = part.indexOf(92); at >= 0; at = part.indexOf(92, at + 1)) if (part[at + 1] === code) return true;
    return false;
  });
}

/**
 * Others that come near. Where no reading has a width in common, a delimiter that cuts most records is taken, as wide as
 * the first record, or as the widest if most are wider, or as the commonest if the first is not cut; and where cells stand in quotes beside blanks, a blank may be one.
 */
function rivalsOf(
  context: Context,
  best: Candidate,
  candidates: readonly Candidate[],
): Readonly<{ taken: Candidate; others: readonly Candidate[] }> {
  if (best.delimiter === ' ') return { taken: best, others: [] };
  if (best.delimiter !== NO_DELIMITER) {
    const rival = candidates.find(({ delimiter }) => delimiter !== best.delimiter);
    const isNear = rival !== undefined && rival.score > (1 - MARGIN) * best.score;
    return { taken: best, others: isNear ? [rival] : [] };
  }
  const ragged = [',', ';', '\t', '|']
    .filter((each) => context.sample.bytes.includes(each.charCodeAt(0)))
    .map((delimiter) => raggedTable(context, delimiter))
    .find((candidate) => candidate !== null);
  if (ragged) return { taken: ragged, others: [best] };
  const blank = judge(context, ' ', '"', '', '');
  const quotedCells = blank.records.rows.filter((row) => row.filter(({ isQuoted }) => isQuoted).length > 1).length;
  const isBlank = blank.records.rows.length > 1 && 2 * quotedCells > blank.records.rows.length;
  return { taken: best, others: isBlank ? [blank] : [] };
}

/** Too few records have a width in common. */
function isRagged({ delimiter, records }: Candidate): boolean {
  const { width, share } = commonestWidth([records.widths]);
  return delimiter !== NO_DELIMITER && (width < 2 || share < LEAST_CONSTANCY);
}

function raggedTable(context: Context, delimiter: string): Candidate | null {
  const quote = (context.chosen.quote ?? '"') as Quote | '';
  const escape = context.chosen.escape === 'backslash' ? '\\' : '';
  const candidate = judge(context, delimiter, quote, context.chosen.comment ?? '', escape);
  const { widths, rows } = candidate.records;
  const first = widths[0] ?? 0;
  const cut = widths.filter((width) => width > 1).length;
  const inner = rows.flatMap((row) => row.slice(1));
  const sentences = inner.filter(({ raw }) => /^\s/.test(raw)).length;
  if (widths.length < 3 || cut < LEAST_CUT * widths.length || 2 * sentences > inner.length) return null;
  if (first < 2) return { ...candidate, score: 0 };
  const wider = widths.filter((width) => width > first).length;
  return { ...candidate, width: 2 * wider > widths.length - 1 ? Math.max(...widths) : first, score: 0 };
}

/** Colons delimit only below a header that they delimit, too: else they stand in times. */
function isNoTime({ delimiter, records, width }: Candidate): boolean {
  const [first = []] = records.rows;
  return delimiter !== ':' || (first.length === width && first.every(({ text }) => /^[^\d{]+$/.test(text)));
}

/** Null unless blanks stand between cells, and not between words. */
function blankTable(context: Context): Candidate | null {
  if (!context.sample.bytes.includes(32) && !context.sample.bytes.includes(9)) return null;
  const candidate = judge(context, ' ', '"', context.chosen.comment ?? '', '');
  const { rows, widths } = candidate.records;
  const { width, share } = commonestWidth([widths]);
  const [first, ...below] = rows;
  if (first === undefined || width < 2 || share < 1 || below.length < 2) return null;
  const values = below.flat().filter(({ text }) => looksLikeValue(text)).length;
  const isHeader = first.every(({ text }) => !looksLikeValue(text));
  const isAligned = / {2}|\t/.test(new TextDecoder().decode(context.sample.bytes));
  const isTable = 2 * values >= width * below.length && (isHeader || isAligned || width >= 4);
  return isTable ? { ...candidate, width, score: 1 } : null;
}

/** Readings side by side, the one that was taken first. */
function delimiterQuestion(candidates: readonly Candidate[]): Notice {
  const answers = candidates.map(({ delimiter, records }): Answer => ({
    answer: delimiter === NO_DELIMITER ? '' : delimiter,
    shown: records.rows.slice(0, 3).map((row) =>
      row
        .map(({ text }) => text.slice(0, 40))
        .join(' ¦ ')
        .slice(0, 200),
    ),
  }));
  const name = NAMES[answers[0]!.answer] ?? answers[0]!.answer;
  return questionOf('delimiter-unsure', answers, {}, 1, { delimiter: name });
}

function separatorLineOf({ bytes }: Sample): Readonly<{ delimiter: string; byteLength: number }> | null {
  const match = /^"?sep=(.)"?(\r\n|\n|\r)/.exec(String.fromCharCode(...bytes.subarray(0, 16)));
  return match ? { delimiter: match[1]!, byteLength: match[0].length } : null;
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

/** Which bytes occur, and which signs begin a line somewhere. */
function signsIn(sample: Sample): Readonly<{ seen: Uint8Array; comments: readonly string[] }> {
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

/** Whether lines with the sign are comments: half or more have another width than the records without them. */
function areForeign({ records, further }: Candidate, without: Candidate): boolean {
  const marked = [...records.rows, ...further].filter(([cell]) => cell?.raw.startsWith(without.comment));
  const fitting = marked.filter((row) => row.length === without.width).length;
  return without.records.rows.length > 0 && 2 * fitting <= marked.length;
}

/** Score 0: no table under this reading. */
function judge(
  { sample, start, favoured, chosen }: Context,
  delimiter: string,
  quote: Quote | '',
  comment: string,
  escape: '' | '\\',
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

function oneColumn({ sample, start, chosen }: Context): Candidate {
  const quote = (chosen.quote ?? '"') as Quote | '';
  const comment = chosen.comment ?? '';
  const syntax = syntaxOf(NO_DELIMITER, quote, lineEndOf(sample), comment, chosen.escape === 'backslash' ? '\\' : '');
  const records = sampleRecords(sample, syntax, start);
  return { delimiter: NO_DELIMITER, quote, comment, syntax, records, further: [], width: 1, score: 1 };
}

/** Each list counts as much as any other. On a tie the wider one. */
function commonestWidth(lists: readonly (readonly number[])[]): Readonly<{ width: number; share: number }> {
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

function isPadded({ rows }: SampleRecords): boolean {
  return (
    rows.some((row) => row.length > 1) && rows.every((row) => row.slice(1).every(({ raw }) => /^ (?! )/.test(raw)))
  );
}
