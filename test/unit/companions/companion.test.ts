import { expect, test } from 'vitest';
import { readCompanion } from '../../../src/core/companions/companion.ts';
import { DEFAULT_RECIPE } from '../../../src/core/recipe.ts';
import { thrownBy } from '../../helpers/thrown.ts';

const read = (json: unknown, names: readonly string[] | null = null) => readCompanion(JSON.stringify(json), names);
const schema = {
  fields: [
    { name: 'a', type: 'integer' },
    { name: 'b', type: 'string', categories: ['x', 'y'] },
  ],
};

test.each([
  ['a recipe as it is saved', DEFAULT_RECIPE],
  ['a recipe of two parts', { privacy: { epsilon: 2 }, split: { seed: 3 } }],
])('%s is a recipe', (_what, json) => expect(read(json)).toMatchObject({ what: 'recipe', notices: [] }));

test.each([
  ['a Table Schema', schema],
  [
    'one without fields, by its profile',
    { $schema: 'https://datapackage.org/profiles/2.0/tableschema.json', fields: [] },
  ],
  ['a Table Dialect', { delimiter: ';', header: true }],
  ['one by its profile', { $schema: 'https://datapackage.org/profiles/2.0/tabledialect.json', header: false }],
])('%s is a schema', (_what, json) => expect(read(json)).toMatchObject({ what: 'schema' }));

test.each([
  ['a manifest of synthetic rows', { schemaVersion: 1, kind: 'synthetic', files: [], claim: {} }],
  ['a report about synthetic rows', { schemaVersion: 1, view: 'shareable', claim: { kind: 'none' } }],
  ['an exported ledger', { format: 'understudy-ledger', version: 1 }],
  ['a Croissant description', { '@context': {}, '@type': 'sc:Dataset', distribution: [], recordSet: [] }],
  ['a Data Package', { name: 'x', resources: [{ name: 'y', path: 'y.csv', schema }] }],
])('%s is told by its name', (name, json) => expect(read(json)).toEqual({ what: 'other', name }));

test.each([
  ['records', [{ a: 1 }]],
  ['records within an object', { resources: 2, rows: [{ a: 1 }] }],
  ['columns', { a: [1, 2], b: [3, 4] }],
  ['rows beside their fields', { fields: [{ name: 'a' }], data: [[1], [2]] }],
  ['rows beside their schema', { schema, data: [{ a: 1 }] }],
  ['a column that is called columns', { columns: { 0: 'x' } }],
  ['a record', { version: 1, name: 'x' }],
])('%s are a table', (_what, json) => expect(read(json)).toBeNull());

test('so is what is no JSON', () => expect(readCompanion('a,b\n1,2\n', null)).toBeNull());

test('a schema is fitted to the table at hand, and says what does not fit', () => {
  expect(read(schema, ['a', 'c'])).toEqual({
    what: 'schema',
    columns: { a: { kind: 'numeric', decimals: 0 } },
    reading: {},
    notices: [expect.objectContaining({ code: 'schema-columns-differ', count: 2, facts: { columns: ['b', 'c'] } })],
  });
  expect(read({ ...schema, fieldsMatch: 'subset' }, ['c', 'b', 'a'])).toMatchObject({ notices: [] });
  expect(read({ ...schema, fieldsMatch: 'superset' }, ['a'])).toMatchObject({ notices: [] });
  expect(read({ ...schema, fieldsMatch: 'partial' }, ['a', 'c'])).toMatchObject({ notices: [] });
  expect(thrownBy(() => read(schema, ['c']))).toMatchObject({ code: 'schema-invalid' });
});

test('where the schema says that the header is elsewhere, names are not known yet', () => {
  const elsewhere = { ...schema, understudy: { dialect: { headerRows: [3] } } };
  expect(read(elsewhere, ['column_1'])).toMatchObject({
    columns: { a: {}, b: {} },
    reading: { firstLine: 3 },
    notices: [],
  });
});

test('a recipe is fitted, too', () => {
  const recipe = { version: 1, columns: { a: { missing: false }, gone: { kind: 'text' } }, reading: {} };
  expect(read(recipe, ['a', 'b'])).toMatchObject({
    recipe: { columns: { a: { missing: false } } },
    notices: [{ code: 'schema-columns-differ', count: 1, facts: { columns: ['gone'] } }],
  });
});

test('what could not be taken over is counted and named', () => {
  const json = { fields: [{ name: 'a', type: 'string', constraints: { minLength: 2 } }], foreignKeys: [] };
  expect(read(json)).toMatchObject({
    notices: [
      { code: 'schema-parts-unsaid', count: 2, facts: { parts: ['foreignKeys', 'fields.a.constraints.minLength'] } },
    ],
  });
});

test('what is a companion and not right is refused', () => {
  expect(thrownBy(() => read({ fields: [{ name: 'a', type: 'float' }] }))).toMatchObject({ code: 'schema-invalid' });
  expect(thrownBy(() => read({ version: 1, privacy: { epsilon: 'x' } }))).toMatchObject({ code: 'recipe-invalid' });
});
