import { expect, test } from 'vitest';
import { twoSampleArea } from '../../../src/core/fidelity/c2st.ts';
import { stackTables } from '../../../src/core/fidelity/stacked.ts';
import { takeTableRows, type Table } from '../../../src/core/table/column.ts';
import { schemaFor } from '../../helpers/assess.ts';
import { csvTable } from '../../helpers/csv-table.ts';
import { sharedTest, sharedText, textFile } from '../../helpers/shared.ts';
import golden from './two-sample.json' with { type: 'json' };

type Kinds = Readonly<Record<string, 'numeric' | 'categorical'>>;

/** `count` rows spread evenly over the table. */
function spreadRows(table: Table, count: number): Table {
  return takeTableRows(
    table,
    Uint32Array.from({ length: count }, (_, j) => Math.floor((j * table.rowCount) / count)),
  );
}

function areaOf(
  real: Table,
  synthetic: Table,
  rowsEach: number,
  folds: string,
  learner: 'boosting' | 'logistic',
): number {
  // Levels of both tables: a level that only the synthetic one has is a level here, not *other*.
  const schema = schemaFor(stackTables([real, synthetic], schemaFor(real)));
  const foldOf = Uint8Array.from(folds.trim(), Number);
  expect(foldOf).toHaveLength(2 * rowsEach);
  return twoSampleArea(spreadRows(real, rowsEach), spreadRows(synthetic, rowsEach), schema, foldOf, learner).area.auc;
}

test.each(golden.cases)('$name is told from real rows as well as the library tells it', (pair) => {
  const kinds = golden.kinds[pair.kinds as keyof typeof golden.kinds] as Kinds;
  const [real, synthetic] = [pair.real, pair.synthetic].map((file) =>
    csvTable(textFile(new URL(file, import.meta.url)), kinds),
  ) as [Table, Table];
  for (const learner of ['boosting', 'logistic'] as const) {
    const found = areaOf(real, synthetic, pair.rowsEach, pair.folds, learner);
    expect(Math.abs(found - pair.expected[learner]), learner).toBeLessThan(golden.tolerance[learner]);
  }
});

sharedTest('20,000 rows of Adult: fresh rows look like real ones, shuffled columns do not', () => {
  const read = (partner: string): Table =>
    csvTable(sharedText(`golden/pairs/adult20k.${partner}.csv.gz`), golden.kinds.adult as Kinds);
  const folds = sharedText('golden/c2st-adult20k.folds.txt.gz').replaceAll(/\s/g, '');
  const real = read('real');
  const { half, shuffled, logisticShuffled } = golden.adult20k;
  expect(Math.abs(areaOf(real, read('half'), 20_000, folds, 'boosting') - half)).toBeLessThan(0.015);
  const apart = read('shuffled');
  expect(Math.abs(areaOf(real, apart, 20_000, folds, 'boosting') - shuffled)).toBeLessThan(0.015);
  expect(Math.abs(areaOf(real, apart, 20_000, folds, 'logistic') - logisticShuffled)).toBeLessThan(0.001);
});
