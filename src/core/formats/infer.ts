/**
 * What kind of column its cells make, decided on all of them, with the reason, how sure that is, and the runners-up.
 * First every column is surveyed on its own (`survey.ts`); then words such as `NA`, which are missing among numbers, are
 * known, and text columns are told which of them are marks in this file. Reasons hold counts, never a cell.
 */
import { noticeOf, questionOf, type Facts, type Notice } from '../errors.ts';
import type { Column } from '../table/column.ts';
import type { Inference } from '../table/inference.ts';
import { besideQuestions, withBeside } from './beside.ts';
import { SURE_ROWS } from './column-cells.ts';
import { decide, type Decision } from './decide.ts';
import { SIGN, STRANGER, UNREADABLE, WORD } from './nature.ts';
import type { NumberStyle } from './number-style.ts';
import { placesIn } from './spelling.ts';
import { takesWords, type Survey } from './survey.ts';

export type Inferred = Readonly<{
  column: Column;
  inference: Inference;
  notices: readonly Notice[];
  /** The levels that are missing, by code. */
  isMissing: Uint8Array;
  /** What may be written for missing cells: MARK, or ODD_MARK where there is no MARK; else 0. */
  marks: Uint8Array;
  places: Readonly<{ fewest: number; most: number }> | null;
  /** Of numbers that are not written plainly. */
  style?: NumberStyle | undefined;
}>;

export const MARK = 1;
/** A stranger among numbers, such as `N` for not applicable. */
export const ODD_MARK = 2;

/** `markWords`: words that are marks somewhere in the file. */
export function inferColumn(survey: Survey, markWords: ReadonlySet<string>): Inferred {
  const { column, nature, roles } = survey;
  const { name, levels, rowCount } = column;
  const isMissing = Uint8Array.from(roles, (role, code) =>
    role === SIGN ||
    role === UNREADABLE ||
    role === STRANGER ||
    (role === WORD && (takesWords(nature) || markWords.has(levels[code]!)))
      ? 1
      : 0,
  );
  const tally = tallyOf(survey, isMissing);
  const { missing } = tally;
  const fit = rowCount - missing;
  const decided = decide(survey, isMissing, fit);
  const notices = noticesOf(survey, tally, decided, isMissing, fit);
  const isAsked = notices.some(({ severity }) => severity === 'question');
  const isDoubtful = rowCount < SURE_ROWS || tally.unreadable > 0 || isAsked;
  const numbers = decided.column.kind === 'numeric' && nature.kind === 'numbers' ? nature : null;
  return {
    column: withBeside(decided.column, survey),
    inference: {
      name,
      kind: decided.column.kind,
      shape: decided.shape,
      reason: { code: decided.code, n: rowCount, fit, missing, levels: decided.levels },
      confidence: isDoubtful && decided.shape !== 'empty' ? 'please check' : decided.confidence,
      alternatives: decided.alternatives,
    },
    notices,
    isMissing,
    marks: isMissing.map((isMark, code) => (isMark === 0 ? 0 : markOf(roles[code]!))),
    style: numbers?.style,
    places: numbers === null ? null : placesIn(numbers.numbers.places),
  };
}

/** Cells by what they are to the column; of words that are no marks here, and of strangers, the codes. */
type Tally = Readonly<{
  missing: number;
  /** Missing cells that hold something, strangers and what cannot be read left out. */
  marked: number;
  unreadable: number;
  words: readonly number[];
  strangers: readonly number[];
}>;

function tallyOf({ column: { levels, counts }, roles }: Survey, isMissing: Uint8Array): Tally {
  let missing = 0;
  let marked = 0;
  let unreadable = 0;
  const words: number[] = [];
  const strangers: number[] = [];
  levels.forEach((level, code) => {
    const cells = counts[code]!;
    if (cells === 0) return;
    if (isMissing[code] === 1) missing += cells;
    else if (roles[code] === WORD) words.push(code);
    if (roles[code] === UNREADABLE) unreadable += cells;
    else if (roles[code] === STRANGER) strangers.push(code);
    else if (isMissing[code] === 1 && level !== '') marked += cells;
  });
  return { missing, marked, unreadable, words, strangers };
}

function noticesOf(
  survey: Survey,
  { marked, unreadable, words, strangers }: Tally,
  decided: Decision,
  isMissing: Uint8Array,
  fit: number,
): readonly Notice[] {
  const { nature } = survey;
  const { name, levels, counts } = survey.column;
  const notices: Notice[] = [];
  const tell = (code: Notice['code'], severity: Notice['severity'], cells: number, facts: Facts = {}): void => {
    if (cells > 0) notices.push(noticeOf(code, severity, { column: name }, cells, facts));
  };
  /** The answer that was taken comes first. */
  const ask = (what: string, names: readonly string[], codes: readonly number[]): void => {
    if (codes.length === 0) return;
    const shown = codes.map((code) => levels[code]!);
    const cells = codes.reduce((sum, code) => sum + counts[code]!, 0);
    const answers = names.map((answer) => ({ answer, shown }));
    notices.push(questionOf('codes-maybe-missing', answers, { column: name }, cells, { what }));
  };
  tell('marks-found', 'note', marked);
  tell('cell-unreadable', 'warning', unreadable);
  ask('word', ['value', 'missing'], words);
  ask('stranger', ['missing', 'value'], strangers);
  notices.push(...besideQuestions(decided.column, decided.few ?? null, survey, isMissing));
  if (decided.shape === 'empty') tell('column-empty', 'note', 1);
  if (decided.shape === 'constant') tell('column-constant', 'note', 1);
  if (nature.kind === 'mixed') {
    const { share, forms, answers } = nature.mix;
    const percent = Math.floor(100 * share);
    notices.push(questionOf('mixed-formats', answers, { column: name }, fit, { share: percent, forms }));
  }
  if (nature.kind === 'lost-digits') tell('digits-lost', 'warning', 1);
  if (nature.kind === 'dates' && nature.areZonesLost === true) tell('zones-normalised', 'note', fit);
  const doubt = 'doubt' in nature ? nature.doubt : undefined;
  if (doubt !== undefined) {
    const code = nature.kind === 'dates' ? 'date-order-unsure' : 'decimal-mark-unsure';
    notices.push(questionOf(code, doubt, { column: name }, fit));
  }
  return notices;
}

function markOf(role: number): number {
  if (role === SIGN || role === WORD) return MARK;
  return role === STRANGER ? ODD_MARK : 0;
}
