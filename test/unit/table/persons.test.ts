import fc from 'fast-check';
import { expect, test } from 'vitest';
import { takeTableRows, type Table } from '../../../src/core/table/column.ts';
import { firstRowsOfPersons } from '../../../src/core/table/persons.ts';
import { splitTable } from '../../../src/core/table/split.ts';
import { forAll } from '../../helpers/properties.ts';
import { numeric, rowsOf, tableOf, text } from '../../helpers/tables.ts';

const visits = fc
  .array(fc.tuple(fc.option(fc.constantFrom('ann', 'bob', 'cem', 'dea')), fc.integer({ min: 0, max: 9 })), {
    minLength: 1,
    maxLength: 30,
  })
  .map((rows) =>
    tableOf(
      text(
        'who',
        rows.map(([who]) => who),
      ),
      numeric(
        'x',
        rows.map(([, x]) => x),
      ),
    ),
  );

const bag = (table: Table): string[] =>
  rowsOf(table)
    .map((row) => JSON.stringify(row))
    .sort();
const rowsWhere = (table: Table, keep: (who: unknown) => boolean): Table =>
  takeTableRows(table, Uint32Array.from(rowsOf(table).flatMap(([who], row) => (keep(who) ? [row] : []))));

test('each person keeps the first rows in file order, and a row without a name is a person alone', () => {
  const who = text('who', ['a', 'b', 'a', null, 'a', null, 'b']);
  expect([...firstRowsOfPersons(who, 2)]).toEqual([0, 1, 2, 3, 5, 6]);
  expect([...firstRowsOfPersons(numeric('id', [7, 7, null, 7, 8]), 1)]).toEqual([0, 2, 4]);
});

test('cutting one person leaves all others as they were', () => {
  forAll(visits, (table) => {
    const cut = takeTableRows(table, firstRowsOfPersons(table.columns[0]!, 2));
    const alone = rowsWhere(table, (who) => who !== 'ann');
    const cutAlone = takeTableRows(alone, firstRowsOfPersons(alone.columns[0]!, 2));
    expect(rowsOf(rowsWhere(cut, (who) => who !== 'ann'))).toEqual(rowsOf(cutAlone));
  });
});

test('a person’s rows stay together in the split, and taking a person out moves nobody else', () => {
  forAll(visits, (table) => {
    const choices = { holdout: 0.5, seed: 3 };
    const { train, holdout } = splitTable(table, choices, 0);
    const names = (part: Table): Set<unknown> => new Set(rowsOf(part).flatMap(([who]) => (who === null ? [] : [who])));
    expect([...names(train)].filter((who) => names(holdout).has(who))).toEqual([]);
    const without = splitTable(
      rowsWhere(table, (who) => who !== 'bob'),
      choices,
      0,
    );
    expect(bag(without.train)).toEqual(bag(rowsWhere(train, (who) => who !== 'bob')));
  });
});
