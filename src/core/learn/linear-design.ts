/**
 * Columns as coefficients, the features of linear models.
 * A number or date is standardised by the training table (mean and standard deviation with divisor n after missing
 * cells took the median), with an indicator of missing; a category is one coefficient per level of the Schema up to 200,
 * then *other* for the rest and for levels that the Schema lacks, then missing. No level is dropped: the penalty makes
 * the solution unique, and a coefficient that no training row has is exactly 0.
 * Shape: a row has all its `numbers`, and at most one active coefficient per group of indicators. Learners add over
 * these instead of over a dense row of mostly zeros. Privacy: medians and means are exact sums of rows; internal.
 */
import type { Table } from '../table/column.ts';
import type { ColumnSchema, Schema } from '../table/schema.ts';
import { sortedValues } from '../table/sorted-values.ts';
import { columnNamed, featureColumns, numbersOf, placesOfCodes } from './features.ts';

const MOST_LEVELS = 200;

type NumberRule = Readonly<{ kind: 'number'; name: string; median: number; mean: number; deviation: number }>;
type LevelRule = Readonly<{ kind: 'level'; name: string; levels: readonly string[] }>;
/** How tables become designs. `labels` names the coefficients: numbers first, then the groups in their order. */
export type LinearSpace = Readonly<{ columns: readonly (NumberRule | LevelRule)[]; labels: readonly string[] }>;

/**
 * The indicators of one column: `codes[row]` + `first` is the active coefficient; the code `size` means none is.
 * `rows`: those with an active one, where they are listed.
 */
export type IndicatorGroup = Readonly<{ first: number; size: number; codes: Uint16Array; rows?: Uint32Array }>;
/** Coefficients 0 … numbers.length − 1 are the standardised numbers, then the groups. The intercept is not among them. */
export type LinearDesign = Readonly<{
  rowCount: number;
  coefficientCount: number;
  numbers: readonly Float64Array[];
  groups: readonly IndicatorGroup[];
}>;

/** The space of the Schema's features, with the medians, means and deviations of `train`. */
export function createLinearSpace(train: Table, schema: Schema, target: string | null): LinearSpace {
  const columns = featureColumns(schema, target).map((column) => ruleOf(train, column));
  const numbers = columns.filter((rule) => rule.kind === 'number');
  const groups = columns.flatMap((rule) => groupLabels(rule).map((label) => `${rule.name}=${label}`));
  return { columns, labels: [...numbers.map(({ name }) => name), ...groups] };
}

/** Any table that has the space's columns, in the same kinds. */
export function linearDesign(space: LinearSpace, table: Table): LinearDesign {
  const numbers: Float64Array[] = [];
  const groups: IndicatorGroup[] = [];
  let first = space.columns.filter((rule) => rule.kind === 'number').length;
  for (const rule of space.columns) {
    const column = columnNamed(table, rule.name);
    const size = groupLabels(rule).length;
    if (rule.kind === 'number') {
      numbers.push(standardised(numbersOf(column), rule));
      groups.push({ first, size, codes: missingCodes(numbersOf(column)) });
    } else {
      const places = placesOfCodes(column, rule.levels);
      const codes = column.kind === 'categorical' ? column.codes : new Uint16Array();
      groups.push({ first, size, codes: codes.map((code) => places[code]!) });
    }
    first += size;
  }
  return { rowCount: table.rowCount, coefficientCount: first, numbers, groups };
}

function groupLabels(rule: NumberRule | LevelRule): readonly string[] {
  return rule.kind === 'number' ? ['(missing)'] : [...rule.levels, '(other)', '(missing)'];
}

function ruleOf(train: Table, { name, domain }: ColumnSchema): NumberRule | LevelRule {
  if (domain?.value.kind === 'categorical')
    return { kind: 'level', name, levels: domain.value.levels.slice(0, MOST_LEVELS) };
  const values = numbersOf(columnNamed(train, name));
  const sorted = sortedValues(values);
  const half = sorted.length >>> 1;
  const upper = sorted[half] ?? 0;
  const median = sorted.length % 2 === 1 || half === 0 ? upper : sorted[half - 1]! + (upper - sorted[half - 1]!) / 2;
  const n = Math.max(1, values.length);
  let sum = 0;
  for (let row = 0; row < values.length; row++) sum += Number.isNaN(values[row]) ? median : values[row]!;
  const mean = sum / n;
  let squares = 0;
  for (let row = 0; row < values.length; row++) {
    const difference = (Number.isNaN(values[row]) ? median : values[row]!) - mean;
    squares += difference * difference;
  }
  return { kind: 'number', name, median, mean, deviation: Math.sqrt(squares / n) };
}

/** A column without spread in the training table is 0 everywhere: it could say nothing. */
function standardised(values: Float64Array, { median, mean, deviation }: NumberRule): Float64Array {
  const out = new Float64Array(values.length);
  // Rounding leaves a constant column a deviation of about 1e-16 of its size, which is no spread.
  if (!(deviation > 1e-12 * Math.abs(mean))) return out;
  for (let row = 0; row < values.length; row++) {
    out[row] = ((Number.isNaN(values[row]) ? median : values[row]!) - mean) / deviation;
  }
  return out;
}

function missingCodes(values: Float64Array): Uint16Array {
  const codes = new Uint16Array(values.length);
  for (let row = 0; row < values.length; row++) codes[row] = Number.isNaN(values[row]) ? 0 : 1;
  return codes;
}
