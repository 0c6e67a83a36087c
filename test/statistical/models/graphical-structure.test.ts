/** What AIM and MST find in planted tables, and what noise leaves of it. */
import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/math/rng.ts';
import { encodeTable } from '../../../src/core/models/encoding.ts';
import { codeCount } from '../../../src/core/models/coded-domain.ts';
import { DRAWS } from '../../../src/core/models/model.ts';
import type { Table } from '../../../src/core/table/column.ts';
import { marginalErrors, type Errors } from '../../helpers/marginal-errors.ts';
import { fitTail } from '../../helpers/masses.ts';
import { EPSILON_1, fitTable, sampleCodes } from '../../helpers/models.ts';
import { naiveMarginal, naiveTable } from '../../helpers/naive/graphical.ts';
import { categorical, tableOf } from '../../helpers/tables.ts';

/** Columns of levels l0, l1, … from rows of codes. */
function leveled(rows: readonly (readonly number[])[]): Table {
  return tableOf(
    ...rows[0]!.map((_, column) => {
      const codes = rows.map((row) => row[column]!);
      const levels = Array.from({ length: Math.max(...codes) + 1 }, (_, level) => `l${level}`);
      return categorical(
        `c${column}`,
        codes.map((code) => `l${code}`),
        levels,
      );
    }),
  );
}

test('an exclusive or of three columns, 20,000 rows at epsilon 3: AIM holds it, MST cannot', () => {
  const rng = createRng(1, 'xor');
  const table = leveled(
    Array.from({ length: 20_000 }, () => {
      const [a, b] = [rng.below(2), rng.below(2)];
      return [a, b, a ^ b, rng.below(4), rng.below(3)];
    }),
  );
  const shareKept = (id: string): number => {
    const { model } = fitTable(id, table, { privacy: { ...EPSILON_1, epsilon: 3 } });
    const [a, b, c] = sampleCodes(model, 20_000).columns as [Uint16Array, Uint16Array, Uint16Array];
    const [kept] = encodeTable(leveled([[1, 1, 0, 3, 2], [0, 0, 0, 0, 0]]), model.domain).columns; // prettier-ignore
    const zero = kept![1]!;
    let rows = 0;
    for (let row = 0; row < a.length; row++) if ((a[row] === b[row]) === (c[row] === zero)) rows++;
    return rows / a.length;
  };
  expect(shareKept('aim')).toBeGreaterThan(0.97);
  expect(Math.abs(shareKept('mst') - 0.5)).toBeLessThan(0.05);
});

/** Six columns, 5,000 rows: a chain, a column of two parents, and one on its own. */
function planted(seed: number): Table {
  const rng = createRng(seed, 'planted');
  return leveled(
    Array.from({ length: 5000 }, () => {
      const a = rng.below(5);
      const b = (a + Number(rng.uniform() < 0.3)) % 5;
      const c = rng.uniform() < 0.8 ? b % 4 : rng.below(4);
      const d = rng.uniform() < 0.9 ? (a + c) % 6 : rng.below(6);
      return [a, b, c, d, rng.uniform() < 0.05 ? 1 : 0, rng.below(8)];
    }),
  );
}

function errorsOf(id: string, table: Table, epsilon: number | null, seed: number): Errors {
  const privacy = epsilon === null ? null : { ...EPSILON_1, epsilon };
  const { model } = fitTable(id, table, { privacy, seed });
  return marginalErrors(
    encodeTable(table, model.domain),
    sampleCodes(model, table.rowCount, 'even', seed),
    model.domain,
  );
}

test.each(['mst', 'aim'])(
  '%s: errors fall as epsilon rises over 0.1, 1, 10 (sign test: 16 of 16; chance without a fall 2e-5)',
  (id) => {
    const falls = [0, 0, 0];
    for (let seed = 1; seed <= 8; seed++) {
      const table = planted(seed);
      const errors = [0.1, 1, 10].map((epsilon) => errorsOf(id, table, epsilon, seed));
      for (const order of [0, 1, 2]) {
        for (const step of [1, 2]) if (errors[step]![order]! < errors[step - 1]![order]!) falls[order]!++;
      }
    }
    expect(falls).toEqual([16, 16, 16]);
  },
);

test.each(['mst', 'aim'])(
  '%s: at epsilon 100 single columns are right but for rounding, and triples at most 10 % worse than without a claim',
  (id) => {
    for (const seed of [1, 2]) {
      const table = planted(seed);
      const [one, , three] = errorsOf(id, table, 100, seed);
      expect(one).toBeLessThan(0.005);
      expect(three).toBeLessThan(1.1 * errorsOf(id, table, null, seed)[2]);
    }
  },
);

test('b and c that hang on a alone are linked through it: rows of MST follow its model (chi-square, false alarm 1e-9)', () => {
  const rng = createRng(2, 'fork');
  const table = leveled(
    Array.from({ length: 20_000 }, () => {
      const a = rng.below(4);
      return [a, rng.uniform() < 0.8 ? a : rng.below(4), rng.uniform() < 0.8 ? 3 - a : rng.below(4)];
    }),
  );
  const { model } = fitTable('mst', table, { privacy: EPSILON_1 });
  if (model.kind !== 'mst') throw new Error('another model');
  const joint = model.cliques.filter(({ length }) => length === 2).map((pair) => pair.join(' '));
  expect(joint.sort()).toEqual(['0 1', '0 2']);
  const sizes = model.domain.columns.map(codeCount);
  const { cliques, potentials } = model;
  const expected = naiveMarginal(naiveTable({ sizes, cliques, potentials, total: 20_000 }), [1, 2], sizes);
  for (const draw of DRAWS) {
    const { columns } = sampleCodes(model, 20_000, draw);
    const counts = new Float64Array(sizes[1]! * sizes[2]!);
    for (let row = 0; row < 20_000; row++) counts[columns[1]![row]! * sizes[2]! + columns[2]![row]!]!++;
    const likely = [...counts.keys()].filter((cell) => expected[cell]! >= 5);
    expect(likely.length).toBeGreaterThanOrEqual(16);
    const inLikely = likely.reduce((sum, cell) => sum + counts[cell]!, 0);
    const scale = inLikely / likely.reduce((sum, cell) => sum + expected[cell]!, 0);
    const tail = fitTail(
      likely.map((cell) => counts[cell]!),
      likely.map((cell) => expected[cell]! * scale),
    );
    expect(tail).toBeGreaterThan(1e-9);
    expect(Math.abs(cramersV(counts, sizes[2]!) - cramersV(expected, sizes[2]!))).toBeLessThan(6 / Math.sqrt(20_000));
  }
});

function cramersV(counts: ArrayLike<number>, width: number): number {
  const height = counts.length / width;
  const [rows, columns] = [new Float64Array(height), new Float64Array(width)];
  for (let cell = 0; cell < counts.length; cell++) {
    rows[Math.floor(cell / width)]! += counts[cell]!;
    columns[cell % width]! += counts[cell]!;
  }
  let squares = 0;
  for (let cell = 0; cell < counts.length; cell++) {
    const product = rows[Math.floor(cell / width)]! * columns[cell % width]!;
    if (product > 0) squares += counts[cell]! ** 2 / product;
  }
  return Math.sqrt((squares - 1) / (Math.min(height, width) - 1));
}
