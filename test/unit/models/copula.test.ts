import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/math/rng.ts';
import { dealByRank } from '../../../src/core/models/copula/rank-draw.ts';
import type { CopulaModel } from '../../../src/core/models/model.ts';
import type { Table } from '../../../src/core/table/column.ts';
import { EPSILON_1, fitTable, type FitOptions } from '../../helpers/models.ts';
import { forAll } from '../../helpers/properties.ts';
import { categorical, numeric, tableOf } from '../../helpers/tables.ts';

test('cells are dealt out by rank, ties by row, whatever the values', () => {
  const value = fc.integer({ min: -900, max: 900 }).map((hundredths) => hundredths / 100);
  forAll(fc.tuple(fc.array(value, { maxLength: 300 }), fc.nat(4), fc.integer({ min: 1, max: 60 })), (drawn) => {
    const [values, skip, cellRows] = drawn;
    const z = Float32Array.from(values);
    const rows = Uint32Array.from(z.keys()).filter((row) => row % 5 >= skip);
    const ends = Float64Array.from(
      { length: Math.ceil(rows.length / cellRows) + 1 },
      (_, cell) => cellRows * (cell + 1),
    );
    const out = new Uint16Array(values.length);
    const codes = Uint16Array.from(ends, (_, cell) => 100 + cell);
    dealByRank(z, rows, ends, codes, createRng(1, 'rank'), out);
    const wanted = new Uint16Array(values.length);
    const inOrder = [...rows].sort((a, b) => z[a]! - z[b]! || a - b);
    inOrder.forEach((row, rank) => (wanted[row] = 100 + Math.floor(rank / cellRows)));
    expect(out).toEqual(wanted);
  });
});

test('levels in no order are put in the order of what they go with', () => {
  const rng = createRng(3, 'scrambled');
  const names = ['delta', 'alpha', 'echo', 'charlie', 'bravo']; // of growing latent
  const rows = Array.from({ length: 3000 }, () => rng.normal());
  const level = (x: number): string => names[[-1, -0.3, 0.3, 1].filter((end) => end < x + 0.3 * rng.normal()).length]!;
  const table = tableOf(
    numeric(
      'x',
      rows.map((x) => Math.round(100 * x) / 100),
      2,
    ),
    categorical('first', rows.map(level), [...names].sort()),
    categorical('second', rows.map(level), [...names].sort().reverse()),
  );
  const model = fitCopula(table);
  for (const column of [1, 2]) {
    const latent = model.latents.find((candidate) => candidate.column === column)!;
    const coded = model.domain.columns[column]!;
    if (coded.kind !== 'levels') throw new Error('not levels');
    const found = [...latent.codes].map((code) => coded.levels[code]);
    expect(found[0] === 'delta' ? found : found.reverse()).toEqual(names);
  }
  expect(Math.abs(linkOf(model, 0, 1))).toBeGreaterThan(0.9);
  expect(Math.abs(linkOf(model, 1, 2))).toBeGreaterThan(0.85);
});

test('under a claim levels keep the order of the schema', () => {
  const cells = Array.from({ length: 500 }, (_, row) => 'cab'[row % 3]!);
  const { latents } = fitCopula(tableOf(categorical('x', cells), categorical('y', cells)), { privacy: EPSILON_1 });
  for (const { kind, codes } of latents) if (kind === 'value') expect([...codes]).toEqual([1, 2, 3, 4]);
});

test('columns that are not linked stay so: sampling noise is shrunk away', () => {
  const rng = createRng(8, 'unlinked');
  const columns = Array.from({ length: 30 }, (_, column) =>
    numeric(
      `c${column}`,
      Array.from({ length: 200 }, () => rng.below(1000)),
    ),
  );
  const model = fitCopula(tableOf(...columns));
  let squares = 0;
  for (let i = 0; i < 30; i++) for (let j = 0; j < i; j++) squares += linkOf(model, i, j) ** 2;
  expect(Math.sqrt(squares / 435)).toBeLessThan(0.03); // unshrunk it would be 1/√200 = 0.071
});

test('under a claim a link is that of the rows which see both columns, but for what clipping takes', () => {
  const rng = createRng(5, 'holes');
  const rows = Array.from({ length: 20_000 }, () => {
    const x = rng.normal();
    return [x, 0.8 * x + 0.6 * rng.normal()].map((value) =>
      rng.uniform() < 0.4 ? null : Math.round(10 * Math.max(-4, Math.min(4, value))) / 10,
    );
  });
  const table = tableOf(
    numeric(
      'x',
      rows.map((row) => row[0]!),
      1,
    ),
    numeric(
      'y',
      rows.map((row) => row[1]!),
      1,
    ),
  );
  const model = fitCopula(table, { privacy: { ...EPSILON_1, epsilon: 10 } });
  // Over all rows it would be 0.8 · 0.6 = 0.48. Rows that see both are longer, so clipping shortens them more.
  expect(linkOf(model, 0, 1)).toBeGreaterThan(0.62);
  expect(linkOf(model, 0, 1)).toBeLessThan(0.86);
});

function fitCopula(table: Table, options: FitOptions = {}): CopulaModel {
  const { model } = fitTable('copula', table, options);
  if (model.kind !== 'copula') throw new Error('not a copula');
  return model;
}

/** The correlation of the value latents of two columns. */
function linkOf({ latents, dependence }: CopulaModel, first: number, second: number): number {
  if (dependence.kind !== 'matrix') throw new Error('no matrix');
  const [i, j] = [first, second].map((column) =>
    latents.findIndex((latent) => latent.column === column && latent.kind === 'value'),
  );
  return dependence.correlation[i! * latents.length + j!]!;
}
