/**
 * What the cells of a column are, before it is decided what the column is: all of them numbers of one style, dates of one
 * pattern, a pair that says yes and no, or text. Each level is a value, a mark for missing, a word that may be one, a
 * stranger among numbers or dates that is proposed as a mark, or unreadable. Where two forms read every cell and give
 * other values, the likelier is taken and the doubt is kept, for other columns or the user to decide (`typing.ts`).
 */
import type { Answer } from '../errors.ts';
import type { DateFormat } from '../table/column.ts';
import { readMoment, type DatePattern } from '../table/date-pattern.ts';
import { writeDate } from '../table/dates.ts';
import { ODD_FORM } from './cells.ts';
import { keepsApart, saysForm, type CellRules } from './cell-rules.ts';
import { areSeasons, compactDates, dateFormsOf, orderOf, withZone, zoneOf } from '../table/date-forms.ts';
import { isBooleanPair } from './evidence.ts';
import { fittingForms, MAX_STRANGERS, type Fit } from './fitting.ts';
import { isMissingSign, isMissingWord } from './marks.ts';
import { mixOf, type Mix } from './mixed.ts';
import {
  habitOf,
  isOpenToDoubt,
  isStyledNumber,
  numberFormsOf,
  type NumberForm,
  type NumberStyle,
} from './number-style.ts';
import { losesDigits, readNumber } from './numbers.ts';

/** The cells of one column as the scan left them. Codes index `levels`; `counts` are theirs. */
export type ColumnCells = Readonly<{
  name: string;
  rowCount: number;
  levels: readonly string[];
  counts: Uint32Array;
  /** Holds cells above 64 KiB. */
  hasLong?: boolean;
  /** Text: a code for every row. Numbers: NaN where the cell is a token, and the tokens' rows are not needed again. */
  cells:
    | Readonly<{ kind: 'text'; codes: Uint32Array }>
    | Readonly<{ kind: 'numbers'; values: Float64Array; places: number }>;
}>;

/** Bit p of `places` is set if a number has p places. */
export type Numbers = Readonly<{ values: Float64Array; places: number }>;
/** Other forms that read every cell: a decimal mark or a pattern each, the one that was taken first. */
export type Doubt = readonly Answer[];
export type Nature =
  | Readonly<{ kind: 'numbers'; numbers: Numbers; style?: NumberStyle; doubt?: Doubt }>
  | Readonly<{ kind: 'dates'; moments: Float64Array; format: DateFormat; doubt?: Doubt; areZonesLost?: boolean }>
  | Readonly<{ kind: 'mixed'; mix: Mix }>
  /** `doubt`: too few rows to say that they are numbers, which would have an uncertain decimal mark. */
  | Readonly<{ kind: 'text'; doubt?: Doubt }>
  | Readonly<{ kind: 'boolean' | 'lost-digits' }>;

export const VALUE = 0;
export const SIGN = 1;
export const WORD = 2;
/** Not of the column's nature: becomes missing, with a warning. */
export const UNREADABLE = 3;
/** A word among numbers or dates: becomes missing, and the user is asked. */
export const STRANGER = 4;

export type Survey = Readonly<{
  column: ColumnCells;
  nature: Nature;
  roles: Uint8Array;
  rules: CellRules;
}>;

/** A column stays numbers or dates if at most this share of its cells, and at most five different ones, are neither. */
export const MAX_UNREADABLE_SHARE = 0.05;
/** Below this many rows nothing is sure. */
export const SURE_ROWS = 20;
/** Cells that are shown beside an answer. */
const SHOWN = 3;

/** Whether a column that was scanned as numbers holds too much else, so that its cells are wanted as text. */
export function isTooMixed({ rowCount, levels, counts, cells, hasLong }: ColumnCells, rules: CellRules): boolean {
  if (cells.kind !== 'numbers') return false;
  if (hasLong === true) return true;
  if (saysForm(rules) || keepsApart(rules) || (cells.places & (1 << ODD_FORM)) !== 0) return true;
  if (rules.fileDecimal === ',' && cells.places > 1) return true;
  const marks = numericMarks(rules);
  if (marks.length > 0 && cells.values.some((value) => marks.includes(value))) return true;
  let tokens = 0;
  let missing = 0;
  let isWanted = false;
  levels.forEach((level, code) => {
    if (counts[code] === 0) return;
    if (rules.values.has(level)) isWanted = true;
    if (isMissingSign(level, rules.missing) || isMissingWord(level)) missing += counts[code]!;
    else {
      tokens += counts[code]!;
      isWanted ||= isStyledNumber(level) || losesDigits(level) || dateFormsOf(level).length > 0;
    }
  });
  return isWanted || (tokens > 0 && !isTolerable(tokens, rowCount - missing, rowCount));
}

/** Zero places and three. */
const GROUP_PLACES = 0b1001;

/** Whether all numbers below a thousand are whole or have three decimals: a point may stand between their thousands. */
export function mayHaveGroups({ cells }: ColumnCells): boolean {
  if (cells.kind !== 'numbers' || cells.places !== GROUP_PLACES) return false;
  return cells.values.every((value) => !(Math.abs(value) >= 1_000) && !(Math.abs(value) < 1 && value !== 0));
}

export function surveyColumn(column: ColumnCells, rules: CellRules): Survey {
  const marks = numericMarks(rules);
  const roles = Uint8Array.from(column.levels, (level) => {
    if (rules.values.has(level)) return VALUE;
    if (isMissingSign(level, rules.missing)) return SIGN;
    if (marks.length > 0 && marks.includes(readNumber(level)?.value ?? NaN)) return SIGN;
    return isMissingWord(level) ? WORD : VALUE;
  });
  return { column, roles, nature: natureOf(column, roles, rules), rules };
}

/** Marks that are numbers, however many places they are written with. */
function numericMarks({ missing }: CellRules): readonly number[] {
  return missing.size === 0 ? [] : [...missing].flatMap((mark) => readNumber(mark)?.value ?? []);
}

/** The words that mark missing cells in a column of numbers, dates or a boolean pair. */
export function markWordsOf(surveys: readonly Survey[]): ReadonlySet<string> {
  const words = new Set<string>();
  for (const { column, nature, roles } of surveys) {
    if (!takesWords(nature)) continue;
    column.levels.forEach((level, code) => {
      if (roles[code] === WORD && column.counts[code]! > 0) words.add(level);
    });
  }
  return words;
}

/** Whether words such as `NA` can only mean missing there. */
export function takesWords({ kind }: Nature): boolean {
  return kind === 'numbers' || kind === 'dates' || kind === 'boolean';
}

function natureOf(column: ColumnCells, roles: Uint8Array, rules: CellRules): Nature {
  const { cells, levels, counts, rowCount } = column;
  if (cells.kind === 'numbers') {
    markStrangers(roles, levels, () => true);
    return (cells.places === 1 ? compactNature(cells.values) : null) ?? { kind: 'numbers', numbers: cells };
  }
  const values: number[] = [];
  let present = 0;
  for (let code = 0; code < levels.length; code++) {
    if (roles[code] !== VALUE || counts[code] === 0) continue;
    values.push(code);
    present += counts[code]!;
  }
  if (values.length === 0 || column.hasLong === true) return { kind: 'text' };
  const work: Work = { column, roles, rules, values, present };
  const isPair = values.length === 2 && isBooleanPair(levels[values[0]!]!, levels[values[1]!]!);
  return (
    numbersNature(work) ??
    datesNature(work) ??
    (isPair ? { kind: 'boolean' } : null) ??
    (rowCount > 0 && haveLostDigits(levels, values) ? { kind: 'lost-digits' } : null) ??
    mixedNature(work) ?? { kind: 'text', ...doubtOfText(work) }
  );
}

type Work = Readonly<{
  column: ColumnCells;
  roles: Uint8Array;
  rules: CellRules;
  /** The codes of the values, and the number of cells that hold them. */
  values: readonly number[];
  present: number;
}>;

/** All values as numbers of one style, but for a few; null if they are not. */
function numbersNature(work: Work): Nature | null {
  const { column, roles, rules, values } = work;
  const { levels, counts, cells } = column;
  const isSaid = rules.decimal !== undefined || rules.group !== undefined;
  if (rules.date !== undefined) return null;
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
  if (best === undefined || !areStrangersTolerable(work, best, isSaid)) return null;
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
  if (best.form.style === null && !isSaid && decimal === undefined && places === GROUP_PLACES && areGrouped(texts)) {
    const read = numbersNature({ ...work, rules: { ...rules, decimal: ',' } });
    const pointed = texts.filter((text) => text.includes('.'));
    const doubt = [numberFormsOf(pointed[0]!, { decimal: ',' })[0]!, best.form].map((form) =>
      numberAnswer(form, pointed),
    );
    if (read?.kind === 'numbers') return { ...read, doubt };
  }
  markStrangers(roles, levels, (code) => strangers.has(code));
  const style = habitOf(best.form, texts);
  const numbers = { values: byRow(cells, byLevel), places };
  if (style === null) {
    const compact = places === 1 ? compactNature(numbers.values) : null;
    if (compact !== null) return compact;
  }
  const rival =
    best.form.style === null || isSaid || decimal !== undefined
      ? undefined
      : fits.find(
          ({ form, strangeCells }) =>
            strangeCells === best.strangeCells &&
            texts.some((text) => form.read(text)!.value !== best.form.read(text)!.value),
        );
  return {
    kind: 'numbers',
    numbers,
    ...(style === null ? {} : { style }),
    ...(rival === undefined ? {} : { doubt: [best, rival].map(({ form }) => numberAnswer(form, texts)) }),
  };
}

/** All values as dates of one pattern, but for a few; null if they are not dates. */
function datesNature(work: Work): Nature | null {
  const { column, roles, rules, values } = work;
  const { levels, counts, cells } = column;
  const said = rules.date;
  if (said === undefined && areSeasons(values.map((code) => levels[code]!))) return null;
  const fits = fittingForms(
    levels,
    counts,
    values,
    (text) => (said === undefined ? dateFormsOf(text) : Number.isNaN(readMoment(said, text)) ? [] : [said]),
    (pattern, text) => !Number.isNaN(readMoment(pattern, text)),
    said === undefined ? MAX_STRANGERS : Infinity,
  );
  const best = fits[0];
  if (best === undefined || !areStrangersTolerable(work, best, said !== undefined)) return null;
  const strangers = new Set(best.strange);
  const byLevel = new Float64Array(levels.length).fill(NaN);
  const zones = new Set<string>();
  for (const code of values) {
    if (strangers.has(code)) continue;
    byLevel[code] = readMoment(best.form, levels[code]!);
    if (best.form.hasOwnZones) zones.add(zoneOf(levels[code]!));
  }
  markStrangers(roles, levels, (code) => strangers.has(code));
  const [zone = 'Z'] = zones;
  const pattern = best.form.hasOwnZones ? withZone(best.form, zones.size > 1 ? 'Z' : zone) : best.form;
  const doubt = said === undefined ? orderDoubt(best, fits, levels, byLevel) : [];
  return {
    kind: 'dates',
    moments: byRow(cells, byLevel),
    format: pattern.pattern,
    areZonesLost: zones.size > 1,
    ...(doubt.length > 0 ? { doubt } : {}),
  };
}

/** Patterns that read every cell with day, month and year in another order; none where AM or PM says which. */
function orderDoubt(
  best: Fit<DatePattern>,
  fits: readonly Fit<DatePattern>[],
  levels: readonly string[],
  byLevel: Float64Array,
): Doubt {
  const order = orderOf(best.form);
  if (order === null || / ?a+/.test(best.form.pattern.replace(/'[^']*'|\{[^}]*\}/g, ''))) return [];
  const taken = new Set([order]);
  const rivals: DatePattern[] = [];
  let differing: number[] = [];
  for (const { form, strangeCells } of fits) {
    const other = orderOf(form);
    if (strangeCells !== best.strangeCells || other === null || taken.has(other)) continue;
    const unlike = levels.flatMap((level, code) =>
      Number.isNaN(byLevel[code]!) || readMoment(form, level) === byLevel[code] ? [] : [code],
    );
    if (unlike.length === 0) continue;
    taken.add(other);
    rivals.push(form);
    differing = unlike;
  }
  if (rivals.length === 0) return [];
  const iso = best.form.hasTime ? 'yyyy-MM-dd HH:mm:ss' : 'yyyy-MM-dd';
  return [best.form, ...rivals].map((form) => ({
    answer: form.pattern,
    shown: differing.slice(0, SHOWN).map((code) => writeDate(readMoment(form, levels[code]!), iso)),
  }));
}

function compactNature(values: Float64Array): Nature | null {
  const compact = compactDates(values);
  return compact && { kind: 'dates', ...compact };
}

function mixedNature({ column: { levels, counts }, values, present, rules }: Work): Nature | null {
  const mix = saysForm(rules) ? null : mixOf(levels, counts, values, present);
  return mix && { kind: 'mixed', mix };
}

/** In a column of few rows, half of them numbers that may have a mark between thousands, like 23.824. */
function doubtOfText({
  column: { levels, counts, rowCount },
  values,
  present,
  rules,
}: Work): Readonly<{ doubt?: Doubt }> {
  if (rowCount >= SURE_ROWS || rules.fileDecimal !== undefined) return {};
  const numbers = values.filter((code) => readNumber(levels[code]!) !== null);
  const cells = numbers.reduce((sum, code) => sum + counts[code]!, 0);
  if (cells === 0 || 2 * cells < present || !numbers.every((code) => isOpenToDoubt(levels[code]!, '.'))) return {};
  const texts = numbers.map((code) => levels[code]!);
  const read = (['.', ','] as const).map((decimal) => numberAnswer(numberFormsOf(texts[0]!, { decimal })[0]!, texts));
  return { doubt: [{ answer: 'text', shown: texts.slice(0, SHOWN) }, ...read] };
}

/** Strangers that are pinned as values, or are numbers or dates in a form of their own, make the column text. */
function areStrangersTolerable(
  { column: { levels, rowCount }, rules, present }: Work,
  { strange, strangeCells }: Fit<unknown>,
  isSaid: boolean,
): boolean {
  if (strange.length === 0) return true;
  if (strange.some((code) => rules.values.has(levels[code]!))) return false;
  if (isSaid) return strangeCells < present;
  return (
    isTolerable(strangeCells, present, rowCount) &&
    !strange.some((code) => numberFormsOf(levels[code]!).length > 0 || dateFormsOf(levels[code]!).length > 0)
  );
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

function isTolerable(strange: number, present: number, rowCount: number): boolean {
  return rowCount >= SURE_ROWS && strange <= MAX_UNREADABLE_SHARE * present;
}

/** What looks like a number or a date and is none is unreadable; words may be marks for missing. */
function markStrangers(roles: Uint8Array, levels: readonly string[], isStrange: (code: number) => boolean): void {
  for (let code = 0; code < roles.length; code++) {
    if (roles[code] !== VALUE || !isStrange(code)) continue;
    roles[code] = /\d/.test(levels[code]!) ? UNREADABLE : STRANGER;
  }
}

function byRow(cells: ColumnCells['cells'], byLevel: Float64Array): Float64Array {
  if (cells.kind === 'numbers') return cells.values;
  const out = new Float64Array(cells.codes.length);
  for (let row = 0; row < out.length; row++) out[row] = byLevel[cells.codes[row]!]!;
  return out;
}

function haveLostDigits(levels: readonly string[], values: readonly number[]): boolean {
  let lost = 0;
  for (const code of values) {
    if (losesDigits(levels[code]!)) lost++;
    else if (readNumber(levels[code]!) === null) return false;
  }
  return lost > 0;
}
