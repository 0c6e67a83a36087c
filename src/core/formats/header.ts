/**
 * Whether the first record is a header, and what the columns are called. It is one if it holds words above numbers, or
 * words that do not recur below; it is none if it holds numbers above numbers. In doubt it is asked: taken for one, but
 * where it holds an amount.
 */
import { noticeOf, questionOf, type Notice } from '../errors.ts';
import { dateFormsOf } from '../table/date-forms.ts';
import { isMissingSign, isMissingWord } from './marks.ts';
import { readNumber } from './numbers.ts';
import type { SampleCell, SampleRecords } from './sample.ts';

export type Header = Readonly<{ isHeader: boolean; isSure: boolean }>;
export type Names = Readonly<{ names: readonly string[]; notices: readonly Notice[] }>;

/** Names that a question shows. */
const MOST_SHOWN = 12;
const NO_MARKS: ReadonlySet<string> = new Set();

/** Points for and against; at least one either way is sure. */
export function judgeHeader({ rows }: Pick<SampleRecords, 'rows'>): Header {
  const [first, ...below] = rows;
  if (first === undefined) return { isHeader: false, isSure: true };
  if (below.length === 0) return { isHeader: !first.some(({ text }) => isValue(text)), isSure: true };
  let points = 0;
  first.forEach((cell, column) => {
    points += pointsOf(cell.text, below.map((row) => row[column]?.text ?? '').filter(isPresent));
  });
  const isSure = Math.abs(points) >= 0.5;
  return { isHeader: points >= 0 && (isSure || !first.some(({ text }) => isAmount(text))), isSure };
}

function pointsOf(name: string, cells: readonly string[]): number {
  if (cells.length === 0 || name === '') return 0;
  const values = cells.filter(isValue).length;
  // A date above numbers is the name of what was counted then.
  const isNameOfDate = dateFormsOf(name).length > 0 && !cells.some((cell) => dateFormsOf(cell).length > 0);
  if (isValue(name) && !isNameOfDate) {
    // Years and other counters are names of columns, too.
    return values >= 0.9 * cells.length ? (/^(1[89]|20)\d\d$/.test(name) && !cells.includes(name) ? 0 : -1) : 0;
  }
  if (values >= 0.9 * cells.length) return isPresent(name) ? 1 : -0.25;
  if (cells.includes(name)) return -1;
  // A word that never recurs is a name the more, the oftener the others do.
  const distinct = new Set(cells).size;
  return distinct < cells.length ? Math.min(1, 0.25 * (cells.length / distinct)) : 0;
}

/** A number that counts nothing, such as 1.72: hardly ever the name of a column. */
function isAmount(text: string): boolean {
  return !Number.isInteger(readNumber(text)?.value ?? 0);
}

/** Neither a sign nor a word for missing. */
export function isPresent(text: string): boolean {
  return !isMissingSign(text, NO_MARKS) && !isMissingWord(text);
}

function isValue(text: string): boolean {
  return readNumber(text) !== null || dateFormsOf(text).length > 0 || /^\+\d+$/.test(text);
}

/** Both readings of the first record, as the columns would be called: the one that was taken first. */
export function headerQuestion(first: readonly SampleCell[], width: number, isHeader: boolean): Notice {
  const shownAs = (header: boolean): readonly string[] =>
    columnNames(first, Math.min(width, MOST_SHOWN), header).names.map((name) => name.slice(0, 80));
  const answers = [isHeader, !isHeader].map((header) => ({
    answer: header ? 'header' : 'none',
    shown: shownAs(header),
  }));
  return questionOf('header-unsure', answers);
}

/** Names as columns are called by: blanks trimmed, empty ones made from their place, those taken before numbered. */
export function columnNames(first: readonly SampleCell[], width: number, isHeader: boolean): Names {
  const written = Array.from({ length: width }, (_, index) => (isHeader ? (first[index]?.text ?? '').trim() : ''));
  const taken = new Set(written.filter((name) => name !== ''));
  const used = new Set<string>();
  let made = 0;
  let changed = 0;
  const names = written.map((wanted, index) => {
    const base = wanted === '' ? `column_${index + 1}` : wanted;
    let name = base;
    for (let next = 2; used.has(name) || (name !== wanted && taken.has(name)); next++) name = `${base} (${next})`;
    used.add(name);
    if (wanted === '') made++;
    else if (name !== (first[index]?.text ?? '')) changed++;
    return name;
  });
  const notices = [
    ...(isHeader && made > 0 ? [noticeOf('name-made', 'note', {}, made)] : []),
    ...(changed > 0 ? [noticeOf('name-changed', 'note', {}, changed)] : []),
  ];
  return { names, notices };
}
