import { expect, test } from 'vitest';
import { propensityOf } from '../../../src/core/fidelity/tails/pmse.ts';
import type { Table } from '../../../src/core/table/column.ts';
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
