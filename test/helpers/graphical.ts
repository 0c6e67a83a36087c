/** Small graphical models for tests: the shapes that have gone wrong elsewhere, and random ones of up to 2,000 cells. */
import fc from 'fast-check';
import { createRng } from '../../src/core/math/rng.ts';
import { createCalibrator, type Calibrator } from '../../src/core/models/graphical/calibrate.ts';
import { cellCount, createPartMaps, type Clique } from '../../src/core/models/graphical/factor.ts';
import { junctionTree } from '../../src/core/models/graphical/junction-tree.ts';
import type { Graphical } from '../../src/core/models/graphical/sample.ts';

export const SHAPES: { shape: string; sizes: number[]; cliques: Clique[] }[] = [
  { shape: 'tree', sizes: [3, 4, 2, 5, 3], cliques: [[0, 1], [1, 2], [1, 3], [3, 4]] }, // prettier-ignore
  { shape: 'star', sizes: [4, 3, 5, 2, 6], cliques: [[0, 1], [0, 2], [0, 3], [0, 4]] }, // prettier-ignore
  { shape: 'four-cycle', sizes: [3, 4, 5, 3], cliques: [[0, 1], [1, 2], [2, 3], [0, 3]] }, // prettier-ignore
  { shape: 'five-cycle', sizes: [3, 2, 4, 3, 5], cliques: [[0, 1], [1, 2], [2, 3], [3, 4], [0, 4]] }, // prettier-ignore
  { shape: 'nested', sizes: [3, 4, 5, 2], cliques: [[0], [0, 1], [0, 1, 2], [1], [2, 3], [3]] }, // prettier-ignore
  { shape: 'duplicate', sizes: [4, 3, 5], cliques: [[0, 1], [1, 2], [0, 1], [1], [1]] }, // prettier-ignore
  { shape: 'disconnected', sizes: [3, 4, 1, 5, 6, 2], cliques: [[0, 1], [3, 4], [5]] }, // prettier-ignore
  { shape: 'no clique', sizes: [3, 1, 4], cliques: [] },
  { shape: 'one column', sizes: [7], cliques: [[0]] },
  { shape: 'all at once', sizes: [4, 5, 6, 3], cliques: [[0, 1, 2, 3], [1, 3], [0, 2]] }, // prettier-ignore
];

/** Normal potentials of this spread. */
export function randomModel(
  sizes: readonly number[],
  cliques: readonly Clique[],
  spread: number,
  seed: number,
): Graphical {
  const rng = createRng(seed, 'model');
  const potentials = cliques.map((clique) =>
    new Float64Array(cellCount(clique, sizes)).map(() => spread * rng.normal()),
  );
  return { sizes, cliques, potentials, total: 1000 };
}

const cliqueSets = fc
  .array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 })
  .filter((sizes) => sizes.reduce((product, size) => product * size, 1) <= 2000)
  .chain((sizes) =>
    fc.record({
      sizes: fc.constant(sizes),
      cliques: fc.array(fc.subarray([...sizes.keys()], { minLength: 1, maxLength: Math.min(3, sizes.length) }), {
        maxLength: 6,
      }),
    }),
  );

/** Up to six columns, six cliques of up to three columns, potentials of a spread up to 5. */
export const models: fc.Arbitrary<Graphical> = fc
  .tuple(cliqueSets, fc.double({ min: 0, max: 5, noNaN: true }), fc.nat())
  .map(([{ sizes, cliques }, spread, seed]) => randomModel(sizes, cliques, spread, seed));

export type Run = Readonly<{ calibrator: Calibrator; marginals: readonly Float64Array[]; inLogs: boolean }>;

export function run({ sizes, cliques, potentials, total }: Graphical, forceLogs = false): Run {
  const calibrator = createCalibrator(junctionTree(cliques, sizes), cliques, sizes, total, createPartMaps(sizes));
  const marginals = potentials.map((potential) => new Float64Array(potential.length));
  const inLogs = calibrator.run(potentials, marginals, forceLogs);
  return { calibrator, marginals, inLogs };
}

/** The largest difference of two tables. */
export function farthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  return Array.from(a).reduce((most, value, at) => Math.max(most, Math.abs(value - b[at]!)), 0);
}
