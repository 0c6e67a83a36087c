/** How much usefulness depends on the draw, against each further table judged by itself. */
import { expect, test } from 'vitest';
import { drawAgain } from '../../../src/core/pipeline/draw-rows.ts';
import { generate, prepare } from '../../../src/core/pipeline.ts';
import { seededEntropy } from '../../../src/core/privacy/seeded-entropy.ts';
import { silent } from '../../../src/core/progress.ts';
import type { Recipe } from '../../../src/core/recipe.ts';
import { summaryOf } from '../../../src/core/report/summary.ts';
import type { Table } from '../../../src/core/table/column.ts';
import { assessUtility, type UtilityResult } from '../../../src/core/utility/assess-utility.ts';
import { assessmentOf, madeUpTable, shuffledColumns, splitRows } from '../../helpers/assess.ts';
import { penguins, PENGUINS_RECIPE } from '../../helpers/penguins.ts';

const { train, holdout } = splitRows(madeUpTable(450), 150);
const fresh = madeUpTable(300, 5);
const judge = (drawn: (round: number) => Table): UtilityResult =>
  assessUtility({ ...assessmentOf(train, holdout, fresh), drawAgain: drawn }, silent);
const ofBoosting = ({ models }: UtilityResult) => models.find(({ model }) => model === 'boosting')!;

test('each draw has the score that it has when it is judged itself, and the judged table stands first', () => {
  const more = [madeUpTable(300, 6), madeUpTable(300, 7)];
  const judged = judge((round) => more[round - 1]!);
  const alone = [fresh, ...more].map((table) =>
    ofBoosting(assessUtility(assessmentOf(train, holdout, table), silent, 'quick')),
  );
  const values = alone.map(({ synthetic }) => synthetic!);
  expect(judged.draws).toEqual({
    metric: 'auc',
    values,
    low: Math.min(...values),
    high: Math.max(...values),
    isWider: false,
  });
  expect(assessUtility(assessmentOf(train, holdout, fresh), silent).draws).toBeNull();
});

test('draws that lie further apart than the interval are said to, and end the headline', () => {
  const judged = judge((round) => (round === 1 ? fresh : shuffledColumns(train)));
  const { draws } = judged;
  expect(draws).toMatchObject({ isWider: true, values: [draws!.high, draws!.high, draws!.low] });
  const only = { ...judged, models: [ofBoosting(judged)] };
  const parts = { fidelity: null, tails: null, c2st: null, attacks: null, controls: null };
  const [line] = summaryOf({ ...parts, utility: only }, { kind: 'none' });
  const { real } = ofBoosting(judged);
  expect(line!.finding).toMatchObject({ id: 'tstr-gap', low: draws!.low - real!, high: draws!.high - real! });
});

test('a draw that cannot be learnt from gives no spread', () => {
  const oneClass = {
    ...fresh,
    columns: fresh.columns.map((column) => (column.name === 'risk' ? only(column) : column)),
  };
  expect(judge(() => oneClass).draws).toBeNull();
});

function only(column: Table['columns'][number]): Table['columns'][number] {
  return column.kind === 'categorical' ? { ...column, codes: column.codes.map(() => 0) } : column;
}

test('the model of a run draws further tables like its own, each another and the same each time', () => {
  const recipe: Recipe = { ...PENGUINS_RECIPE, privacy: null, synthesizer: { id: 'trees', options: {} } };
  const prepared = prepare(penguins.table, penguins.inferences, recipe);
  const { synthetic, drawn } = generate(prepared, recipe, seededEntropy(1), silent);
  const [first, second] = [drawAgain(drawn!, recipe, 1), drawAgain(drawn!, recipe, 2)];
  const shapeOf = ({ columns }: Table) => columns.map(({ name, kind }) => [name, kind]);
  expect([first.rowCount, shapeOf(first)]).toEqual([synthetic.rowCount, shapeOf(synthetic)]);
  expect(first).toEqual(drawAgain(structuredClone(drawn!), recipe, 1));
  expect(first).not.toEqual(second);
  expect(first).not.toEqual(synthetic);
});
