/** The classic quoting cases: every cell as its JSON says. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readBytes, rowsAsTexts } from '../helpers/reading.ts';

const folder = new URL('./spectrum/', import.meta.url);
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.csv'))
  .map((name) => name.slice(0, -4));

test('all twelve are here', () => expect(names).toHaveLength(12));

test.each(names)('%s reads as published', async (name) => {
  const expected = JSON.parse(readFileSync(new URL(`${name}.expected.json`, folder), 'utf8')) as unknown;
  const records = (Array.isArray(expected) ? expected : [expected]) as Record<string, string>[];
  const { table, dialect } = await readBytes(readFileSync(new URL(`${name}.csv`, folder)));
  expect(table.columns.map((column) => column.name)).toEqual(Object.keys(records[0]!));
  expect(rowsAsTexts(table)).toEqual(records.map((record) => Object.values(record)));
  expect(dialect).toMatchObject({ header: true, delimiter: ',', lineEnd: name.endsWith('_crlf') ? '\r\n' : '\n' });
});
