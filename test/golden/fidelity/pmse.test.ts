import { expect, test } from 'vitest';
import { propensityOf } from '../../../src/core/fidelity/tails/pmse.ts';
import { takeTableRows, type Table } from '../../../src/core/table/column.ts';
import { csvTable, type CsvKinds } from '../../helpers/csv-table.ts';
import { textFile } from '../../helpers/shared.ts';
import golden from './pmse.json' with { type: 'json' };

const read = (partner: string, columns: readonly string[]): Table => {
  const kinds = columns.map((name) => [name, golden.numbers.includes(name) ? 'numeric' : 'categorical']);
  const file = new URL(`sd2011.${partner}.csv.gz`, import.meta.url);
  return csvTable(textFile(file), Object.fromEntries(kinds) as CsvKinds);
};

test.each(golden.cases)('pMSE, its ratio and z of $name are those of the library', (expected) => {
  const real = read('real', expected.columns);
  const made = read(expected.pair.replace('sd2011_', ''), expected.columns);
  const chosen = { names: expected.columns, mostLevels: 50 };
  const effects = expected.order === 0 ? 'main' : 'products';
  const found = propensityOf(real, made, chosen, real.rowCount, 'train', effects);
  expect(found.coefficients).toBe(expected.k);
  const near = (value: number | null, wanted: number, scale = Math.abs(wanted)): void => {
    // Two tables with equal columns have a pMSE of rounding alone.
    expect(Math.abs(value! - wanted)).toBeLessThanOrEqual(golden.tolerance * Math.max(scale, 1e-9));
  };
  near(found.pmse, expected.pMSE);
  near(found.ratio, expected.ratio);
  near(found.nullMean, expected.nullMean);
  near(found.nullDeviation, expected.nullSd);
  near(found.z, expected.z, Math.abs(expected.z));
  expect(found.isConverged).toBe(true);
});

// Where the real table lacks no cell of a category, the library drops rows of the other that do; here missing is a level.
test('without the rows that the library drops, the case that it drops some of has its pMSE', () => {
  const { columns, pMSE, k } = golden.dropped;
  const real = read('real', columns);
  const made = read('half', columns);
  const kept = Array.from({ length: made.rowCount }, (_, row) => row).filter((row) =>
    made.columns.every((column, at) => {
      const other = real.columns[at]!;
      if (column.kind !== 'categorical' || other.kind !== 'categorical') return true;
      return column.codes[row] !== column.levels.length || other.codes.includes(other.levels.length);
    }),
  );
  expect(kept).toHaveLength(made.rowCount - 1);
  const rows = takeTableRows(made, Uint32Array.from(kept));
  const found = propensityOf(real, rows, { names: columns, mostLevels: 50 }, real.rowCount, 'train', 'main');
  expect(found.coefficients).toBe(k);
  // The library still divides by all rows, and measures from the share that the dropped row belonged to.
  const [all, n] = [real.rowCount + made.rowCount, real.rowCount + rows.rowCount];
  const shift = rows.rowCount / n - made.rowCount / all;
  const pmse = (n * (found.pmse! + shift * shift)) / all;
  expect(Math.abs(pmse / pMSE - 1)).toBeLessThanOrEqual(golden.tolerance);
});
