import { expect, test } from 'vitest';
import { proposeTarget } from '../../../src/core/utility/propose-target.ts';
import { schemaFor } from '../../helpers/assess.ts';
import { categorical, numeric, tableOf, text } from '../../helpers/tables.ts';

const schema = schemaFor(
  tableOf(
    categorical('a', ['x', 'y']),
    numeric('n', [1, 2]),
    categorical('b', ['x', 'y']),
    categorical('flat', ['x', 'x']),
    numeric('m', [1, 2]),
    text('t', ['p', 'q']),
  ),
);

test('the last category with two levels is proposed, then the last number, then nothing', () => {
  expect(proposeTarget(schema)).toBe('b');
  const without = (...names: string[]): typeof schema => ({
    columns: schema.columns.filter(({ name }) => !names.includes(name)),
  });
  expect(proposeTarget(without('a', 'b'))).toBe('m');
  expect(proposeTarget(without('a', 'b', 'n', 'm', 'flat'))).toBeNull();
});

test('a column with the role of target wins, one that is left out does not', () => {
  const withRole = (name: string, role: 'target' | 'left-out'): typeof schema => ({
    columns: schema.columns.map((column) => (column.name === name ? { ...column, role } : column)),
  });
  expect(proposeTarget(withRole('n', 'target'))).toBe('n');
  expect(proposeTarget(withRole('b', 'left-out'))).toBe('a');
});
