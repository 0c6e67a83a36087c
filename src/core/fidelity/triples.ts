/** Which three columns are looked at together: all of them, or a draw where they are too many. */
import { createRng } from '../math/rng.ts';

const MOST_TRIPLES = 1000;

/** Three columns by their places, ascending. */
export type Triple = readonly [number, number, number];

/** All triples up to `most` in column order; else so many, drawn by seed from the columns in the order of their names. */
export function chooseTriples(
  names: readonly string[],
  seed: number,
  most = MOST_TRIPLES,
): Readonly<{ triples: readonly Triple[]; of: number }> {
  const n = names.length;
  const of = (n * (n - 1) * (n - 2)) / 6;
  const triples: Triple[] = [];
  if (of <= most) {
    for (let a = 0; a < n; a++) {
      for (let b = a + 1; b < n; b++) for (let c = b + 1; c < n; c++) triples.push([a, b, c]);
    }
    return { triples, of };
  }
  const byName = Array.from(names.keys()).sort((a, b) => (names[a]! < names[b]! ? -1 : 1));
  const rng = createRng(seed, 'triple-choice');
  const chosen = new Set<string>();
  while (triples.length < most) {
    const triple = [0, 0, 0].map(() => byName[rng.below(n)]!).sort((a, b) => a - b) as [number, number, number];
    const [a, b, c] = triple;
    if (a === b || b === c || chosen.has(triple.join())) continue;
    chosen.add(triple.join());
    triples.push(triple);
  }
  // Those that share their first two columns stand together and are counted together.
  triples.sort((x, y) => x[0] - y[0] || x[1] - y[1] || x[2] - y[2]);
  return { triples, of };
}
