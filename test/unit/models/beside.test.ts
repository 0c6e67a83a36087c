/** Levels beside the numbers of a column, values that are codes and marks that are kept apart, in every synthesizer. */
import { describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/math/rng.ts';
import { allowedCodes, meets, wishOf } from '../../../src/core/models/conditions.ts';
import { decodeTable } from '../../../src/core/models/decoding.ts';
import { encodeTable } from '../../../src/core/models/encoding.ts';
import { declaredDomain } from '../../../src/core/models/declared-domain.ts';
import { generate, prepare } from '../../../src/core/pipeline.ts';
import { seededEntropy } from '../../../src/core/privacy/seeded-entropy.ts';
import { silent } from '../../../src/core/progress.ts';
import { DEFAULT_RECIPE, type Recipe } from '../../../src/core/recipe.ts';
import {
  takeTableRows,
  type CategoricalColumn,
  type NumericColumn,
  type Table,
} from '../../../src/core/table/column.ts';
import { applyDomain } from '../../../src/core/table/domain.ts';
import { rowHashes } from '../../../src/core/table/row-hash.ts';
import { inferSchema } from '../../../src/core/table/infer-schema.ts';
import type { NumericDomain, Part, Schema } from '../../../src/core/table/schema.ts';
import { ALL_IDS, EPSILON_1, fitTable, sampleRows } from '../../helpers/models.ts';
import { categorical, tableOf } from '../../helpers/tables.ts';

const ROWS = 600;
const TIMES = 5;
const MARKS = ['NA', ''];
/** Of 200 rows: 1 the code −9, 10 the code 999, 20 `NA`, 8 empty, 5 missing without a mark; the others numbers from 0 to 49. */
const table = tableOf(
  besideColumn(),
  categorical(
    'group',
    cells((place) => (place < 44 ? 'a' : 'bcd'[place % 3]!)),
  ),
);
const sharesOf = ({ rowCount, columns }: Table): Record<string, number> => {
  const { values, marks } = columns[0] as NumericColumn;
  const found: Record<string, number> = {};
  let contradictions = 0;
  values.forEach((value, row) => {
    const mark = marks!.codes[row]!;
    const level = Number.isNaN(value) ? `missing ${mark === 0 ? 'plain' : marks!.texts[mark - 1]}` : String(value);
    if (Number.isNaN(value) || value < 0 || value > 49) found[level] = (found[level] ?? 0) + 1;
    if (!Number.isNaN(value) && mark !== 0) contradictions++;
  });
  expect(contradictions).toBe(0);
  return Object.fromEntries(Object.entries(found).map(([level, rows]) => [level, (200 * rows) / rowCount]));
};
const SHARES = { '-9': 1, 999: 10, 'missing NA': 20, 'missing ': 8, 'missing plain': 5 };

function declared<T>(value: T): Part<T> {
  return { value, source: 'declared' };
}
function cells<T>(cell: (place: number) => T): T[] {
  return Array.from({ length: ROWS }, (_, row) => cell(row % 200));
}
function besideColumn(): NumericColumn {
  const value = (place: number): number => (place < 1 ? -9 : place < 11 ? 999 : place < 44 ? NaN : (place * 7) % 50);
  const mark = (place: number): number => (place < 11 || place >= 39 ? 0 : place < 31 ? 1 : 2);
  const marks = { codes: Uint8Array.from(cells(mark)), texts: MARKS };
  return { kind: 'numeric', name: 'n', values: Float64Array.from(cells(value)), decimals: 0, atoms: [-9, 999], marks };
}

const schema = inferSchema(table, []);
test('the table is as it is said to be', () => expect(sharesOf(table)).toEqual(SHARES));

describe.each(ALL_IDS)('%s', (id) => {
  const budgets = [null, ...(id === 'trees' ? [] : [50])];
  test.each(budgets)('keeps the share of each level within 0.25 % of the rows (epsilon %s)', (epsilon) => {
    const privacy = epsilon === null ? null : { ...EPSILON_1, epsilon };
    const out = sampleRows(fitTable(id, table, { privacy, schema }), TIMES * ROWS);
    const made = sharesOf(out);
    expect(Object.keys(made).sort()).toEqual(Object.keys(SHARES).sort());
    for (const [level, share] of Object.entries(SHARES)) expect(Math.abs(made[level]! - share)).toBeLessThan(0.5);
    if (id !== 'independent' && id !== 'copula' && id !== 'ensemble') expect(groupOfMark(out)).toBeGreaterThan(0.95);
  });
});

/** The share of the cells with `NA` whose group is the one that all of them have in the source. */
function groupOfMark({ columns }: Table): number {
  const [numbers, groups] = columns as [NumericColumn, CategoricalColumn];
  const rows = [...numbers.marks!.codes.keys()].filter((row) => numbers.marks!.codes[row] === 1);
  return rows.filter((row) => groups.levels[groups.codes[row]!] === 'a').length / rows.length;
}

test('what is bought of a domain leaves the levels beside the numbers alone', () => {
  const recipe: Recipe = {
    ...DEFAULT_RECIPE,
    privacy: { ...EPSILON_1, epsilon: 100 },
    split: { holdout: 0, seed: 1 },
    synthesizer: { id: 'independent', options: {} },
  };
  const { synthetic, facts } = generate(prepare(table, [], recipe), recipe, seededEntropy(1), silent);
  const [column] = facts.schema.columns;
  expect(column).toMatchObject({ atoms: [-9, 999], marks: MARKS, domain: { source: 'discovered' } });
  const { low, high } = column!.domain!.value as NumericDomain;
  expect([low >= -1, high < 100]).toEqual([true, true]);
  expect(Object.keys(sharesOf(synthetic)).sort()).toEqual(Object.keys(SHARES).sort());
});

test('declared bounds move no code; without missing cells there are no marks', () => {
  const narrow: Schema = {
    columns: schema.columns.map((column) =>
      column.name === 'n'
        ? { ...column, domain: declared({ kind: 'numeric', low: 10, high: 20, decimals: 0 }) }
        : column,
    ),
  };
  const mapped = applyDomain(table, narrow).table;
  expect(sharesOf(mapped)).toEqual(SHARES);
  const domain = declaredDomain(narrow);
  expect(sharesOf(decodeTable(encodeTable(mapped, domain), domain, createRng(1, 'decode')))).toEqual(SHARES);
  const full = declaredDomain({ columns: narrow.columns.map((column) => ({ ...column, missing: declared(false) })) });
  expect(full.columns[0]).toMatchObject({ beside: [-9, 999], hasMissing: false });
});

test('rows that differ in their mark alone are other rows', () => {
  const alike = tableOf(besideColumn());
  const { low } = rowHashes(takeTableRows(alike, Uint32Array.of(11, 12, 31, 39)));
  expect(low[0]).toBe(low[1]);
  expect(new Set([low[0], low[2], low[3]]).size).toBe(3);
});

test.each([
  [999, 10],
  [[0, 2000], 156],
  [null, 33],
])('rows where the number is %j', (wanted, share) => {
  const wish = wishOf({ n: wanted }, schema, 'where');
  const fits = meets(wish, table);
  expect((200 * fits.reduce((sum, fit) => sum + fit, 0)) / ROWS).toBe(share);
  for (const id of ['mst', 'copula'] as const) {
    const { domain } = fitTable(id, table, { schema }).model;
    const [mask] = allowedCodes({ ...wish, rows: 1 }, domain);
    const codes = encodeTable(table, domain).columns[0]!;
    expect([...codes].map((code) => mask![code])).toEqual([...fits]);
  }
});
