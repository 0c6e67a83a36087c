/**
 * A made table: half numbers, half categories, the first of 2 levels and each next one of one more. All lean on three
 * hidden factors; 2 % of numbers are missing.
 */
import { createRng } from '../../src/core/math/rng.ts';
import type { Column, Table } from '../../src/core/table/column.ts';

export function wideTable(rowCount: number, columnCount: number, seed: number): Table {
  const half = columnCount / 2;
  const numbers = Array.from({ length: half }, () => new Float64Array(rowCount));
  const codes = Array.from({ length: half }, () => new Uint16Array(rowCount));
  const rng = createRng(seed, 'bench');
  for (let row = 0; row < rowCount; row++) {
    const factors = [rng.normal(), rng.normal(), rng.normal()] as const;
    for (let place = 0; place < half; place++) {
      const [own, other] = [factors[place % 3]!, factors[(place + 1) % 3]!];
      const leaning = 0.7 * own + 0.3 * other;
      numbers[place]![row] = rng.uniform() < 0.02 ? NaN : Math.round(100 * (leaning + 0.7 * rng.normal()));
      const size = place + 2;
      const share = 1 / (1 + Math.exp(-1.5 * (leaning + 0.7 * rng.normal())));
      codes[place]![row] = Math.min(size - 1, Math.floor(size * share));
    }
  }
  const columns: Column[] = [
    ...numbers.map((values, place): Column => ({ kind: 'numeric', name: `number ${place}`, values, decimals: 0 })),
    ...codes.map((column, place): Column => {
      const levels = Array.from({ length: place + 2 }, (_, level) => `level ${level}`);
      return { kind: 'categorical', name: `level ${place}`, codes: column, levels };
    }),
  ];
  return { rowCount, columns };
}
