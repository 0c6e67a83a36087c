/**
 * A column as another kind, when the user says that it was taken for the wrong one. Every cell must fit the new kind;
 * otherwise `kind-impossible` says how many do not, and the column stays as it was.
 */
import { unreachable, UserError } from '../errors.ts';
import type { CategoricalColumn, Column, DateFormat, Kind, OpaqueColumn } from './column.ts';
import { readDate, writeDate } from './dates.ts';

/** The most levels that a category holds: what 16 bits code, missing included. */
export const MAX_LEVELS = 65_535;

/** A number as the re-write rule allows: an optional sign, digits with at most one point, an optional exponent. */
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

export function convertColumn(column: Column, kind: Kind): Column {
  if (column.kind === kind) return column;
  const texts = asTexts(column);
  switch (kind) {
    case 'numeric':
      return toNumeric(texts);
    case 'datetime':
      return toDatetime(texts);
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

function toDatetime(column: OpaqueColumn): Column {
  const readings = column.levels.map(readDate);
  const format: DateFormat = readings.find((reading) => reading !== null)?.format ?? 'yyyy-MM-dd';
  refuse(column, 'date', (code) => readings[code]?.format !== format);
  const moments = Float64Array.from(readings, (reading) => reading?.epochMs ?? NaN);
  return { kind: 'datetime', name: column.name, epochMs: spread(column, moments), format };
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
