import { expect, test } from 'vitest';
import { propensityOf } from '../../../src/core/fidelity/tails/pmse.ts';
import { cholesky } from '../../../src/core/math/linear-algebra.ts';
import { createRng, type Rng } from '../../../src/core/math/rng.ts';
import type { Table } from '../../../src/core/table/column.ts';
import { numeric, tableOf } from '../../helpers/tables.ts';

const COLUMNS = 9;
const ROWS = 600;
const names = Array.from({ length: COLUMNS }, (_, column) => `x${column}`);
const chosen = { names, mostLevels: 50 };

/** Rows of a normal law, given its mean and the lower Cholesky factor of its covariance. */
function normalRows(mean: Float64Array, factor: Float64Array, rowCount: number, rng: Rng): Table {
  const values = names.map(() => new Float64Array(rowCount));
  const z = new Float64Array(COLUMNS);
  for (let row = 0; row < rowCount; row++) {
    for (let i = 0; i < COLUMNS; i++) z[i] = rng.normal();
    for (let i = 0; i < COLUMNS; i++) {
      let value = mean[i]!;
      for (let j = 0; j <= i; j++) value += factor[i * COLUMNS + j]! * z[j]!;
      values[i]![row] = value;
    }
  }
  return tableOf(...names.map((name, i) => numeric(name, [...values[i]!], 6)));
}

/** The law that maximises the likelihood of a table's rows: what a correct synthesis draws from. */
function fittedLaw({ columns, rowCount }: Table): { mean: Float64Array; factor: Float64Array } {
  const values = columns.map((column) => (column.kind === 'numeric' ? column.values : new Float64Array(0)));
  const mean = Float64Array.from(values, (each) => each.reduce((sum, value) => sum + value, 0) / rowCount);
  const factor = new Float64Array(COLUMNS * COLUMNS);
  for (let i = 0; i < COLUMNS; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let row = 0; row < rowCount; row++) sum += (values[i]![row]! - mean[i]!) * (values[j]![row]! - mean[j]!);
      factor[i * COLUMNS + j] = factor[j * COLUMNS + i] = sum / rowCount;
    }
  expect(cholesky(factor, COLUMNS)).toBe(true);
  return { mean, factor };
}

const law = {
  mean: new Float64Array(COLUMNS),
  factor: Float64Array.from({ length: COLUMNS ** 2 }, (_, at) => {
    const [i, j] = [Math.floor(at / COLUMNS), at % COLUMNS];
    return i === j ? 1 : i > j ? 0.3 / (i - j) : 0;
  }),
};

test('60 correct normal syntheses: mean ratio 1 ± 0.1 against the fitted rows and against others (false alarm 0.02)', () => {
  const ratios = { train: 0, holdout: 0 };
  let covered = 0;
  for (let round = 0; round < 60; round++) {
    const rng = createRng(round, 'correct-synthesis');
    const train = normalRows(law.mean, law.factor, ROWS, rng);
    const other = normalRows(law.mean, law.factor, ROWS / 2, rng);
    const { mean, factor } = fittedLaw(train);
    const made = normalRows(mean, factor, ROWS, rng);
    const against = propensityOf(train, made, chosen, ROWS, 'train');
    expect(against).toMatchObject({ effects: 'products', coefficients: 1 + COLUMNS + (COLUMNS * (COLUMNS - 1)) / 2 });
    ratios.train += against.ratio! / 60;
    ratios.holdout += propensityOf(other, made, chosen, ROWS, 'holdout').ratio! / 60;
    if (against.low! <= 1 && 1 <= against.high!) covered++;
  }
  expect(Math.abs(ratios.train - 1), `train ${ratios.train}`).toBeLessThan(0.1);
  expect(Math.abs(ratios.holdout - 1), `holdout ${ratios.holdout}`).toBeLessThan(0.1);
  // 95 % of 60 is 57, with a deviation of 1.7.
  expect(covered).toBeGreaterThanOrEqual(51);
});
