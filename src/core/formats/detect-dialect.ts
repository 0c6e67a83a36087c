/**
 * How a text file is written, found on its first 256 KiB and on blocks from its middle and its end, and proved by the full
 * scan, which may have it found once more, with lines that did not fit. Of all candidates (`dialect-candidates.ts`) the one
 * with the best score is taken. A lead of less than a tenth over another delimiter is a question, and so is a file whose
 * records have no width in common (`dialect-fallbacks.ts`). A line `sep=;` at the top says the delimiter.
 */
import { questionOf, UserError, type Answer, type Notice } from '../errors.ts';
import type { Quote } from './dialect.ts';
import {
  candidatesOf,
  judge,
  NO_DELIMITER,
  signsIn,
  type Candidate,
  type Chosen,
  type Context,
} from './dialect-candidates.ts';
import { blankTable, isRagged, oneColumn, raggedTable } from './dialect-fallbacks.ts';
import type { Syntax } from './quotes.ts';
import type { Sample, SampleRecords } from './sample.ts';

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
/** A rival that scores less than this much below the best is a question. */
const MARGIN = 0.1;

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

/**
 * Others that come near. Where no reading has a width in common, a delimiter that cuts most records is taken; and where
 * cells stand in quotes beside blanks, a blank may be one.
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
  const blank = judge(context, ' ', { quote: '"', comment: '', escape: '' });
  const quotedCells = blank.records.rows.filter((row) => row.filter(({ isQuoted }) => isQuoted).length > 1).length;
  const isBlank = blank.records.rows.length > 1 && 2 * quotedCells > blank.records.rows.length;
  return { taken: best, others: isBlank ? [blank] : [] };
}

/** Colons delimit only below a header that they delimit, too: else they stand in times. */
function isNoTime({ delimiter, records, width }: Candidate): boolean {
  const [first = []] = records.rows;
  return delimiter !== ':' || (first.length === width && first.every(({ text }) => /^[^\d{]+$/.test(text)));
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

function isPadded({ rows }: SampleRecords): boolean {
  return (
    rows.some((row) => row.length > 1) && rows.every((row) => row.slice(1).every(({ raw }) => /^ (?! )/.test(raw)))
  );
}
