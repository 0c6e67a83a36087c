/**
 * Which kind of column its cells become, by their nature and by how many different ones there are. The first rule that
 * holds decides, with its reason; the runners-up are what the user may want instead.
 *   Numbers: one value, a pair of 0 and 1, few whole numbers that come often, row numbers, else amounts.
 *   Texts: one value, a pair, names that say identifier, few or many levels, else identifiers or text.
 */
import type { Column, Kind, OpaqueColumn } from '../table/column.ts';
import { patternOf } from '../table/date-pattern.ts';
import type { Confidence, ReasonCode, Shape } from '../table/inference.ts';
import { categoryOf, opaqueOf, spelledCategory, spelledIdentifiers } from './coded-columns.ts';
import { MAX_UNREADABLE_SHARE, type ColumnCells, type Numbers } from './column-cells.ts';
import { fewValues, saysIdentifier, saysKey, type FewValues } from './evidence.ts';
import type { Nature } from './nature.ts';
import { MAX_DECIMALS } from './numbers.ts';
import { placesIn } from './spelling.ts';
import type { Survey } from './survey.ts';

export type Decision = Readonly<{
  column: Column;
  shape: Shape;
  code: ReasonCode;
  levels: number;
  confidence: Confidence;
  alternatives: readonly Kind[];
  /** Of numbers with few distinct values. */
  few?: FewValues | null;
}>;

/** A category has few levels, or at most many of which each comes twice on average. */
const FEW_LEVELS = 20;
const MANY_LEVELS = 1_000;
/** So few whole numbers are a category if each has so many rows. */
const FEW_NUMBERS = 10;
const ROWS_EACH = 10;
/** Share of distinct values from which tokens are identifiers. */
const NEARLY_ALL = 0.95;

/** `fit`: the cells that are not missing. */
export function decide({ column, nature }: Survey, isMissing: Uint8Array, fit: number): Decision {
  const { name } = column;
  if (fit === 0) {
    const empty: Column = { kind: 'text', name, codes: new Uint32Array(column.rowCount), levels: [] };
    return decisionOn(0)('empty', 'no-value', 'sure', [], empty);
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
      return decisionOn(levels)(shape, 'every-cell-date', 'sure', ['categorical'], dates);
    }
    default:
      return decideText(column, nature.kind, isMissing, fit);
  }
}

const decisionOn =
  (levels: number) =>
  (
    shape: Shape,
    code: ReasonCode,
    confidence: Confidence,
    alternatives: readonly Kind[],
    column: Column,
  ): Decision => ({ column, shape, code, levels, confidence, alternatives });

function decideNumbers({ name, rowCount }: ColumnCells, numbers: Numbers, fit: number): Decision {
  const { values, places } = numbers;
  const { fewest, most } = placesIn(places);
  const few = fewValues(values, MANY_LEVELS);
  const levels = few?.values.length ?? MANY_LEVELS + 1;
  // The places of the cells are wanted as levels; a zero with a minus sign would be another level than zero.
  const isSpellable = fewest === most && few !== null && !few.hasNegativeZero;
  const areWhole = most === 0 || (few !== null && few.values.every((value) => Number.isInteger(value)));
  const decision = decisionOn(levels);
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
      return {
        ...decision('identifier', code, 'likely', ['numeric'], spelledIdentifiers(name, values)),
        levels: rowCount,
      };
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
  const decision = decisionOn(levels);

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
