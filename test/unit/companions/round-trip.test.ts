import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTableDialect, writeTableDialect } from '../../../src/core/companions/table-dialect.ts';
import { readTableSchema } from '../../../src/core/companions/table-schema.ts';
import { writeTableSchema } from '../../../src/core/companions/write-table-schema.ts';
import type { ReadingChoices } from '../../../src/core/recipe.ts';
import { readRecipe } from '../../../src/core/recipe/read-recipe.ts';
import type { ColumnChoices } from '../../../src/core/table/choices.ts';
import { readDate } from '../../../src/core/table/dates.ts';
import type { ColumnSchema, Domain, Schema } from '../../../src/core/table/schema.ts';
import { forAll } from '../../helpers/properties.ts';
import { readText } from '../../helpers/reading.ts';
import { inferSchema } from '../../../src/core/table/infer-schema.ts';

const declared = <T>(value: T) => ({ value, source: 'declared' as const });
const inferred = <T>(value: T) => ({ value, source: 'inferred' as const });

/** What choices leave of a schema whose other parts were read off the data. */
function schemaOf(choices: Readonly<Record<string, ColumnChoices>>): Schema {
  const domainOf = ({ kind, bounds, levels, decimals = 0 }: ColumnChoices): Domain | null => {
    if (levels) return { kind: 'categorical', levels };
    if (!bounds) return null;
    const [low, high] = bounds;
    if (kind !== 'datetime') return { kind: 'numeric', low: Number(low), high: Number(high), decimals };
    const format = String(low).length > 10 ? "yyyy-MM-dd'T'HH:mm:ss" : 'yyyy-MM-dd';
    const at = (bound: string | number): number => readDate(String(bound))!.epochMs;
    return { kind: 'datetime', low: at(low), high: at(high), stepMs: 1_000, format };
  };
  return {
    columns: Object.entries(choices).map(([name, own]): ColumnSchema => {
      const domain = domainOf(own);
      return {
        name,
        kind: own.kind ? declared(own.kind) : inferred('text' as const),
        missing: own.missing === undefined ? inferred(true) : declared(own.missing),
        domain: domain && declared(domain),
        bins: null,
        role: own.role ?? 'none',
      };
    }),
  };
}

const text = fc.string({ minLength: 1, maxLength: 6 });
const given = <T extends object>(parts: T): T =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as T;
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const ordered = fc.tuple(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const day = fc.integer({ min: 0, max: 40_000 }).map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));
const second = fc
  .integer({ min: 1, max: 2e9 })
  .filter((seconds) => seconds % 86_400 !== 0)
  .map((seconds) => new Date(seconds * 1_000).toISOString().slice(0, 19));
const ofKind: fc.Arbitrary<ColumnChoices> = fc.oneof(
  fc.constantFrom<ColumnChoices>(
    {},
    { kind: 'numeric' },
    { kind: 'categorical' },
    { kind: 'datetime' },
    { kind: 'identifier' },
    { kind: 'text' },
  ),
  fc.tuple(ordered, fc.nat(12)).map(([[a, b], decimals]): ColumnChoices => ({
    kind: 'numeric',
    bounds: [Math.min(a, b) + 0, Math.max(a, b) + 0],
    decimals,
  })),
  fc
    .uniqueArray(text, { minLength: 1, maxLength: 4 })
    .map((levels): ColumnChoices => ({ kind: 'categorical', levels })),
  fc
    .oneof(fc.tuple(day, day), fc.tuple(second, second))
    .map(([a, b]): ColumnChoices => ({ kind: 'datetime', bounds: a < b ? [a, b] : [b, a] })),
);
const column = fc
  .tuple(ofKind, maybe(fc.boolean()), maybe(fc.constantFrom('target', 'sensitive', 'person', 'left-out' as const)))
  .map(([kind, missing, role]) => given({ ...kind, missing, role }) as ColumnChoices);

/** Marks in common, beside those of one column and those that are values in it. */
const marks = fc.uniqueArray(text, { minLength: 3, maxLength: 6 });
const patterns = fc.constantFrom(
  'dd/MM/yyyy',
  'd.M.yy',
  "yyyy-MM-dd'T'HH:mm:ss",
  'dd MMM{de} yyyy',
  'hh:mm aa',
  "dd.MM.yyyy HH:mm' UTC'",
);
const file = fc.record({
  encoding: maybe(fc.constantFrom('utf-8', 'windows-1252')),
  delimiter: maybe(fc.constantFrom(',', ';', '\t', ' ', '')),
  quote: maybe(fc.constantFrom('"', "'", '')),
  escape: maybe(fc.constantFrom('doubled', 'backslash' as const)),
  comment: maybe(fc.constantFrom('#', '//', '')),
  header: maybe(fc.boolean()),
  headerRows: maybe(fc.integer({ min: 1, max: 3 })),
  firstLine: maybe(fc.integer({ min: 1, max: 9 })),
  lastLine: maybe(fc.integer({ min: 1, max: 99 })),
  sheet: maybe(text),
  unwrap: maybe(fc.boolean()),
  aside: maybe(fc.constantFrom('leave-out', 'cut' as const)),
});

test('what is exported of choices is imported as the same choices', () => {
  const names = fc.uniqueArray(
    text.map((end) => `c${end}`),
    { minLength: 1, maxLength: 4 },
  );
  forAll(
    fc.tuple(
      names,
      fc.array(column, { minLength: 4, maxLength: 4 }),
      file,
      marks,
      maybe(patterns),
      maybe(fc.constantFrom('.', ',' as const)),
      fc.nat(3),
    ),
    ([all, columns, common, [first, second, third], date, decimal, kind]) => {
      const choices = Object.fromEntries(all.map((name, place) => [name, columns[place]!]));
      const own = given({
        missing: kind === 1 ? [third!] : undefined,
        values: kind > 1 ? [second!] : undefined,
        atoms: kind === 3 ? [-9, 99.5] : undefined,
        apart: kind === 2 ? ['', first!] : kind === 0 ? [third!] : undefined,
        date,
        decimal,
        group: decimal && "'",
      });
      const name = all[0]!;
      const isDate = choices[name]!.kind === 'datetime' || choices[name]!.kind === undefined;
      const { date: _date, ...plain } = own;
      const reading = readRecipe({
        reading: given({
          ...common,
          missing: kind > 0 ? [first!, second!] : undefined,
          columns: { [name]: isDate ? own : plain },
        }),
      }).reading;
      const json: unknown = JSON.parse(
        JSON.stringify(writeTableSchema({ schema: schemaOf(choices), reading, dialect: null, withInferred: false })),
      );
      const read = readTableSchema(json);
      const said = Object.fromEntries(Object.entries(choices).filter(([, one]) => Object.keys(one).length > 0));
      expect({ columns: read.columns, unsaid: read.unsaid, names: read.names }).toEqual({
        columns: said,
        unsaid: [],
        names: all,
      });
      const isEmpty = Object.keys(reading.columns![name]!).length === 0;
      const { columns: _columns, ...rest } = reading;
      expect(read.reading).toEqual(isEmpty ? rest : reading);
    },
    1_000,
  );
});

test('what is imported and exported and imported again says the same', () => {
  const json = {
    fields: [
      { name: 'n', type: 'number', decimalChar: ',', constraints: { minimum: 0, maximum: 9, required: true } },
      {
        name: 'c',
        type: 'integer',
        categories: [
          { value: 1, label: 'one' },
          { value: 2, label: 'two' },
        ],
      },
      { name: 'd', type: 'date', format: '%d/%m/%Y', constraints: { minimum: '01/01/2020', maximum: '31/12/2020' } },
      { name: 's', type: 'string' },
    ],
    missingValues: ['', 'NA'],
  };
  const once = readTableSchema(json);
  const choices = Object.fromEntries(once.names.map((name) => [name, once.columns[name] ?? {}]));
  const again = readTableSchema(
    writeTableSchema({ schema: schemaOf(choices), reading: once.reading, dialect: null, withInferred: false }),
  );
  expect({ ...again, columns: { ...again.columns, n: { ...again.columns['n'], decimals: undefined } } }).toEqual({
    ...once,
    match: 'equal',
    columns: { ...once.columns, n: { ...once.columns['n'], decimals: undefined } },
  });
});

test('of a table as it was read nothing is exported but its names, unless it is asked for', async () => {
  const { table, inferences, dialect } = await readText(
    `id;level;amount;day\n${Array.from({ length: 40 }, (_, row) => `k${row};${'ab'[row % 2]};${row}.5;2020-01-${10 + (row % 9)}`).join('\n')}\n`,
  );
  const schema = inferSchema(table, inferences);
  const silent = writeTableSchema({ schema, reading: {}, dialect, withInferred: false });
  expect(silent).toEqual({
    $schema: expect.any(String) as string,
    fieldsMatch: 'equal',
    fields: ['id', 'level', 'amount', 'day'].map((name) => ({ name })),
  });
  const full = writeTableSchema({ schema, reading: {}, dialect, withInferred: true });
  expect(full).toMatchObject({
    fields: [
      { name: 'id', type: 'string', understudy: { kind: 'identifier', sources: { kind: 'inferred' } } },
      { name: 'level', type: 'string', categories: ['a', 'b'], constraints: { required: true } },
      { name: 'amount', type: 'number', constraints: { minimum: 0.5, maximum: 39.5 }, understudy: { decimals: 1 } },
      { name: 'day', type: 'date', format: '%Y-%m-%d', constraints: { minimum: '2020-01-10', maximum: '2020-01-18' } },
    ],
    understudy: { dialect: { delimiter: ';', header: true, lineTerminator: '\n', quoteChar: '"' } },
  });
  expect(readTableSchema(full).unsaid).toEqual([]);
});

test('a discovered part goes out as such', () => {
  const [column] = schemaOf({ a: { kind: 'numeric', bounds: [0, 9] } }).columns;
  const schema: Schema = { columns: [{ ...column!, domain: { ...column!.domain!, source: 'discovered' } }] };
  const { fields } = writeTableSchema({ schema, reading: {}, dialect: null, withInferred: false }) as {
    fields: object[];
  };
  expect(fields[0]).toMatchObject({ understudy: { sources: { kind: 'declared', domain: 'discovered' } } });
});

test('a dialect says what there is a word for, and comes back', () => {
  forAll(
    file,
    (all) => {
      const { encoding: _e, lastLine: _l, unwrap: _u, aside: _a, ...choices } = given(all) as ReadingChoices;
      const written = writeTableDialect(choices, null);
      const back: ReadingChoices = written === null ? {} : readTableDialect(written).reading;
      const isSaid = (key: string, value: unknown): boolean =>
        value !== '' &&
        !(key === 'headerRows' && (value === 1 || choices.header === false)) &&
        !(key === 'firstLine' && (value === 1 || choices.header === false));
      expect(back).toEqual(Object.fromEntries(Object.entries(choices).filter(([key, value]) => isSaid(key, value))));
    },
    1_000,
  );
});

test('what a dialect says beyond that is named', () => {
  expect(
    readTableDialect({
      delimiter: ';',
      nullSequence: '\\N',
      lineTerminator: '\r\n',
      itemType: 'array',
      escapeChar: '^',
    }),
  ).toEqual({
    reading: { delimiter: ';', missing: ['\\N'] },
    unsaid: ['itemType', 'escapeChar'],
  });
});

test('what is said of made identifiers is exported and imported: a pattern as the standard has it, all else as ours', () => {
  const choices: Record<string, ColumnChoices> = {
    plain: { kind: 'identifier', identifier: { pattern: 'C\\d{2}-[A-Z]{1,3}' } },
    checked: { kind: 'identifier', identifier: { pattern: '[0-9]{12}', check: 'luhn' } },
    form: { kind: 'text', identifier: { form: 'email' } },
    open: { identifier: { pattern: 'a{4}' } },
  };
  const identifiers = Object.fromEntries(Object.entries(choices).map(([name, { identifier }]) => [name, identifier!]));
  const write = (made: typeof identifiers) =>
    writeTableSchema({
      schema: schemaOf(choices),
      reading: {},
      dialect: null,
      identifiers: made,
      withInferred: false,
    });
  expect(write(identifiers)['fields']).toMatchObject([{ constraints: { pattern: 'C\\d{2}-[A-Z]{1,3}' } }, {}, {}, {}]);
  expect(readTableSchema(write(identifiers)).columns).toEqual(choices);
  // A backslash before a letter is that letter here, and a class there.
  const escaped = { plain: { pattern: '\\w\\.\\\\' } };
  expect(readTableSchema(write(escaped)).columns['plain']!.identifier).toEqual({ pattern: 'w\\.\\\\' });
});
