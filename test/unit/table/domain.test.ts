import { expect, test } from 'vitest';
import { readRecipe } from '../../../src/core/recipe/read-recipe.ts';
import { applyDomain, domainOf } from '../../../src/core/table/domain.ts';
import { applyChoices, inferSchema } from '../../../src/core/table/infer-schema.ts';
import { declareAll, publicSchemaOf, sourceOf } from '../../../src/core/table/schema.ts';
import { categorical, datetime, numeric, rowsOf, tableOf, text } from '../../helpers/tables.ts';

const table = tableOf(
  numeric('age', [17, 40, null, 90]),
  categorical('sex', ['f', 'm', null, 'f']),
  datetime('seen', ['2020-01-01', '2020-03-01', null, '2021-01-01']),
  text('note', ['a', 'b', null, 'a']),
);
const schema = inferSchema(table, []);
const choose = (columns: object) => applyChoices(schema, table, readRecipe({ columns }).columns);

test('an inferred schema says so in every part', () => {
  expect(schema.columns.map(sourceOf)).toEqual(['inferred', 'inferred', 'inferred', 'inferred']);
  expect(schema.columns.map((column) => column.domain?.value.kind ?? null)).toEqual([
    'numeric',
    'categorical',
    'datetime',
    null,
  ]);
  expect(() => publicSchemaOf(schema)).toThrow(/age, sex, seen, note/);
});

test('declaring all of it is the user’s word, and then it may be used under a claim', () => {
  expect(publicSchemaOf(declareAll(schema)).columns).toHaveLength(4);
});

test('what a choice names is declared, and the rest stays as it was', () => {
  const { columns } = choose({ age: { bounds: [18, 65], kind: 'numeric', missing: true } }).schema;
  expect(sourceOf(columns[0]!)).toBe('declared');
  expect(sourceOf(columns[1]!)).toBe('inferred');
});

test('rows are clamped, unknown levels become other, and forbidden missing cells are filled, each counted', () => {
  const chosen = choose({
    age: { bounds: [18, 65], missing: false },
    sex: { levels: ['m'] },
    seen: { bounds: ['2020-02-01', '2020-12-31'] },
  });
  const mapped = applyDomain(chosen.table, chosen.schema);
  expect(rowsOf(mapped.table).map((row) => row.slice(0, 2))).toEqual([
    [18, 'other'],
    [40, 'm'],
    [42, null],
    [65, 'other'],
  ]);
  expect(domainOf(mapped.table.columns[2]!)).toMatchObject({ low: Date.UTC(2020, 1, 1), high: Date.UTC(2020, 11, 31) });
  expect(mapped.notices.map(({ code, place, count }) => [code, place.column, count])).toEqual([
    ['clamped', 'age', 2],
    ['outside-declared', 'sex', 2],
    ['clamped', 'seen', 2],
  ]);
});

test('a row is mapped the same way whatever the other rows are', () => {
  const chosen = choose({ age: { bounds: [18, 65] }, sex: { levels: ['m'] } });
  const all = rowsOf(applyDomain(chosen.table, chosen.schema).table);
  for (let row = 0; row < table.rowCount; row++) {
    const one = tableOf(
      ...[
        numeric('age', [rowsOf(table)[row]![0] as number | null]),
        categorical('sex', [rowsOf(table)[row]![1] as string | null]),
      ],
    );
    const part = { columns: chosen.schema.columns.slice(0, 2) };
    expect(rowsOf(applyDomain(one, part).table)[0]).toEqual(all[row]!.slice(0, 2));
  }
});

test('a column becomes another kind and back with the same cells', () => {
  const asCategory = choose({ age: { kind: 'categorical' } });
  expect(asCategory.schema.columns[0]!.domain!.value).toEqual({ kind: 'categorical', levels: ['17', '40', '90'] });
  const back = applyChoices(asCategory.schema, asCategory.table, { age: { kind: 'numeric' } });
  expect(rowsOf(back.table)).toEqual(rowsOf(table));
});

test.each([
  [{ weight: { kind: 'numeric' } }, 'column-unknown'],
  [{ sex: { kind: 'numeric' } }, 'kind-impossible'],
  [{ note: { kind: 'datetime' } }, 'kind-impossible'],
  [{ age: { bounds: ['2020-01-01', '2020-02-01'] } }, 'recipe-invalid'],
])('%j is refused as %s without showing a cell', (columns, code) => {
  expect(() => choose(columns)).toThrow(expect.objectContaining({ code }));
});

test('a category of more levels than 16 bits hold is refused', () => {
  const many = tableOf(
    text(
      'key',
      Array.from({ length: 66_000 }, (_, i) => `k${i}`),
    ),
  );
  const refused = () => applyChoices(inferSchema(many, []), many, { key: { kind: 'categorical' } });
  expect(refused).toThrow(expect.objectContaining({ code: 'levels-too-many' }));
});
