import { expect, test } from 'vitest';
import { createRng } from '../../../../src/core/math/rng.ts';
import { CAPS } from '../../../../src/core/models/graphical/graph.ts';
import { junctionTreeCells } from '../../../../src/core/models/graphical/junction-tree.ts';
import type { GraphicalModel } from '../../../../src/core/models/model.ts';
import { sampleCodes, EPSILON_1, fitTable, type Fitted, type FitOptions } from '../../../helpers/models.ts';
import type { Table } from '../../../../src/core/table/column.ts';
import { categorical, tableOf } from '../../../helpers/tables.ts';

const BOTH = ['mst', 'aim'] as const;

function graphical(id: 'mst' | 'aim', table: Table, options: FitOptions): Fitted & { model: GraphicalModel } {
  const fitted = fitTable(id, table, options);
  if (fitted.model.kind !== id) throw new Error('another model');
  return { ...fitted, model: fitted.model };
}

function randomTable(rowCount: number, sizes: readonly number[], seed: number): Table {
  const rng = createRng(seed, 'table');
  return tableOf(
    ...sizes.map((size, at) =>
      categorical(
        `c${at}`,
        Array.from({ length: rowCount }, () => `l${rng.below(size)}`),
        Array.from({ length: size }, (_, level) => `l${level}`),
      ),
    ),
  );
}

test('the pairs of MST join all columns by one fewer, each once, with a claim and without', () => {
  for (const columnCount of [2, 3, 7, 20]) {
    const table = randomTable(100, Array<number>(columnCount).fill(3), columnCount);
    for (const privacy of [EPSILON_1, null]) {
      const pairs = graphical('mst', table, { privacy }).model.cliques.filter(({ length }) => length === 2);
      expect(pairs).toHaveLength(columnCount - 1);
      const reached = new Set([0]);
      for (let step = 0; step < columnCount; step++) {
        for (const pair of pairs) if (pair.some((column) => reached.has(column))) pair.forEach((c) => reached.add(c));
      }
      expect(reached.size).toBe(columnCount);
    }
  }
});

test('a column whose pairs are all too large stands alone, and the rest is joined as ever', () => {
  const table = randomTable(300, [30_000, 12, 12, 12], 1);
  for (const id of BOTH) {
    const { model, ledger } = graphical(id, table, { privacy: { ...EPSILON_1, epsilon: 10 } });
    const joint = model.cliques.filter(({ length }) => length > 1);
    expect(joint.length).toBeGreaterThan(0);
    expect(joint.flat()).not.toContain(0);
    expect(ledger!.entries.filter(({ columns }) => columns.join() === 'c0').length).toBeGreaterThan(0);
    expect(new Set(sampleCodes(model, 200).columns[0]).size).toBeGreaterThan(1);
  }
});

test('where all columns are too large for pairs, they are measured one by one', () => {
  const table = randomTable(50, [600, 600], 2);
  for (const id of BOTH) {
    const { model, ledger } = graphical(id, table, { privacy: EPSILON_1 });
    expect(model.cliques.every(({ length }) => length === 1)).toBe(true);
    expect(ledger!.entries.some(({ columns }) => columns.join() === 'c1')).toBe(true);
  }
});

test('ten rows at epsilon 0.1 give rows', () => {
  const table = randomTable(10, [4, 4, 4, 4], 3);
  for (const id of BOTH) {
    const { model } = graphical(id, table, { privacy: { ...EPSILON_1, epsilon: 0.1 } });
    expect(sampleCodes(model, 25).columns.map(({ length }) => length)).toEqual([25, 25, 25, 25]);
  }
});

test('the tree of AIM stays within its cap, which an option sets', () => {
  const rng = createRng(4, 'links');
  const rows = Array.from({ length: 3000 }, () => {
    const common = rng.below(12);
    return Array.from({ length: 6 }, () => (common + rng.below(3)) % 12);
  });
  const table = tableOf(
    ...[0, 1, 2, 3, 4, 5].map((at) =>
      categorical(
        `c${at}`,
        rows.map((row) => `l${row[at]!}`),
        Array.from({ length: 12 }, (_, level) => `l${level}`),
      ),
    ),
  );
  for (const privacy of [null, { ...EPSILON_1, epsilon: 100 }]) {
    const { model } = graphical('aim', table, { privacy });
    expect(model.cliques.some(({ length }) => length === 3)).toBe(true);
    const sizes = model.counts.map(({ length }) => length);
    expect(sizes.reduce((product, size) => product * size, 1)).toBeGreaterThan(1e6);
    expect(junctionTreeCells(model.cliques, sizes)).toBeLessThanOrEqual(CAPS.default);
  }
});
