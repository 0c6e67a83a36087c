/**
 * Correlations planted between latent normals come back from the columns they were cut into. Each check fits 16 tables
 * of 2,500 rows; the mean estimate less the planted value, over its standard error, is t with 15 degrees of freedom.
 */
import type { SingleModel } from '../../../src/core/models/model.ts';
import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/math/rng.ts';
import type { Column } from '../../../src/core/table/column.ts';
import { EPSILON_1, fitTable } from '../../helpers/models.ts';
import { categorical, numeric, tableOf } from '../../helpers/tables.ts';

const TABLES = 16;
const ROWS = 2500;

type Cut = 'number' | 'order' | 'binary';
const pairs: [Cut, Cut][] = [
  ['number', 'number'],
  ['number', 'order'],
  ['number', 'binary'],
  ['order', 'order'],
  ['order', 'binary'],
  ['binary', 'binary'],
];

for (const missing of [0, 0.2]) {
  test.each(pairs)(
    `%s and %s, ${100 * missing} % missing: correlations 0.2 … 0.95 come back (|t| < 7; false alarm 4e-6 a value)`,
    (first, second) => {
      for (const planted of [0.2, 0.5, 0.8, -0.8, 0.95]) {
        const estimates = Array.from({ length: TABLES }, (_, seed) => {
          const rng = createRng(seed, 'planted', planted, first, second, missing);
          const z = latentPair(planted, rng.normal);
          const holes = (): boolean => rng.uniform() < missing;
          const table = tableOf(cut('x', first, z.first, holes), cut('y', second, z.second, holes));
          return valueLink(fitTable('copula', table).model);
        });
        expectPlanted(estimates, planted);
      }
    },
  );
}

test('links between values and missing cells, and of missing cells with each other, come back (false alarm 4e-6 a value)', () => {
  const values: number[] = [];
  const holes: number[] = [];
  for (let seed = 0; seed < TABLES; seed++) {
    const rng = createRng(seed, 'planted missing');
    const rows = Array.from({ length: ROWS }, () => {
      const x = rng.normal();
      const common = rng.normal();
      return {
        x,
        y: 0.6 * x + 0.8 * rng.normal() > 0.5,
        z: Math.sqrt(0.5) * (common + rng.normal()) > 1,
        w: Math.sqrt(0.5) * (common + rng.normal()) > 1,
      };
    });
    const hidden = (isMissing: (row: (typeof rows)[number]) => boolean): (number | null)[] =>
      rows.map((row) => (isMissing(row) ? null : rng.below(50)));
    const table = tableOf(
      numeric(
        'x',
        rows.map(({ x }) => Math.round(100 * x) / 100),
        2,
      ),
      numeric(
        'y',
        hidden(({ y }) => y),
      ),
      numeric(
        'z',
        hidden(({ z }) => z),
      ),
      numeric(
        'w',
        hidden(({ w }) => w),
      ),
    );
    const { model } = fitTable('copula', table);
    if (model.kind !== 'copula' || model.dependence.kind !== 'matrix') throw new Error('no matrix');
    const { correlation } = model.dependence;
    const size = model.latents.length;
    const at = (column: number, kind: string): number =>
      model.latents.findIndex((latent) => latent.column === column && latent.kind === kind);
    values.push(correlation[at(0, 'value') * size + at(1, 'missing')]!);
    holes.push(correlation[at(2, 'missing') * size + at(3, 'missing')]!);
  }
  expectPlanted(values, 0.6);
  expectPlanted(holes, 0.5);
});

test.each([
  ['each with the next', 3, 0.065, (i: number, j: number) => 0.8 ** Math.abs(i - j)],
  ['one factor', 3, 0.14, () => 0.49],
] as const)(
  'under a claim 40 columns of 2,000 rows, %s: at epsilon %s the root mean square error of correlations is below %s (three tables)',
  (name, epsilon, limit, planted) => {
    for (let seed = 1; seed <= 3; seed++) {
      const rng = createRng(seed, name);
      const rows = Array.from({ length: 2000 }, () =>
        name === 'one factor' ? factorRow(rng.normal) : chainRow(rng.normal),
      );
      const columns = Array.from({ length: 40 }, (_, column) =>
        numeric(
          `c${column}`,
          rows.map((row) => Math.round(100 * Math.max(-4, Math.min(4, row[column]!))) / 100),
          2,
        ),
      );
      const { model } = fitTable('copula', tableOf(...columns), { privacy: { ...EPSILON_1, epsilon }, seed });
      if (model.kind !== 'copula' || model.dependence.kind !== 'matrix') throw new Error('no matrix');
      const { correlation } = model.dependence;
      // Schemas read off the table let cells be missing; noise may make that a latent of its own.
      const place = Array.from({ length: 40 }, (_, column) =>
        model.latents.findIndex((latent) => latent.column === column && latent.kind === 'value'),
      );
      let squares = 0;
      for (let i = 0; i < 40; i++) {
        for (let j = 0; j < i; j++)
          squares += (correlation[place[i]! * model.latents.length + place[j]!]! - planted(i, j)) ** 2;
      }
      expect(Math.sqrt(squares / 780)).toBeLessThan(limit);
    }
  },
);

function latentPair(r: number, normal: () => number): { first: number[]; second: number[] } {
  const first = Array.from({ length: ROWS }, normal);
  return { first, second: first.map((x) => r * x + Math.sqrt(1 - r * r) * normal()) };
}

function chainRow(normal: () => number): number[] {
  const row = [normal()];
  while (row.length < 40) row.push(0.8 * row.at(-1)! + 0.6 * normal());
  return row;
}

function factorRow(normal: () => number): number[] {
  const factor = normal();
  return Array.from({ length: 40 }, () => 0.7 * factor + Math.sqrt(0.51) * normal());
}

function cut(name: string, kind: Cut, z: readonly number[], isHole: () => boolean): Column {
  const cells = z.map((x) => (isHole() ? null : x));
  switch (kind) {
    case 'number':
      return numeric(
        name,
        cells.map((x) => (x === null ? null : Math.round(1000 * x) / 1000)),
        3,
      );
    case 'order':
      return numeric(
        name,
        cells.map((x) => (x === null ? null : [-1, -0.2, 0.5, 1.3].filter((end) => end < x).length)),
      );
    case 'binary':
      return categorical(
        name,
        cells.map((x) => (x === null ? null : x > 0.6 ? 'yes' : 'no')),
        ['no', 'yes'],
      );
  }
}

/** The correlation of the first two value latents. */
function valueLink(model: SingleModel): number {
  if (model.kind !== 'copula' || model.dependence.kind !== 'matrix') throw new Error('no matrix');
  const [first, second] = model.latents.flatMap((latent, at) => (latent.kind === 'value' ? [at] : []));
  return model.dependence.correlation[first! * model.latents.length + second!]!;
}

function expectPlanted(estimates: readonly number[], planted: number): void {
  const n = estimates.length;
  const mean = estimates.reduce((sum, r) => sum + r, 0) / n;
  const variance = estimates.reduce((sum, r) => sum + (r - mean) ** 2, 0) / (n - 1);
  const t = (mean - planted) / Math.sqrt(variance / n);
  expect(Math.abs(t), `mean ${mean.toFixed(4)} for ${planted}`).toBeLessThan(7);
}
