import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  completeRowCount,
  correlationRatio,
  cramersV,
  cramersVCorrected,
  pearson,
  spearman,
} from '../../../src/core/math/correlation.ts';
import { ksDistance, wassersteinDistance } from '../../../src/core/math/distances.ts';
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
    expectNear(ksDistance(real!, synthetic!), ks);
    expectNear(wassersteinDistance(real!, synthetic!), wasserstein);
    expect([quantileInverse(real!, 0.01), quantileInverse(real!, 0.99)]).toEqual([low, high]);
  }
});

test('correlations of complete rows are those of SciPy', () => {
  for (const [first, second, ...wanted] of golden.numericPairs as [string, string, ...number[]][]) {
    const ours = sides.flatMap((side) => {
      const [x, y] = [numbers(side, first), numbers(side, second)];
      return [completeRowCount(x, y), pearson(x, y), spearman(x, y)];
    });
    ours.forEach((value, at) => expectNear(value, wanted[at]!));
  }
});

test("Cramér's V is that of SciPy, and the corrected one that of the published formula", () => {
  for (const [first, second, ...wanted] of golden.categoricalPairs as [string, string, ...number[]][]) {
    const ours = sides.map((side) => {
      const [x, y] = [codes(side, first), codes(side, second)];
      const counts = new Int32Array(x.size * y.size);
      x.codes.forEach((code, row) => counts[code * y.size + y.codes[row]!]!++);
      return [cramersV(counts, x.size, y.size), cramersVCorrected(counts, x.size, y.size)];
    });
    [ours[0]![0]!, ours[1]![0]!, ours[0]![1]!, ours[1]![1]!].forEach((value, at) => expectNear(value, wanted[at]!));
  }
});

test('correlation ratios are those of the published formula', () => {
  for (const [number, category, ...wanted] of golden.mixedPairs as [string, string, ...number[]][]) {
    sides.forEach((side, at) => {
      const groups = codes(side, category);
      expectNear(correlationRatio(numbers(side, number), groups.codes, groups.size), wanted[at]!);
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
function codes(side: (typeof sides)[number], column: string): { codes: Uint16Array; size: number } {
  const cells = tables[side].get(column)!;
  const levels = [...new Set(cells)];
  return { codes: Uint16Array.from(cells, (cell) => levels.indexOf(cell)), size: levels.length };
}

function expectNear(value: number, wanted: number): void {
  expect(Math.abs(value - wanted)).toBeLessThanOrEqual(golden.tolerance * Math.max(1, Math.abs(wanted)));
}
