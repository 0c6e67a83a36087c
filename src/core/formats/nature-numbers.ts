/**
 * Columns of numbers: the style that reads all cells but for a few, found by all of them, unless the user says its marks.
 * A point between thousands may be a decimal mark as well (1.000): where the cells do not tell, that is a doubt.
 */
import type { Answer } from '../errors.ts';
import { GROUP_PLACES, SURE_ROWS } from './column-cells.ts';
import { fittingForms, MAX_STRANGERS, type Fit } from './fitting.ts';
import { areStrangersTolerable, byRow, markStrangers, SHOWN, type Doubt, type Judged, type Nature } from './nature.ts';
import { compactNature } from './nature-dates.ts';
import { habitOf, isOpenToDoubt, numberFormsOf, type NumberForm } from './number-style.ts';
import { losesDigits, readNumber } from './numbers.ts';

/** All values as numbers of one style, but for a few; null if they are not. */
export function numbersNature(judged: Judged): Nature | null {
  const { column, roles, rules, values } = judged;
  const { levels, counts, cells } = column;
  if (rules.date !== undefined) return null;
  const isSaid = rules.decimal !== undefined || rules.group !== undefined;
  const { decimal = rules.fileDecimal, group } = rules;
  const marks = { ...(decimal === undefined ? {} : { decimal }), ...(group === undefined ? {} : { group }) };
  const fits = fittingForms(
    levels,
    counts,
    values,
    (text) => numberFormsOf(text, marks),
    ({ read }, text) => read(text) !== null,
    isSaid ? Infinity : MAX_STRANGERS,
  );
  const best = fits[0];
  if (best === undefined || !areStrangersTolerable(judged, best, isSaid)) return null;
  if (best.strange.some((code) => losesDigits(levels[code]!))) return { kind: 'lost-digits' };
  if (!isSaid && mixesMarks(best.form, values, levels)) return null;
  const strangers = new Set(best.strange);
  const byLevel = new Float64Array(levels.length).fill(NaN);
  const texts: string[] = [];
  let places = 0;
  for (const code of values) {
    if (strangers.has(code)) continue;
    const reading = best.form.read(levels[code]!)!;
    texts.push(levels[code]!);
    byLevel[code] = reading.value;
    places |= 1 << reading.places;
  }
  const isDecimalOpen = !isSaid && decimal === undefined;
  if (isDecimalOpen && best.form.style === null && places === GROUP_PLACES && areGrouped(texts)) {
    const grouped = groupedNature(judged, best.form, texts);
    if (grouped !== null) return grouped;
  }
  markStrangers(roles, levels, (code) => strangers.has(code));
  const style = habitOf(best.form, texts);
  const numbers = { values: byRow(cells, byLevel), places };
  const days = style === null && places === 1 ? compactNature(numbers.values) : null;
  if (days !== null) return days;
  const rival = isDecimalOpen && best.form.style !== null ? rivalOf(best, fits, texts) : undefined;
  return {
    kind: 'numbers',
    numbers,
    ...(style === null ? {} : { style }),
    ...(rival === undefined ? {} : { doubt: [best, rival].map(({ form }) => numberAnswer(form, texts)) }),
  };
}

/** Plain numbers of which every point may stand between thousands are read so, in doubt. */
function groupedNature(judged: Judged, plain: NumberForm, texts: readonly string[]): Nature | null {
  const read = numbersNature({ ...judged, rules: { ...judged.rules, decimal: ',' } });
  if (read?.kind !== 'numbers') return null;
  const pointed = texts.filter((text) => text.includes('.'));
  const grouped = numberFormsOf(pointed[0]!, { decimal: ',' })[0]!;
  return { ...read, doubt: [grouped, plain].map((form) => numberAnswer(form, pointed)) };
}

/** Another style that reads as many cells, some of them as other numbers. */
function rivalOf(
  best: Fit<NumberForm>,
  fits: readonly Fit<NumberForm>[],
  texts: readonly string[],
): Fit<NumberForm> | undefined {
  return fits.find(
    ({ form, strangeCells }) =>
      strangeCells === best.strangeCells &&
      texts.some((text) => form.read(text)!.value !== best.form.read(text)!.value),
  );
}

/** In a column of few rows, half of them numbers that may have a mark between thousands, like 23.824. */
export function doubtOfText({
  column: { levels, counts, rowCount },
  values,
  present,
  rules,
}: Judged): Readonly<{ doubt?: Doubt }> {
  if (rowCount >= SURE_ROWS || rules.fileDecimal !== undefined) return {};
  const numbers = values.filter((code) => readNumber(levels[code]!) !== null);
  const cells = numbers.reduce((sum, code) => sum + counts[code]!, 0);
  if (cells === 0 || 2 * cells < present || !numbers.every((code) => isOpenToDoubt(levels[code]!, '.'))) return {};
  const texts = numbers.map((code) => levels[code]!);
  const read = (['.', ','] as const).map((decimal) => numberAnswer(numberFormsOf(texts[0]!, { decimal })[0]!, texts));
  return { doubt: [{ answer: 'text', shown: texts.slice(0, SHOWN) }, ...read] };
}

/** Decimal commas in some cells, and in others a point that may stand between thousands or be a decimal mark as well. */
function mixesMarks({ style }: NumberForm, values: readonly number[], levels: readonly string[]): boolean {
  if (style?.decimal !== ',' || style.group !== '.') return false;
  const pointed = values.filter((code) => levels[code]!.includes('.'));
  const isComma = values.some((code) => levels[code]!.includes(','));
  return isComma && pointed.length > 0 && pointed.every((code) => isOpenToDoubt(levels[code]!, '.'));
}

/** Whether numbers have a point just where thousands would have it: 999 and 1.000, but not 0.125, and not 1000. */
function areGrouped(texts: readonly string[]): boolean {
  return texts.every((text) => isOpenToDoubt(text, '.') || /^\D*\d{1,3}\D*$/.test(text));
}

function numberAnswer({ style, read }: NumberForm, texts: readonly string[]): Answer {
  const readings = texts.slice(0, SHOWN).map((text) => read(text));
  return {
    answer: style?.decimal ?? '.',
    shown: readings.flatMap((reading) => (reading === null ? [] : [reading.value.toFixed(reading.places)])),
  };
}
