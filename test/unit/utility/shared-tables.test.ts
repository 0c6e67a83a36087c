import { expect } from 'vitest';
import { rareClass } from '../../../src/core/pipeline/deep-checks.ts';
import { silent } from '../../../src/core/progress.ts';
import { DEFAULT_RECIPE } from '../../../src/core/recipe.ts';
import { takeTableRows } from '../../../src/core/table/column.ts';
import { givingAway } from '../../../src/core/utility/give-away.ts';
import { importanceAgreement } from '../../../src/core/utility/importance.ts';
import { predictBoosted, trainBoosting } from '../../../src/core/utility/learners.ts';
import { classesOf, targetsOf, thinned } from '../../../src/core/utility/targets.ts';
import { schemaFor, splitRows } from '../../helpers/assess.ts';
import { csvTable } from '../../helpers/csv-table.ts';
import { sharedTest, sharedText } from '../../helpers/shared.ts';

type Kinds = Readonly<Record<string, 'numeric' | 'categorical'>>;

sharedTest('Mammography: rows of the copula are weighed against weights and repeats on the rare class', () => {
  const numbers = Array.from({ length: 6 }, (_, i) => [`attr${i + 1}`, 'numeric'] as const);
  const kinds: Kinds = { ...Object.fromEntries(numbers), class: 'categorical' };
  const whole = csvTable(sharedText('data/mammography.csv'), kinds);
  const half = Uint32Array.from({ length: whole.rowCount >> 1 }, (_, row) => 2 * row);
  const table = takeTableRows(whole, half);
  const schema = schemaFor(table);
  const prepared = { ...splitRows(table, 1800), schema, notices: [] };
  const recipe = { ...DEFAULT_RECIPE, privacy: null };
  const stated = { publicSchemaAssumed: false, kindsAssumed: false };
  const rare = { column: 'class', level: '1' };
  const found = rareClass({ ...prepared, stated }, prepared.train, recipe, rare, silent);
  expect(found).toMatchObject({ n: 1800, disclosures: [] });
  expect(found.train + found.holdout).toBe(129);
  expect(found.distinct).toBeLessThan(found.train);
  for (const { wanted, reached, scores } of found.tables) {
    if (wanted !== null) expect(reached).toBeCloseTo(wanted, 2);
    // A forest of the literature reaches about 0.7 here; one row in 43 is of the class.
    expect(scores.averagePrecision.value!).toBeGreaterThan(0.4);
    expect(scores.averagePrecision.value!).toBeLessThan(0.85);
  }
  // A smooth copula adds nothing here that weights do not: its rows must not be praised.
  expect(found.better).toEqual([]);
});

sharedTest('Bank marketing: the length of the call is pointed out, and no other column', () => {
  const lines = sharedText('data/bank_marketing.csv.gz').replaceAll(';', ',').split(/\r?\n/);
  const csv = lines.filter((_, at) => at % 3 === 0).join('\n');
  const names = lines[0]!.replaceAll('"', '').split(',');
  const isNumber = (name: string): boolean =>
    /^(age|duration|campaign|pdays|previous|emp\.|cons\.|euribor|nr\.)/.test(name);
  const table = csvTable(
    csv,
    Object.fromEntries(names.map((name) => [name, isNumber(name) ? 'numeric' : 'categorical'])),
  );
  const schema = schemaFor(table);
  const { train, holdout } = splitRows(table, 4000);
  const targets = targetsOf({ train, holdout, synthetic: train }, schema, 'y')!;
  const { task } = classesOf(targets.real.task, targets.real.labels);
  const real = thinned(train, targets.real, 5000, schema, 1, 'real');
  const tested = thinned(holdout, targets.test, 4000, schema, 1, 'holdout');
  const question = { schema, target: 'y', task };
  const boosted = trainBoosting(question, real, 100);
  const predictions = predictBoosted(boosted, tested.table);
  const importance = importanceAgreement(task, boosted, boosted, tested, 1);
  expect(givingAway(question, real, tested, predictions, importance).map(({ column }) => column)).toEqual(['duration']);
});
