/**
 * What kind of column its cells make, decided on all of them, with the reason, how sure that is, and the runners-up.
 * First every column is surveyed on its own (`survey.ts`); then words such as `NA`, which are missing among numbers, are
 * known, and text columns are told which of them are marks in this file. Reasons hold counts, never a cell.
 */
import { noticeOf, questionOf, type Facts, type Notice } from '../errors.ts';
import type { Column, Kind, OpaqueColumn } from '../table/column.ts';
import { patternOf } from '../table/date-pattern.ts';
import type { Confidence, Inference, ReasonCode, Shape } from '../table/inference.ts';
import { besideQuestions, withBeside } from './beside.ts';
import { MAX_UNREADABLE_SHARE, SURE_ROWS, type ColumnCells, type Numbers } from './column-cells.ts';
import { fewValues, saysIdentifier, saysKey, type FewValues } from './evidence.ts';
import { SIGN, STRANGER, UNREADABLE, WORD, type Nature } from './nature.ts';
import type { NumberStyle } from './number-style.ts';
import { MAX_DECIMALS, readNumber } from './numbers.ts';
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

const FEW_LEVELS = 20;
const MANY_LEVELS = 1_000;
const FEW_NUMBERS = 10;
const ROWS_EACH = 10;
const NEARLY_ALL = 0.95;

/** `markWords`: words that are marks somewhere in the file. */
export function inferColumn(survey: Survey, markWords: ReadonlySet<string>): Inferred {
  const { column, nature, roles } = survey;
  const { name, levels, counts, rowCount } = column;
  const isMissing = Uint8Array.from(roles, (role, code) =>
    role === SIGN ||
    role === UNREADABLE ||
    role === STRANGER ||
    (role === WORD && (takesWords(nature) || markWords.has(levels[code]!)))
      ? 1
      : 0,
  );
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
  const fit = rowCount - missing;
  const notices: Notice[] = [];
  const tell = (code: Notice['code'], severity: Notice['severity'], cells: number, facts: Facts = {}): void => {
    if (cells > 0) notices.push(noticeOf(code, severity, { column: name }, cells, facts));
  };
  /** The answer that was taken comes first. */
  const ask = (what: string, names: readonly string[], shown: readonly string[], cells: number): void => {
    if (cells === 0) return;
    const answers = names.map((answer) => ({ answer, shown }));
    notices.push(questionOf('codes-maybe-missing', answers, { column: name }, cells, { what }));
  };
  const textsOf = (codes: readonly number[]): string[] => codes.map((code) => levels[code]!);
  const cellsOf = (codes: readonly number[]): number => codes.reduce((sum, code) => sum + counts[code]!, 0);
  tell('marks-found', 'note', marked);
  tell('cell-unreadable', 'warning', unreadable);
  ask('word', ['value', 'missing'], textsOf(words), cellsOf(words));
  ask('stranger', ['missing', 'value'], textsOf(strangers), cellsOf(strangers));
  const decided = decide(survey, isMissing, fit);
  const { kind } = decided.column;
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
  const isAsked = notices.some(({ severity }) => severity === 'question');
  const isDoubtful = rowCount < SURE_ROWS || unreadable > 0 || isAsked;
  return {
    column: withBeside(decided.column, survey),
    inference: {
      name,
      kind,
      shape: decided.shape,
      reason: { code: decided.code, n: rowCount, fit, missing, levels: decided.levels },
      confidence: isDoubtful && decided.shape !== 'empty' ? 'please check' : decided.confidence,
      alternatives: decided.alternatives,
    },
    notices,
    isMissing,
    marks: isMissing.map((missing, code) => (missing === 0 ? 0 : markOf(roles[code]!))),
    style: decided.column.kind === 'numeric' && nature.kind === 'numbers' ? nature.style : undefined,
    places: decided.column.kind === 'numeric' && nature.kind === 'numbers' ? placesIn(nature.numbers.places) : null,
  };
}

function markOf(role: number): number {
  if (role === SIGN || role === WORD) return MARK;
  return role === STRANGER ? ODD_MARK : 0;
}

type Decision = Readonly<{
  column: Column;
  shape: Shape;
  code: ReasonCode;
  levels: number;
  confidence: Confidence;
  alternatives: readonly Kind[];
  /** Of numbers with few distinct values. */
  few?: FewValues | null;
}>;

function decide({ column, nature }: Survey, isMissing: Uint8Array, fit: number): Decision {
  const { name } = column;
  if (fit === 0) {
    const empty: Column = { kind: 'text', name, codes: new Uint32Array(column.rowCount), levels: [] };
    return { column: empty, shape: 'empty', code: 'no-value', levels: 0, confidence: 'sure', alternatives: [] };
  }
  switch (nature.kind) {
    case 'numbers': {
      const decision = decideNumbers(column, nature.numbers, fit);
      // Levels are spelled as they were: with their marks.
      const isText = nature.style !== undefined && decision.column.kind !== 'numeric';
      return isText ? decideText(column, 'text', isMissing, fit) : decision;
    }
    case 'dates': {
      const { moments, format } = nature;
      const levels = fewValues(moments, MANY_LEVELS)?.values.length ?? MANY_LEVELS + 1;
      const { hasDate, hasTime } = patternOf(format);
      const shape = !hasTime ? 'date' : hasDate ? 'date-time' : 'time';
      const dates: Column = { kind: 'datetime', name, epochMs: moments, format };
      return {
        column: dates,
        shape,
        code: 'every-cell-date',
        levels,
        confidence: 'sure',
        alternatives: ['categorical'],
      };
    }
    default:
      return decideText(column, nature.kind, isMissing, fit);
  }
}

function decideNumbers({ name, rowCount }: ColumnCells, numbers: Numbers, fit: number): Decision {
  const { values, places } = numbers;
  const { fewest, most } = placesIn(places);
  const few = fewValues(values, MANY_LEVELS);
  const levels = few?.values.length ?? MANY_LEVELS + 1;
  // The places of the cells are wanted as levels; a zero with a minus sign would be another level than zero.
  const isSpellable = fewest === most && few !== null && !few.hasNegativeZero;
  const areWhole = most === 0 || (few !== null && few.values.every((value) => Number.isInteger(value)));
  const decision = (
    shape: Shape,
    code: ReasonCode,
    confidence: Confidence,
    alternatives: readonly Kind[],
    made: Column,
  ): Decision => ({ column: made, shape, code, levels, confidence, alternatives });
  const category = (): Column => spelledCategory(name, values, few!.values, most);

  if (levels === 1 && isSpellable) return decision('constant', 'one-level', 'sure', ['numeric'], category());
  if (isSpellable && most === 0 && levels === 2 && few.values[0] === 0 && few.values[1] === 1) {
    return decision('boolean', 'two-levels-of-a-pair', 'sure', ['numeric'], category());
  }
  const isFew = isSpellable && areWhole && levels <= FEW_NUMBERS;
  if (isFew && few.counts.every((count) => count >= ROWS_EACH)) {
    return decision('category', 'few-whole-numbers', 'likely', ['numeric'], category());
  }
  if (most === 0 && fit === rowCount) {
    const counts = rowCount >= FEW_NUMBERS && countsUpwards(values);
    if (counts || (saysIdentifier(name) && rowCount > 1 && areDistinct(values))) {
      const code = counts ? 'counts-upwards' : 'name-says-identifier';
      return { ...decision('identifier', code, 'likely', ['numeric'], spelledTexts(name, values)), levels: rowCount };
    }
  }
  const numeric: Column = { kind: 'numeric', name, values, decimals: Math.min(most, MAX_DECIMALS) };
  if (most > 0) return { ...decision('decimal', 'every-cell-number', 'sure', [], numeric), few };
  const alternatives: readonly Kind[] = levels <= FEW_LEVELS ? ['categorical'] : [];
  const confidence: Confidence = alternatives.length > 0 ? 'likely' : 'sure';
  return { ...decision('integer', 'every-cell-whole-number', confidence, alternatives, numeric), few };
}

function decideText(column: ColumnCells, kind: Nature['kind'], isMissing: Uint8Array, fit: number): Decision {
  const { name, levels: texts, counts, hasLong = false } = column;
  const values = texts.filter((_, code) => isMissing[code] === 0 && counts[code]! > 0);
  const levels = values.length;
  const opaque = (opaqueKind: OpaqueColumn['kind']): Column => opaqueOf(column, isMissing, opaqueKind);
  const decision = (
    shape: Shape,
    code: ReasonCode,
    confidence: Confidence,
    alternatives: readonly Kind[],
    made: Column,
  ): Decision => ({ column: made, shape, code, levels, confidence, alternatives });

  if (hasLong) return decision('text', 'long-or-distinct-text', 'sure', [], opaque('text'));
  if (levels === 1) return decision('constant', 'one-level', 'sure', ['text'], categoryOf(column, isMissing));
  if (kind === 'boolean')
    return decision('boolean', 'two-levels-of-a-pair', 'sure', ['text'], categoryOf(column, isMissing));
  const distinctShare = levels / fit;
  const areAllDistinct = levels === fit && fit >= FEW_NUMBERS;
  const areTokens = values.every((value) => value.length <= 64 && !/\s/.test(value));
  const hasLeadingZeros = values.every((value) => /^\d+$/.test(value)) && values.some((value) => /^0\d/.test(value));
  const isFew = levels <= FEW_LEVELS && !areAllDistinct;
  const isMany = levels <= MANY_LEVELS && distinctShare <= 0.5;
  const isKey = saysIdentifier(name) || (saysKey(name) && !isMany);
  if (!isFew && areTokens && isKey) {
    return decision('identifier', 'name-says-identifier', 'likely', ['categorical', 'text'], opaque('identifier'));
  }
  if (isFew || isMany) {
    const isNarrow = !isFew && distinctShare > 0.5 - MAX_UNREADABLE_SHARE / 2;
    const confidence: Confidence = isNarrow ? 'please check' : isFew ? 'sure' : 'likely';
    const code = kind === 'mixed' ? 'mixed-formats' : 'few-levels';
    return decision('category', code, confidence, ['text'], categoryOf(column, isMissing));
  }
  if (kind === 'mixed') return decision('text', 'mixed-formats', 'please check', [], opaque('text'));
  if (hasLeadingZeros) return decision('identifier', 'leading-zeros', 'likely', ['text'], opaque('identifier'));
  if (areTokens && distinctShare >= NEARLY_ALL) {
    return decision('identifier', 'all-distinct-tokens', 'likely', ['text'], opaque('identifier'));
  }
  const alternatives: readonly Kind[] = levels <= MANY_LEVELS ? ['categorical', 'identifier'] : ['identifier'];
  return decision('text', 'long-or-distinct-text', 'likely', alternatives, opaque('text'));
}

function countsUpwards(values: Float64Array): boolean {
  for (let row = 1; row < values.length; row++) if (values[row] !== values[row - 1]! + 1) return false;
  return true;
}

function areDistinct(values: Float64Array): boolean {
  const sorted = values.slice().sort();
  for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) return false;
  return true;
}

function spelledCategory(name: string, values: Float64Array, distinct: Float64Array, places: number): Column {
  const codeOf = new Map(Array.from(distinct, (value, code) => [value, code]));
  const codes = new Uint16Array(values.length);
  for (let row = 0; row < codes.length; row++) codes[row] = codeOf.get(values[row]!) ?? distinct.length;
  return { kind: 'categorical', name, codes, levels: Array.from(distinct, (value) => value.toFixed(places)) };
}

function spelledTexts(name: string, values: Float64Array): Column {
  const levels = Array.from(values, (value) => value.toFixed(0));
  return { kind: 'identifier', name, codes: Uint32Array.from(values, (_, row) => row), levels };
}

/** Levels in the order of their code units, or of their values where all are numbers: never in that of the rows. */
function categoryOf({ name, levels, counts, cells }: ColumnCells, isMissing: Uint8Array): Column {
  const kept = levels.flatMap((_, code) => (isMissing[code] === 0 && counts[code]! > 0 ? [code] : []));
  const numbers = levels.map((level) => readNumber(level)?.value ?? NaN);
  const areNumbers = kept.every((code) => !Number.isNaN(numbers[code]));
  kept.sort((a, b) => (areNumbers ? numbers[a]! - numbers[b]! : 0) || (levels[a]! < levels[b]! ? -1 : 1));
  const places = new Uint16Array(levels.length).fill(kept.length);
  kept.forEach((code, place) => (places[code] = place));
  const codes = new Uint16Array(cells.kind === 'text' ? cells.codes.length : 0);
  if (cells.kind === 'text') for (let row = 0; row < codes.length; row++) codes[row] = places[cells.codes[row]!]!;
  return { kind: 'categorical', name, codes, levels: kept.map((code) => levels[code]!) };
}

/** Levels in the order in which they first came. */
function opaqueOf(
  { name, levels, counts, cells }: ColumnCells,
  isMissing: Uint8Array,
  kind: OpaqueColumn['kind'],
): Column {
  const kept = levels.flatMap((_, code) => (isMissing[code] === 0 && counts[code]! > 0 ? [code] : []));
  const places = new Uint32Array(levels.length).fill(kept.length);
  kept.forEach((code, place) => (places[code] = place));
  const codes = new Uint32Array(cells.kind === 'text' ? cells.codes.length : 0);
  if (cells.kind === 'text') for (let row = 0; row < codes.length; row++) codes[row] = places[cells.codes[row]!]!;
  return { kind, name, codes, levels: kept.map((code) => levels[code]!) };
}
