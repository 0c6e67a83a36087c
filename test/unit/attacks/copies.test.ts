import fc from 'fast-check';
import { expect, test } from 'vitest';
import { copiesResult, type CopiesResult } from '../../../src/core/attacks/copies.ts';
import { groupContents, joinRows, keyedCoins } from '../../../src/core/fidelity/content.ts';
import type { Table } from '../../../src/core/table/column.ts';
import { madeUpTable, schemaFor, splitRows } from '../../helpers/assess.ts';
import { naiveIsNear } from '../../helpers/naive/attacks.ts';
import { rowTexts } from '../../helpers/naive/fidelity.ts';
import { forAll } from '../../helpers/properties.ts';
import { categorical, numeric, tableOf } from '../../helpers/tables.ts';

function copiesOf(train: Table, holdout: Table, synthetic: Table): CopiesResult {
  const schema = schemaFor(train);
  const rows = joinRows([train, holdout, synthetic], schema);
  const contents = groupContents(rows);
  return copiesResult(rows, contents, keyedCoins(rows, contents, 1, 'copies'), schema);
}

test('a verbatim copy holds every unique row of train and none of the holdout', () => {
  const { train, holdout } = splitRows(madeUpTable(600), 150);
  const { exact, near, syntheticRows } = copiesOf(train, holdout, train);
  expect(exact).toMatchObject({ train: 1, holdout: 0, n: 450, nHoldout: 150 });
  expect(exact.low!).toBeGreaterThan(0.9);
  expect(near.train).toBe(1);
  expect(syntheticRows).toEqual({ equal: 450, of: 450, mostOfOne: 1 });
});

test('fresh rows are no copies beyond what the holdout shows', () => {
  const { train, holdout } = splitRows(madeUpTable(600), 150);
  const { exact, near } = copiesOf(train, holdout, madeUpTable(450, 2));
  expect(exact).toMatchObject({ train: 0, holdout: 0 });
  expect(near.low!).toBeLessThanOrEqual(0);
});

test('exact and near copies are those of the naive search over all rows', () => {
  const row = fc.tuple(
    fc.integer({ min: 0, max: 300 }),
    fc.constantFrom('a', 'b', null),
    fc.constantFrom('x', 'y'),
    fc.nat(3),
  );
  const rows = fc.array(row, { minLength: 3, maxLength: 25 });
  const tableFrom = (list: readonly (readonly [number, string | null, string, number])[]): Table =>
    tableOf(
      numeric(
        'n',
        list.map(([n]) => (n === 300 ? NaN : n)),
        0,
      ),
      categorical(
        'c',
        list.map(([, c]) => c),
      ),
      categorical(
        'd',
        list.map(([, , d]) => d),
      ),
      numeric(
        'm',
        list.map(([, , , m]) => m),
        0,
      ),
    );
  forAll(fc.tuple(rows, rows, rows), ([first, second, third]) => {
    const [train, holdout, synthetic] = [tableFrom(first), tableFrom(second), tableFrom(third)];
    const schema = schemaFor(train);
    const real = [...rowTexts(train), ...rowTexts(holdout)];
    const made = rowTexts(synthetic);
    const isOnce = (text: string): boolean => real.filter((other) => other === text).length === 1;
    const rate = (table: Table, isFound: (row: number) => boolean): number | null => {
      const once = rowTexts(table).flatMap((text, index) => (isOnce(text) ? [index] : []));
      return once.length === 0 ? null : once.filter(isFound).length / once.length;
    };
    const isNear = (table: Table) => (index: number) =>
      made.some((_, other) => naiveIsNear(table, index, synthetic, other, schema));
    const { exact, near } = copiesOf(train, holdout, synthetic);
    expect(exact.train).toBe(rate(train, (index) => made.includes(rowTexts(train)[index]!)));
    expect(exact.holdout).toBe(rate(holdout, (index) => made.includes(rowTexts(holdout)[index]!)));
    expect(near.train).toBe(rate(train, isNear(train)));
    expect(near.holdout).toBe(rate(holdout, isNear(holdout)));
  });
});

test('an empty holdout leaves the shares of train and says what is not measurable', () => {
  const { train, holdout } = splitRows(madeUpTable(40), 0);
  expect(copiesOf(train, holdout, train).exact).toMatchObject({
    train: 1,
    holdout: null,
    value: null,
    reason: 'not measurable with n = 0 rows whose content occurs once',
  });
});

test('two columns have no near copies worth counting', () => {
  const table = tableOf(numeric('n', [1, 2, 3]), categorical('c', ['a', 'b', 'c']));
  expect(copiesOf(table, table, table).near.value).toBeNull();
});
