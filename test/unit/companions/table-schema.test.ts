import { expect, test } from 'vitest';
import { readTableSchema } from '../../../src/core/companions/table-schema.ts';
import { writeTableSchema } from '../../../src/core/companions/write-table-schema.ts';
import { stepMsOf } from '../../../src/core/table/dates.ts';
import { thrownBy } from '../../helpers/thrown.ts';

const oneField = (field: object): ReturnType<typeof readTableSchema> =>
  readTableSchema({ fields: [{ name: 'a', ...field }] });

test.each([
  [{ type: 'integer' }, { kind: 'numeric', decimals: 0 }],
  [
    { type: 'number', constraints: { minimum: 0, maximum: 1.5 } },
    { kind: 'numeric', bounds: [0, 1.5] },
  ],
  [
    { type: 'integer', constraints: { exclusiveMinimum: 0, maximum: '9' } },
    { kind: 'numeric', decimals: 0, bounds: [1, 9] },
  ],
  [{ type: 'year' }, { kind: 'numeric', decimals: 0 }],
  [{ type: 'string' }, undefined],
  [{ type: 'string', format: 'email' }, { kind: 'identifier' }],
  [
    { type: 'string', categories: ['lo', 'hi'], categoriesOrdered: true },
    { kind: 'categorical', levels: ['lo', 'hi'] },
  ],
  [
    {
      type: 'integer',
      categories: [
        { value: 1, label: 'low' },
        { value: 2, label: 'high' },
      ],
    },
    { kind: 'categorical', levels: ['1', '2'] },
  ],
  [
    { type: 'string', constraints: { enum: ['x', 'y'] } },
    { kind: 'categorical', levels: ['x', 'y'] },
  ],
  [
    { type: 'boolean', trueValues: ['ja'], falseValues: ['nein'] },
    { kind: 'categorical', levels: ['nein', 'ja'] },
  ],
  [{ type: 'boolean' }, { kind: 'categorical' }],
  [
    { type: 'date', constraints: { minimum: '2020-01-01', maximum: '2020-12-31' } },
    { kind: 'datetime', bounds: ['2020-01-01', '2020-12-31'] },
  ],
  [{ type: 'geopoint' }, { kind: 'text' }],
  [
    { type: 'string', constraints: { pattern: '^INV-[0-9]{6}$' } },
    { kind: 'identifier', identifier: { pattern: 'INV-[0-9]{6}' } },
  ],
  [{ constraints: { required: true } }, { missing: false }],
  [{ constraints: { required: false } }, { missing: true }],
])('%j is read as %j', (field, choices) => expect(oneField(field).columns['a']).toEqual(choices));

test('a format in the signs of C becomes a pattern, and bounds are read in it', () => {
  const { columns, reading } = oneField({
    type: 'datetime',
    format: '%d/%m/%Y %H:%M',
    constraints: { minimum: '01/02/2020 00:00', maximum: '03/02/2020 12:30' },
  });
  expect(columns['a']).toEqual({ kind: 'datetime', bounds: ['2020-02-01', '2020-02-03T12:30:00'] });
  expect(reading).toEqual({ columns: { a: { date: 'dd/MM/yyyy HH:mm' } } });
});

test('months are those of the standard, in and out; quarters, for which it has no word, stand under our own key', () => {
  const period = (pattern: string): Record<string, unknown> => {
    const [low, high] = [Date.UTC(2024, 0, 1), Date.UTC(2024, 9, 1)];
    const domain = { kind: 'datetime' as const, low, high, stepMs: stepMsOf(pattern), format: pattern };
    const column = {
      name: 'p',
      kind: { value: 'datetime' as const, source: 'declared' as const },
      missing: { value: true, source: 'inferred' as const },
      domain: { value: domain, source: 'declared' as const },
      bins: null,
      role: 'none' as const,
    };
    const reading = { columns: { p: { date: pattern } } };
    const json = writeTableSchema({ schema: { columns: [column] }, reading, dialect: null, withInferred: false });
    expect(readTableSchema(json)).toMatchObject({
      columns: { p: { kind: 'datetime', bounds: ['2024-01-01', '2024-10-01'] } },
      reading,
      unsaid: [],
    });
    return (json['fields'] as Record<string, unknown>[])[0]!;
  };
  expect(period('yyyy-MM')).toMatchObject({
    type: 'yearmonth',
    constraints: { minimum: '2024-01', maximum: '2024-10' },
  });
  expect(period('MM/yyyy')).toMatchObject({ type: 'date', format: '%m/%Y' });
  expect(period("'Q'Q yyyy")).toMatchObject({ type: 'string' });
  expect(period('MMM{de} yyyy')).toMatchObject({ type: 'string' });
  expect(readTableSchema({ fields: [{ name: 'p', type: 'yearmonth' }] })).toMatchObject({
    reading: { columns: { p: { date: 'yyyy-MM' } } },
    unsaid: [],
  });
});

test('marks for missing are those of all columns, and those of one', () => {
  const { reading } = readTableSchema({
    missingValues: ['', 'NA', { value: '-99', label: 'refused' }],
    fields: [
      { name: 'a', missingValues: ['', 'NA', 'x'] },
      { name: 'b', type: 'number', decimalChar: ',', groupChar: '.' },
    ],
  });
  expect(reading).toEqual({
    missing: ['NA', '-99'],
    columns: { a: { missing: ['x'], values: ['-99'] }, b: { decimal: ',', group: '.' } },
  });
});

test('a single primary key is an identifier', () => {
  const { columns } = readTableSchema({ fields: [{ name: 'k', type: 'string' }, { name: 'v' }], primaryKey: ['k'] });
  expect(columns).toEqual({ k: { kind: 'identifier' } });
});

test('an earlier draft put fieldsMatch into a list', () => {
  expect(readTableSchema({ fields: [], fieldsMatch: ['partial'] }).match).toBe('partial');
  expect(readTableSchema({ fields: [] }).match).toBe('exact');
});

test.each([
  [{ type: 'string', constraints: { pattern: '^a' } }, 'fields.a.constraints.pattern'],
  [{ type: 'number', constraints: { minimum: 1 } }, 'fields.a.constraints.minimum'],
  [{ type: 'date', format: '%j' }, 'fields.a.format'],
  [{ type: 'number', decimalChar: '_' }, 'fields.a.decimalChar'],
  [{ type: 'string', unit: 'kg' }, 'fields.a.unit'],
])('%j is left out and named', (field, key) => expect(oneField(field).unsaid).toEqual([key]));

test('so are foreign keys and keys of several fields', () => {
  const json = { fields: [{ name: 'a' }, { name: 'b' }], primaryKey: ['a', 'b'], foreignKeys: [] };
  expect(readTableSchema(json).unsaid).toEqual(['foreignKeys', 'primaryKey']);
});

test.each([
  ['no list of fields', { fields: {} }],
  ['a field without a name', { fields: [{ type: 'string' }] }],
  ['a field twice', { fields: [{ name: 'a' }, { name: 'a' }] }],
  ['a type that is none', { fields: [{ name: 'a', type: 'float' }] }],
  ['bounds in the wrong order', { fields: [{ name: 'a', type: 'number', constraints: { minimum: 2, maximum: 1 } }] }],
  ['a bound that is no date', { fields: [{ name: 'a', type: 'date', constraints: { minimum: 'x', maximum: 'y' } }] }],
  ['bounds of a text', { fields: [{ name: 'a', type: 'string', constraints: { minimum: 1, maximum: 2 } }] }],
  ['a level twice', { fields: [{ name: 'a', type: 'string', categories: ['x', 'x'] }] }],
  [
    'an enum beyond the categories',
    { fields: [{ name: 'a', type: 'string', categories: ['x'], constraints: { enum: ['y'] } }] },
  ],
  ['one text for yes and no', { fields: [{ name: 'a', type: 'boolean', trueValues: ['x'], falseValues: ['x'] }] }],
  ['one mark for decimals and thousands', { fields: [{ name: 'a', type: 'number', groupChar: '.' }] }],
  ['a key that is no field', { fields: [{ name: 'a' }], primaryKey: 'b' }],
  ['a match that is none', { fields: [], fieldsMatch: 'roughly' }],
  ['a header of a file without one', { fields: [], understudy: { dialect: { header: false, headerRows: [1] } } }],
])('%s is refused', (_why, json) =>
  expect(thrownBy(() => readTableSchema(json))).toMatchObject({ code: 'schema-invalid' }),
);

test('under our own key what is no choice is refused as in a recipe', () => {
  expect(thrownBy(() => oneField({ understudy: { role: 'boss' } }))).toMatchObject({ code: 'recipe-invalid' });
});

test.each([
  [{ type: 'string', constraints: { pattern: '\\w{3}' } }],
  [{ type: 'string', constraints: { pattern: '(a|b)+' } }],
  [{ type: 'string', constraints: { pattern: '[ab]', enum: ['a', 'b'] } }],
  [{ type: 'integer', constraints: { pattern: '[0-9]{2}' } }],
])('of %j the pattern cannot be taken over, and is named', (field) => {
  const { columns, unsaid } = oneField(field);
  expect(columns['a']?.identifier).toBeUndefined();
  expect(unsaid).toEqual(['fields.a.constraints.pattern']);
});
