import { expect, test } from 'vitest';
import { completeTable } from '../../../src/core/models/complete.ts';
import type { Schema } from '../../../src/core/table/schema.ts';
import { schemaFor } from '../../helpers/assess.ts';
import { categorical, datetime, numeric, rowsOf, tableOf, text } from '../../helpers/tables.ts';

test('identifiers are numbered, text and left-out columns are empty, all in place', () => {
  const source = tableOf(
    text('id', ['A-17', 'A-18'], 'identifier'),
    numeric('age', [31, 45]),
    text('note', ['secret', 'words']),
    categorical('sex', ['f', 'm']),
    datetime('born', ['1990-01-01', '1991-01-01']),
    categorical('city', ['x', 'y']),
  );
  const inferred = schemaFor(source);
  const schema: Schema = {
    columns: inferred.columns.map((column) =>
      column.name === 'born' || column.name === 'city' ? { ...column, role: 'left-out' } : column,
    ),
  };
  const sampled = tableOf(numeric('age', [40, 41, 42]), categorical('sex', ['m', 'f', 'm']));
  const { table, notices } = completeTable(sampled, schema);
  expect(rowsOf(table)).toEqual([
    ['1', 40, null, 'm', null, null],
    ['2', 41, null, 'f', null, null],
    ['3', 42, null, 'm', null, null],
  ]);
  expect(table.columns.map((column) => column.kind)).toEqual(source.columns.map((column) => column.kind));
  expect(notices).toMatchObject([
    { code: 'identifiers-regenerated', count: 1 },
    { code: 'text-dropped', count: 1 },
    { code: 'columns-left-out', count: 2 },
  ]);
  expect(JSON.stringify(table)).not.toMatch(/A-17|secret|"x"/);
});
