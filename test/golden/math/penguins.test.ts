import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cramersV, etaOf, pearsonOf } from '../../../src/core/fidelity/associations.ts';
import { sortedDistances } from '../../../src/core/fidelity/distances.ts';
import { rankCorrelations } from '../../../src/core/fidelity/rank-correlations.ts';
import { quantileInverse } from '../../../src/core/math/ranks.ts';
import golden from './penguins.json' with { type: 'json' };

const tables = { real: cellsOf(golden.tables.real), synthetic: cellsOf(golden.tables.synthetic) };
const sides = ['real', 'synthetic'] as const;

test('distances and inverse quantiles are those of SciPy', () => {
  for (const [column, ks, wasserstein, low, high] of golden.numeric as [string, number, number, number, number][]) {
    const [real, synthetic] = sides.map((side) =>
      numbers(side, column)
        .filter((x) => !Number.isNaN(x))
        .sort(),
    );
    const distances = sortedDistances(real!, synthetic!);
    expectNear(distances.ks, ks);
    expectNear(distances.wasserstein, wasserstein);
    expect([quantileInverse(real!, 0.01), quantileInverse(real!, 0.99)]).toEqual([low, high]);
  }
});

test('correlations of complete rows are those of SciPy', () => {
  // Rows are: two columns; then, for real and for synthetic, n, Pearson and Spearman.
  for (const [first, second, ...wanted] of golden.numericPairs as [string, string, ...number[]][]) {
    sides.forEach((side, at) => {
      const { value, n } = pearsonOf(numbers(side, first), numbers(side, second));
      expect(n).toBe(wanted[3 * at]);
      expectNear(value, wanted[3 * at + 1]!);
      const ranked = rankCorrelations([numbers(side, first), null, numbers(side, second)], Infinity)(0, 2);
      expect(ranked.n).toBe(wanted[3 * at]);
      expectNear(ranked.value, wanted[3 * at + 2]!);
    });
  }
});

test("the corrected Cramér's V is that of the published formula", () => {
  // Rows are: two columns; V for real and synthetic, which is not shown; the corrected V for both.
  for (const [first, second, ...wanted] of golden.categoricalPairs as [string, string, ...number[]][]) {
    sides.forEach((side, at) => {
      const [x, y] = [codes(side, first), codes(side, second)];
      const counts = new Int32Array(x.size * y.size);
      x.codes.forEach((code, row) => counts[code * y.size + y.codes[row]!]!++);
      expectNear(cramersV(counts, x.size, y.size, [-1, -1]).value, wanted[2 + at]!);
    });
  }
});

test('correlation ratios are those of the published formula', () => {
  for (const [number, category, ...wanted] of golden.mixedPairs as [string, string, ...number[]][]) {
    sides.forEach((side, at) => {
      const groups = codes(side, category);
      expectNear(etaOf(numbers(side, number), groups.codes, groups.size, -1).value, wanted[at]!);
    });
  }
});

/** The cells of a plain CSV without quotes, by column name. */
function cellsOf(file: string): Map<string, string[]> {
  const lines = readFileSync(new URL(file, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  const rows = lines.map((line) => line.split(','));
  return new Map(rows[0]!.map((name, at) => [name, rows.slice(1).map((row) => row[at]!)]));
}

function numbers(side: (typeof sides)[number], column: string): Float64Array {
  return Float64Array.from(tables[side].get(column)!, (cell) => (cell === '' ? NaN : Number(cell)));
}

/** Codes of the levels in order of appearance; a missing cell is the level ''. */
function codes(side: (typeof sides)[number], column: string): { codes: Uint8Array; size: number } {
  const cells = tables[side].get(column)!;
  const levels = [...new Set(cells)];
  return { codes: Uint8Array.from(cells, (cell) => levels.indexOf(cell)), size: levels.length };
}

function expectNear(value: number, wanted: number): void {
  expect(Math.abs(value - wanted)).toBeLessThanOrEqual(golden.tolerance * Math.max(1, Math.abs(wanted)));
}
