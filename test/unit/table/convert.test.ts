/** A column as dates by the word of the user: in the likeliest pattern, or in the one that was said. */
import { expect, test } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import type { Column } from '../../../src/core/table/column.ts';
import { convertColumn } from '../../../src/core/table/convert.ts';
import { applyChoices, inferSchema } from '../../../src/core/table/infer-schema.ts';

const textsOf = (levels: readonly string[]): Column => ({
  kind: 'text',
  name: 'day',
  codes: Uint32Array.from(levels.keys()),
  levels,
});
const daysOf = (column: Column): readonly string[] =>
  column.kind === 'datetime'
    ? Array.from(column.epochMs, (moment) => new Date(moment).toISOString().slice(0, 10))
    : expect.fail('not dates');

test.each([
  [['2024-01-31', '2024-02-01'], 'yyyy-MM-dd'],
  [['2024-01-31T10:00:00Z', '2024-02-01T11:30:00Z'], "yyyy-MM-dd'T'HH:mm:ss'Z'"],
  [['31/01/2024', '01/02/2024'], 'dd/MM/yyyy'],
  [['01/31/2024', '02/01/2024'], 'MM/dd/yyyy'],
  [['31.1.2024', '1.2.2024'], 'd.M.yyyy'],
  [['01.02.2024', '31.01.2024'], 'dd.MM.yyyy'],
])('%j become dates in the pattern %s', (texts, format) => {
  const column = convertColumn(textsOf(texts), 'datetime');
  expect(column).toMatchObject({ format });
  expect([...daysOf(column)].sort()).toEqual(['2024-01-31', '2024-02-01']);
});

test('a pattern that was said is obeyed, for texts and for dates that were read otherwise', () => {
  const texts = textsOf(['03/04/2024', '05/06/2024']);
  const dayFirst = convertColumn(texts, 'datetime', 'dd/MM/yyyy');
  expect(daysOf(dayFirst)).toEqual(['2024-04-03', '2024-06-05']);
  expect(daysOf(convertColumn(dayFirst, 'datetime', 'MM/dd/yyyy'))).toEqual(['2024-03-04', '2024-05-06']);
});

test('cells that the pattern does not read are counted', () => {
  const texts = textsOf(['31/01/2024', '13/13/2024', 'never']);
  const thrown = expect.objectContaining({ code: 'kind-impossible', facts: { kind: 'date', cells: 2 } }) as UserError;
  expect(() => convertColumn(texts, 'datetime')).toThrow(UserError);
  try {
    convertColumn(texts, 'datetime', 'dd/MM/yyyy');
  } catch (error) {
    expect(error).toEqual(thrown);
  }
});

test('the format of a recipe makes a column of dates, declared as such, and is for no other kind', () => {
  const column = textsOf(['03/04/2024', '05/06/2024']);
  const table = { rowCount: 2, columns: [column] };
  const schema = inferSchema(table, []);
  const chosen = applyChoices(schema, table, { day: { format: 'MM/dd/yyyy' } });
  expect(daysOf(chosen.table.columns[0]!)).toEqual(['2024-03-04', '2024-05-06']);
  expect(chosen.schema.columns[0]!.kind).toEqual({ value: 'datetime', source: 'declared' });
  expect(() => applyChoices(schema, table, { day: { kind: 'numeric', format: 'MM/dd/yyyy' } })).toThrow(UserError);
});
