/**
 * A column as another kind, when the user says that it was taken for the wrong one. Every cell must fit the new kind;
 * otherwise `kind-impossible` says how many do not, and the column stays as it was.
 */
import { unreachable, UserError } from '../errors.ts';
import type { CategoricalColumn, Column, DateFormat, Kind, OpaqueColumn } from './column.ts';
import { dateFormsOf, withZone, zoneOf } from './date-forms.ts';
import { patternOf, type DatePattern } from './date-pattern.ts';
import { readMoment } from './moments.ts';
import { writeDate } from './dates.ts';

/** The most levels that a category holds: what 16 bits code, missing included. */
export const MAX_LEVELS = 65_535;

/** So many levels say which patterns a column of dates may have. */
const FEW_LEVELS = 20;

/** A number as the re-write rule allows: an optional sign, digits with at most one point, an optional exponent. */
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** `format`: the pattern of dates; without it the likeliest that every cell fits. */
export function convertColumn(column: Column, kind: Kind, format?: DateFormat): Column {
  const isSame = format === undefined || (column.kind === 'datetime' && column.format === format);
  if (column.kind === kind && isSame) return column;
  const texts = asTexts(column);
  switch (kind) {
    case 'numeric':
      return toNumeric(texts);
    case 'datetime':
      return toDatetime(texts, format);
    case 'categorical':
      return toCategorical(texts);
    case 'identifier':
    case 'text':
      return { ...texts, kind };
    default:
      return unreachable(kind);
  }
}

/** Any column as a dictionary of texts, levels in the order in which they first occur (a category keeps its order). */
function asTexts(column: Column): OpaqueColumn {
  switch (column.kind) {
    case 'numeric':
      return textsOf(column.name, column.values, (value) => value.toFixed(column.decimals));
    case 'datetime':
      return textsOf(column.name, column.epochMs, (value) => writeDate(value, column.format));
    case 'categorical':
      return { kind: 'text', name: column.name, codes: Uint32Array.from(column.codes), levels: column.levels };
    case 'identifier':
    case 'text':
      return column;
    default:
      return unreachable(column);
  }
}

function textsOf(name: string, values: Float64Array, write: (value: number) => string): OpaqueColumn {
  const codeOf = new Map<number, number>();
  const levels: string[] = [];
  const codes = new Uint32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    let code = codeOf.get(value);
    if (code === undefined) {
      code = levels.push(write(value)) - 1;
      codeOf.set(value, code);
    }
    codes[row] = code;
  }
  for (let row = 0; row < values.length; row++) if (Number.isNaN(values[row]!)) codes[row] = levels.length;
  return { kind: 'text', name, codes, levels };
}

function toNumeric(column: OpaqueColumn): Column {
  const levels = column.levels.map((level) => level.trim());
  refuse(column, 'number', (code) => !NUMBER.test(levels[code]!));
  const numbers = Float64Array.from(levels, Number);
  const decimals = levels.reduce((most, level) => Math.max(most, placesOf(level)), 0);
  return { kind: 'numeric', name: column.name, values: spread(column, numbers), decimals };
}

function toDatetime(column: OpaqueColumn, format?: DateFormat): Column {
  const levels = column.levels.map((level) => level.trim());
  const pattern = format === undefined ? likeliestPattern(levels) : patternOf(format);
  const moments = Float64Array.from(levels, (level) => readMoment(pattern, level));
  refuse(column, 'date', (code) => Number.isNaN(moments[code]));
  // Of several zones the spelling is lost: written is UTC.
  const zones = pattern.hasOwnZones ? [...new Set(levels.map(zoneOf))] : [];
  const own = zones.length === 0 ? pattern : withZone(pattern, zones.length > 1 ? 'Z' : zones[0]!);
  return { kind: 'datetime', name: column.name, epochMs: spread(column, moments), format: own.pattern };
}

/** Of the patterns of the first level, the first that reads most levels; a column without one is in days. */
function likeliestPattern(levels: readonly string[]): DatePattern {
  const patterns = new Set(levels.slice(0, FEW_LEVELS).flatMap((level) => dateFormsOf(level)));
  let best = patternOf('yyyy-MM-dd');
  let most = 0;
  for (const pattern of patterns) {
    const fit = levels.reduce((count, level) => (Number.isNaN(readMoment(pattern, level)) ? count : count + 1), 0);
    if (fit <= most) continue;
    best = pattern;
    most = fit;
  }
  return best;
}

function toCategorical({ name, codes, levels }: OpaqueColumn): CategoricalColumn {
  if (levels.length > MAX_LEVELS) {
    throw new UserError('levels-too-many', { levels: levels.length, limit: MAX_LEVELS }, { column: name });
  }
  const areNumbers = levels.every((level) => NUMBER.test(level));
  const order = levels.map((_, code) => code);
  if (areNumbers) order.sort((a, b) => Number(levels[a]) - Number(levels[b]) || a - b);
  const placeOf = new Uint16Array(levels.length + 1);
  order.forEach((code, place) => (placeOf[code] = place));
  placeOf[levels.length] = levels.length;
  return {
    kind: 'categorical',
    name,
    codes: Uint16Array.from(codes, (code) => placeOf[code]!),
    levels: order.map((code) => levels[code]!),
  };
}

function refuse({ name, codes, levels }: OpaqueColumn, kind: string, isUnfit: (code: number) => boolean): void {
  const unfit = levels.map((_, code) => isUnfit(code));
  let cells = 0;
  for (const code of codes) if (unfit[code]) cells++;
  if (cells > 0) throw new UserError('kind-impossible', { kind, cells }, { column: name });
}

function spread({ codes, levels }: OpaqueColumn, values: Float64Array): Float64Array {
  return Float64Array.from(codes, (code) => (code === levels.length ? NaN : values[code]!));
}

function placesOf(number: string): number {
  const [mantissa = '', exponent = '0'] = number.toLowerCase().split('e');
  return Math.min(12, Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(exponent)));
}
