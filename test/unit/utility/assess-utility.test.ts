import { expect, test } from 'vitest';
import { silent } from '../../../src/core/progress.ts';
import { takeTableRows, type Table } from '../../../src/core/table/column.ts';
import { assessUtility, mostRows } from '../../../src/core/utility/assess-utility.ts';
import {
  assessmentOf,
  madeUpTable,
  schemaFor,
  shuffledColumns,
  shuffledRows,
  splitRows,
} from '../../helpers/assess.ts';
import { categorical, numeric, tableOf } from '../../helpers/tables.ts';

const { train, holdout } = splitRows(madeUpTable(1800), 600);
const fresh = madeUpTable(1200, 5);
const straight = assessUtility(assessmentOf(train, holdout, fresh), silent);

test('fresh rows train as well as real ones, shuffled columns like a coin', () => {
  const { models, target, isProposed, task } = straight;
  expect({ target, isProposed, task }).toEqual({ target: 'risk', isProposed: true, task: 'binary' });
  expect(models.map(({ model }) => model)).toEqual(['logistic', 'boosting', 'forest']);
  for (const { real, synthetic, low, high, gap } of models) {
    expect(real!).toBeGreaterThan(0.75);
    expect(low! <= synthetic! && synthetic! <= high!).toBe(true);
    expect(gap!.low!).toBeLessThan(0.02);
    expect(gap!.high!).toBeGreaterThan(-0.02);
  }
  const apart = assessUtility(assessmentOf(train, holdout, shuffledColumns(train)), silent);
  for (const { gap, synthetic } of apart.models) {
    expect(gap!.high!).toBeLessThan(-0.1);
    expect(synthetic!).toBeLessThan(0.7);
  }
});

test('a quick look is what boosting says in the full one, and says what it leaves out', () => {
  const quick = assessUtility(assessmentOf(train, holdout, fresh), silent, 'quick');
  expect(quick.models).toEqual(straight.models.filter(({ model }) => model === 'boosting'));
  expect(quick).toMatchObject({ depth: 'quick', slices: [], importance: null, worth: null, givesAway: [] });
  expect(quick.disclosures).toContainEqual({ what: 'learners, boosting only', kept: 1, of: 3 });
  expect(straight.depth).toBe('full');
  expect(straight.disclosures.map(({ what }) => what)).not.toContain('learners, boosting only');
});

test('train itself as synthetic rows has no gap', () => {
  for (const { real, synthetic, gap, further } of assessUtility(assessmentOf(train, holdout, train), silent).models) {
    // Coins of the two sides differ only by their key, and both keep every row: sums run in another order.
    expect(synthetic!).toBeCloseTo(real!, 1);
    expect(gap!.low! <= 0 && gap!.high! >= 0).toBe(true);
    expect(further.map(({ metric }) => metric)).toEqual([
      'average-precision',
      'f1',
      'balanced-accuracy',
      'log-loss',
      'brier',
    ]);
  }
});

test('numbers are predicted by R², several classes by the macro area', () => {
  const numbers = assessUtility(assessmentOf(train, holdout, fresh, { target: 'pay' }), silent);
  expect(numbers.task).toBe('regression');
  expect(numbers.rows.unlabelled.train).toBeGreaterThan(0);
  for (const { metric, real, synthetic, baseline, low, high } of numbers.models) {
    expect(metric).toBe('r2');
    expect(real!).toBeGreaterThan(0.5);
    expect(synthetic!).toBeGreaterThan(0.5);
    expect(Math.abs(baseline!)).toBeLessThan(0.05);
    expect(low! <= synthetic! && synthetic! <= high!).toBe(true);
  }
  const classes = assessUtility(assessmentOf(train, holdout, fresh, { target: 'region' }), silent);
  expect(classes).toMatchObject({ task: 'multiclass', classes: 4 });
  for (const { model, metric, real, baseline, further } of classes.models) {
    expect(metric).toBe('macro-auc');
    // The region follows the distance from the middle age, which no linear model sees.
    expect(real! > 0.6).toBe(model !== 'logistic');
    expect(baseline).toBe(0.5);
    expect(further.map(({ metric: name }) => name)).toEqual(['macro-f1', 'log-loss']);
  }
});

test('a target of many levels keeps the twelve commonest apart, and says so', () => {
  const level = (row: number): string => `level ${row % 7 === 0 ? row % 30 : row % 10}`;
  const make = (rows: number): Table =>
    tableOf(
      numeric(
        'x',
        Array.from({ length: rows }, (_, row) => (row * 7919) % 101),
      ),
      categorical(
        'many',
        Array.from({ length: rows }, (_, row) => level(row)),
      ),
    );
  const { classes, disclosures } = assessUtility(assessmentOf(make(600), make(300), make(600)), silent, 'quick');
  expect(classes).toBe(13);
  expect(disclosures.map(({ what }) => what)).toContain('classes told apart');
});

test('the order of rows changes no number', () => {
  const moved = assessUtility(
    assessmentOf(
      takeTableRows(train, shuffledRows(train.rowCount, 8)),
      takeTableRows(holdout, shuffledRows(holdout.rowCount, 9)),
      takeTableRows(fresh, shuffledRows(fresh.rowCount, 10)),
    ),
    silent,
  );
  moved.models.forEach(({ real, synthetic, low }, place) => {
    expect(real).toBeCloseTo(straight.models[place]!.real!, 9);
    expect(synthetic).toBeCloseTo(straight.models[place]!.synthetic!, 9);
    expect(low).toBeCloseTo(straight.models[place]!.low!, 9);
  });
});

test('a smaller synthetic table thins the real one, and says so', () => {
  const small = takeTableRows(
    fresh,
    Uint32Array.from({ length: 300 }, (_, row) => row),
  );
  const { rows, disclosures } = assessUtility(assessmentOf(train, holdout, small), silent, 'quick');
  expect(rows).toMatchObject({ trained: 300, tested: 600 });
  expect(disclosures).toContainEqual({ what: 'train rows learnt from', kept: 300, of: 1200 });
  expect(disclosures.map(({ what }) => what)).not.toContain('synthetic rows learnt from');
});

test.each([0, 1, 10])('a holdout of %i rows is answered', (rows) => {
  const parts = splitRows(madeUpTable(120), rows);
  const result = assessUtility(assessmentOf(parts.train, parts.holdout, madeUpTable(100, 3)), silent);
  JSON.stringify(result, refuseNonNumbers);
  if (rows < 10) expect(result).toMatchObject({ models: [], reason: `not measurable with n = ${rows}` });
  else expect(result.notices.map(({ code }) => code)).toEqual(['target-rare']);
});

test('a target with one class, no target, a constant number and no synthetic class are answered', () => {
  const constant = (table: Table, cell: string): Table => ({
    ...table,
    columns: [...table.columns, categorical('flat', new Array<string>(table.rowCount).fill(cell), ['only', 'never'])],
  });
  const flat = assessUtility(
    assessmentOf(constant(train, 'only'), constant(holdout, 'only'), constant(fresh, 'only'), { target: 'flat' }),
    silent,
  );
  expect(flat.notices.map(({ code }) => code)).toEqual(['target-one-class']);
  expect(flat).toMatchObject({ models: [], reason: 'not measurable: the target has one class only' });

  const lone = tableOf(categorical('a', new Array<string>(40).fill('x')));
  expect(assessUtility(assessmentOf(lone, lone, lone), silent)).toMatchObject({ target: null, models: [] });

  const steady = (rows: number): Table =>
    tableOf(
      numeric(
        'x',
        Array.from({ length: rows }, (_, row) => row),
      ),
      numeric('y', new Array<number>(rows).fill(2)),
    );
  const still = assessUtility(assessmentOf(steady(60), steady(40), steady(60), { target: 'y' }), silent);
  expect(still.models[0]).toMatchObject({ real: null, gap: null });
  JSON.stringify(still, refuseNonNumbers);

  // Synthetic rows that lost a class altogether teach a constant: an area of one half, and no fault.
  const lost: Table = {
    ...fresh,
    columns: fresh.columns.map((column) =>
      column.kind === 'categorical' && column.name === 'risk'
        ? { ...column, codes: column.codes.map(() => 0) }
        : column,
    ),
  };
  const taught = assessUtility(assessmentOf(train, holdout, lost), silent);
  expect(taught.models.map(({ synthetic }) => synthetic)).toEqual([0.5, 0.5, 0.5]);
  JSON.stringify(taught, refuseNonNumbers);
});

test('no cell but the names of the rarer class and of groups reaches the result', () => {
  const planted = (table: Table): Table => ({
    ...table,
    columns: table.columns.map((column) =>
      column.kind === 'categorical' && column.name === 'region'
        ? { ...column, levels: column.levels.map((level) => `${level} s3cret`) }
        : column,
    ),
  });
  const real = planted(train);
  const schema = schemaFor(real);
  const columns = schema.columns.map((column) => ({
    ...column,
    role: column.name === 'sex' ? ('sensitive' as const) : column.role,
  }));
  const input = assessmentOf(real, planted(holdout), planted(fresh), { schema: { columns } });
  expect(JSON.stringify(assessUtility(input, silent))).not.toContain('s3cret');
});

function refuseNonNumbers(_key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('a result holds NaN or Infinity');
  return value;
}

test('several classes are learnt from and tested on fewer rows, since boosting grows a tree for each', () => {
  const mostOf = (count: number, columns: number) =>
    mostRows({ kind: 'multiclass', classes: Array.from({ length: count }, (_, at) => `class ${at}`) }, columns);
  expect(mostRows({ kind: 'binary', classes: ['no', 'yes'] }, 40)).toEqual({ trained: 200_000, tested: 50_000 });
  expect(mostOf(3, 5)).toEqual({ trained: 200_000, tested: 50_000 });
  expect(mostOf(3, 40)).toEqual({ trained: 33_333, tested: 50_000 });
  expect(mostOf(13, 40)).toEqual({ trained: 7692, tested: 15_384 });
  expect(mostOf(13, 300)).toEqual({ trained: 5000, tested: 15_384 });
});
