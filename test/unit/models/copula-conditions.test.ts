import { beforeAll, describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/math/rng.ts';
import { allowedCodes, wishesOf } from '../../../src/core/models/conditions.ts';
import { confine, type Region } from '../../../src/core/models/copula/confine.ts';
import type { Dependence } from '../../../src/core/models/copula/latents.ts';
import { drawLatents } from '../../../src/core/models/copula/normals.ts';
import type { Draw } from '../../../src/core/models/model.ts';
import { partsOf } from '../../../src/core/models/registry.ts';
import { silent } from '../../../src/core/progress.ts';
import type { Condition } from '../../../src/core/recipe/where.ts';
import { rulebookOf } from '../../../src/core/rules/rulebook.ts';
import { sampleParts } from '../../../src/core/rules/sample-parts.ts';
import { fitTable, type Fitted } from '../../helpers/models.ts';
import { categorical, numeric, rowsOf, tableOf } from '../../helpers/tables.ts';

const MATRIX: Dependence = {
  kind: 'matrix',
  correlation: Float64Array.of(1, 0.7, -0.4, 0.5, 0.7, 1, -0.3, 0.6, -0.4, -0.3, 1, 0.1, 0.5, 0.6, 0.1, 1),
};
const FACTORS: Dependence = {
  kind: 'factors',
  factorCount: 2,
  loadings: Float64Array.of(0.8, 0.3, 0.7, -0.5, 0.9, 0, 0.5, -0.6),
};
const REGIONS = new Map<number, Region>([
  [
    1,
    [
      [-Infinity, -0.5],
      [0.2, 0.9],
    ],
  ],
  [3, [[0.3, Infinity]]],
]);

describe.each([MATRIX, FACTORS])('latents joined by a $kind', (dependence) => {
  test('rows within regions have the law of rejection (z = 6, false alarm 1e-7)', () => {
    const free = drawLatents(dependence, 4, 40_000, 1);
    const confined = drawLatents(dependence, 4, 2500, 2);
    confine(confined, dependence, REGIONS, 2);
    const isInside = (z: readonly Float32Array[], row: number): boolean =>
      [...REGIONS].every(([at, region]) => region.some(([low, high]) => low <= z[at]![row]! && z[at]![row]! <= high));
    const rowsWithin = (z: readonly Float32Array[]): number[] => [...z[0]!.keys()].filter((row) => isInside(z, row));
    const [kept, made] = [rowsWithin(free), rowsWithin(confined)];
    expect(made).toHaveLength(2500);
    for (let i = 0; i < 4; i++) {
      for (let j = 0; j <= i; j++) {
        for (const statistic of [
          (z: readonly Float32Array[], row: number) => z[i]![row]!,
          (z: readonly Float32Array[], row: number) => z[i]![row]! * z[j]![row]!,
          (z: readonly Float32Array[], row: number) => Number(z[i]![row]! < 0.4 && z[j]![row]! < -0.6),
        ]) {
          const [wanted, found] = [
            momentsOf(kept.map((row) => statistic(free, row))),
            momentsOf(made.map((row) => statistic(confined, row))),
          ];
          const deviation = Math.sqrt(wanted.variance / kept.length + found.variance / made.length);
          expect(Math.abs(wanted.mean - found.mean)).toBeLessThan(6 * deviation + 1e-9);
        }
      }
    }
  });

  test('a region far out in both tails is reached', () => {
    const z = drawLatents(dependence, 4, 500, 3);
    confine(
      z,
      dependence,
      new Map([
        [0, [[4, Infinity]]],
        [1, [[-Infinity, -4]]],
      ] as const),
      3,
    );
    expect(Math.min(...z[0]!)).toBeGreaterThanOrEqual(4);
    expect(Math.max(...z[1]!)).toBeLessThanOrEqual(-4);
    expect(z.every((own) => own.every(Number.isFinite))).toBe(true);
  });
});

function momentsOf(values: readonly number[]): Readonly<{ mean: number; variance: number }> {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length };
}

describe('a table of a size, a weight that grows with it, and a grade that is often missing where both are small', () => {
  let fitted: Fitted;
  beforeAll(() => {
    const rng = createRng(4, 'sizes');
    const rows = Array.from({ length: 5000 }, () => {
      const size = rng.normal();
      const weight = 0.9 * size + Math.sqrt(1 - 0.9 ** 2) * rng.normal();
      return { size, weight, grade: size + rng.normal() < -0.8 ? null : weight + rng.normal() > 0 ? 'high' : 'low' };
    });
    const table = tableOf(
      ...(['size', 'weight'] as const).map((name) =>
        numeric(
          name,
          rows.map((row) => Math.round(20 * row[name])),
        ),
      ),
      categorical(
        'grade',
        rows.map((row) => row.grade),
        ['high', 'low', 'none'],
      ),
    );
    fitted = fitTable('copula', table);
  });

  const made = (where: Condition['where'], rows: number, draw: Draw = 'even') =>
    sampleParts(
      partsOf(fitted.model),
      { rowCount: rows, draw, seed: 1 },
      wishesOf([{ where, rows }], fitted.schema, rows),
      rulebookOf([], fitted.schema),
      silent,
    );

  test('a kind that no row in a million is of is drawn as such', () => {
    const { table, wishes } = made({ size: [40, 90], weight: [-90, -20] }, 300);
    expect(table.rowCount).toBe(300);
    // A tenth is held in reserve, and a rare value may be moved out of the range.
    expect(wishes[0]!.tried).toBeLessThan(500);
  });

  test.each(['even', 'independent'] as const)('missing, or not, and how big: %s', (draw) => {
    const small = made({ grade: null, size: [-60, -10] }, 400, draw);
    expect(small.wishes[0]).toMatchObject({ made: 400 });
    expect(rowsOf(small.table).every(([, , grade]) => grade === null)).toBe(true);
    const known = made({ grade: ['high', 'low'] }, 400, draw);
    expect(rowsOf(known.table).every(([, , grade]) => grade !== null)).toBe(true);
    expect(small.wishes[0]!.tried + known.wishes[0]!.tried).toBeLessThan(1000);
  });

  test('values of a range that is asked for alone have their expected rows, rounded, when dealt out evenly', () => {
    const [wish] = wishesOf([{ where: { size: [-5, 11] }, rows: 1 }], fitted.schema, 1);
    const allowed = allowedCodes(wish!, fitted.model.domain);
    const rowCount = 700;
    const [part] = partsOf(fitted.model);
    const draw = (seed: number) =>
      part!.synthesizer.sample(fitted.model, { rowCount, draw: 'even', allowed }, createRng(seed, 'sample'), silent);
    const codes = draw(1).columns[0]!;
    const weights = fitted.model.counts[0]!.map((count, code) => count * allowed[0]![code]!);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    weights.forEach((weight, code) => {
      const rows = codes.filter((own) => own === code).length;
      expect(Math.abs(rows - (weight / total) * rowCount)).toBeLessThan(2); // a row more or less at either end
    });
    expect(draw(1)).toEqual(draw(1));
    expect(draw(2)).not.toEqual(draw(1));
  });

  test('a level that no row has is refused', () => {
    expect(() => made({ grade: 'none' }, 5)).toThrow(expect.objectContaining({ code: 'condition-impossible' }));
  });
});
