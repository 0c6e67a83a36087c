/**
 * What a text file may be where no delimiter makes a table of one width.
 *   A blank delimits where nothing else does, every line then has one width, and the cells are mostly numbers.
 *   A delimiter that cuts most records makes a ragged table, as wide as the first record, or as the widest if most are
 *     wider, or as the commonest if the first is not cut.
 *   Else each line is a cell.
 */
import {
  commonestWidth,
  judge,
  LEAST_CONSTANCY,
  NO_DELIMITER,
  saidSigns,
  type Candidate,
  type Context,
} from './dialect-candidates.ts';
import { looksLikeValue } from './looks.ts';
import { syntaxOf } from './quotes.ts';
import { lineEndOf, sampleRecords } from './sample.ts';

/** Of records without a width in common, this share must have two cells or more. */
const LEAST_CUT = 0.75;

/** Null unless blanks stand between cells, and not between words. */
export function blankTable(context: Context): Candidate | null {
  if (!context.sample.bytes.includes(32) && !context.sample.bytes.includes(9)) return null;
  const candidate = judge(context, ' ', { quote: '"', comment: context.chosen.comment ?? '', escape: '' });
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

/** Too few records have a width in common. */
export function isRagged({ delimiter, records }: Candidate): boolean {
  const { width, share } = commonestWidth([records.widths]);
  return delimiter !== NO_DELIMITER && (width < 2 || share < LEAST_CONSTANCY);
}

/** Null if too few records are cut, or mostly where a sentence has a sign and a blank. */
export function raggedTable(context: Context, delimiter: string): Candidate | null {
  const candidate = judge(context, delimiter, saidSigns(context.chosen));
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

export function oneColumn({ sample, start, chosen }: Context): Candidate {
  const { quote, comment, escape } = saidSigns(chosen);
  const syntax = syntaxOf(NO_DELIMITER, quote, lineEndOf(sample), comment, escape);
  const records = sampleRecords(sample, syntax, start);
  return { delimiter: NO_DELIMITER, quote, comment, syntax, records, further: [], width: 1, score: 1 };
}
