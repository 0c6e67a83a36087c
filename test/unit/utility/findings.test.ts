import { expect, test } from 'vitest';
import { silent } from '../../../src/core/progress.ts';
import { createRng } from '../../../src/core/math/rng.ts';
import type { Table } from '../../../src/core/table/column.ts';
import { classAgreement, valueAgreement } from '../../../src/core/utility/agreement.ts';
import { assessUtility } from '../../../src/core/utility/assess-utility.ts';
import { assessEveryColumn } from '../../../src/core/utility/every-column.ts';
import { crossing, monotone } from '../../../src/core/utility/worth.ts';
import { assessmentOf, shuffledColumns } from '../../helpers/assess.ts';
import { categorical, numeric, tableOf } from '../../helpers/tables.ts';

/** y follows x and z; the call's length follows y itself. In synthetic rows of `kind` one group is taught wrongly. */
function made(rowCount: number, seed: number, kind: 'true' | 'wrong for b' = 'true'): Table {
  const rng = createRng(seed, 'findings');
  const [x, z, length]: number[][] = [[], [], []];
  const [group, y]: string[][] = [[], []];
  for (let row = 0; row < rowCount; row++) {
    x!.push(rng.normal());
    z!.push(rng.normal());
    const g = rng.below(2) === 0 ? 'a' : 'b';
    const sign = kind === 'wrong for b' && g === 'b' ? -1 : 1;
    const isYes = rng.uniform() < 1 / (1 + Math.exp(-sign * (2 * x![row]! + z![row]!)));
    group!.push(g);
    y!.push(isYes ? 'yes' : 'no');
    length!.push((isYes ? 2.5 : 0) + rng.normal());
  }
  return tableOf(
    numeric('x', x!, 6),
    numeric('z', z!, 6),
    numeric('length', length!, 6),
    categorical('group', group!, ['a', 'b']),
    categorical('y', y!, ['no', 'yes']),
  );
}

const without = (table: Table, ...names: string[]): Table => ({
  ...table,
  columns: table.columns.filter(({ name }) => !names.includes(name)),
});
const [train, holdout] = [made(600, 1), made(600, 2)];

test('a column that gives the target away is pointed out, and only that one', () => {
  const found = assessUtility(assessmentOf(train, holdout, made(600, 3), { target: 'y' }), silent);
  expect(found.givesAway.map(({ column }) => column)).toEqual(['length']);
  expect(found.notices).toMatchObject([{ code: 'target-given-away', place: { column: 'length' } }]);
  const plain = assessUtility(
    assessmentOf(without(train, 'length', 'x'), without(holdout, 'length', 'x'), without(made(600, 3), 'length', 'x'), {
      target: 'y',
    }),
    silent,
  );
  expect(plain.givesAway).toEqual([]);
});

test('the group that synthetic rows teach wrongly stands first, differs, and shows in its rates', () => {
  const [real, tested, synthetic] = [train, holdout, made(600, 3, 'wrong for b')].map((table) =>
    without(table, 'length'),
  ) as [Table, Table, Table];
  const found = assessUtility(assessmentOf(real, tested, synthetic, { target: 'y' }), silent);
  const [worst, other] = found.slices;
  expect(worst).toMatchObject({ column: 'group', level: 'b', metric: 'auc', differs: true });
  expect(worst!.gap.high!).toBeLessThan(-0.2);
  expect(other).toMatchObject({ level: 'a', differs: false });
  expect(worst!.truePositives!.gap.high).toBeLessThan(0);
  expect(worst!.n + other!.n).toBe(600);
  const { importance, worth, models } = found;
  expect(importance!.columns[0]!.column).toBe('x');
  expect(importance!.top).toMatchObject({ overlap: 3, of: 3, onlyReal: [], onlySynthetic: [] });
  expect(worth!.rows!).toBeLessThan(200);
  expect(worth!.low! <= worth!.rows! && worth!.rows! <= worth!.high!).toBe(true);
  for (const { agreement } of models) expect(agreement.value!).toBeLessThan(0.7);
});

test('every column in turn: fresh rows lose nothing, shuffled ones most where there was something to learn', () => {
  const rows = made(800, 5);
  const fresh = assessEveryColumn(assessmentOf(train, holdout, rows), silent);
  expect(fresh.columns.map(({ column }) => column).sort()).toEqual(['group', 'length', 'x', 'y', 'z']);
  expect(Math.abs(fresh.median!)).toBeLessThan(0.05);
  expect(fresh.columns.find(({ column }) => column === 'group')!.reason).toBe('no model tells more than a constant');
  const shuffled = assessEveryColumn(assessmentOf(train, holdout, shuffledColumns(train)), silent);
  expect(shuffled.worst!.gap.high!).toBeLessThan(-0.2);
  expect(shuffled.median!).toBeLessThan(fresh.median!);
  expect(assessEveryColumn(assessmentOf(train, null, rows), silent)).toMatchObject({ median: null, worst: null });
});

test('kappa and correlation are their definitions', () => {
  // 20 rows: both yes 8, both no 6, first alone 4, second alone 2. p_o 0.7, p_e 0.6·0.5 + 0.4·0.5 = 0.5.
  const first = Float64Array.from([...Array(12).fill(1), ...Array(8).fill(0)] as number[]);
  const second = Float64Array.from([...Array(8).fill(1), ...Array(4).fill(0), 1, 1, ...Array(6).fill(0)] as number[]);
  expect(classAgreement(first, second, 2).value).toBeCloseTo(0.4, 12);
  expect(classAgreement(first, first, 2)).toMatchObject({ value: 1, high: 1 });
  expect(classAgreement(new Float64Array(5), new Float64Array(5), 2).value).toBeNull();
  expect(valueAgreement(Float64Array.of(1, 2, 3, 4), Float64Array.of(2, 1, 4, 3)).value).toBeCloseTo(0.6, 12);
  expect(valueAgreement(Float64Array.of(1, 2, 3, 4), Float64Array.of(7, 7, 7, 7)).value).toBeNull();
});

test('a curve of worth never falls, and is read off in between its points', () => {
  expect(monotone([1, 3, 2, 4])).toEqual([1, 2.5, 2.5, 4]);
  expect(monotone([3, 2, 1])).toEqual([2, 2, 2]);
  expect(crossing([0, 1, 2], [0.5, 0.6, 0.8], 0.7)).toBeCloseTo(1.5, 12);
  expect(crossing([0, 1, 2], [0.5, 0.6, 0.8], 0.4)).toBe(0);
  expect(crossing([0, 1, 2], [0.5, 0.6, 0.8], 0.9)).toBe(2);
  expect(crossing([0, 1, 2], [0.5, 0.5, 0.8], 0.5)).toBe(0);
});
