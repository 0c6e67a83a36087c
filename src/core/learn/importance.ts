/**
 * Permutation importance (Breiman 2001; Fisher, Rudin and Dominici 2019): how much a score of a model falls when one
 * column of the rows it is tested on is shuffled, mean and standard deviation over repeats.
 *   importance of a column = score as it is − score with the column permuted
 * A column that the model never splits on has 0. Two columns that say the same share what they are worth.
 * Cost: columns × repeats predictions. Privacy: a function of the tested rows: internal.
 */
import { createRng } from '../math/rng.ts';
import type { BinnedFeatures } from './features.ts';

export type Importance = Readonly<{ column: string; value: number; deviation: number }>;
const REPEATS = 5;

/**
 * One per column, in their order. `predictWith`: of the rows, with other bins in a column's place. `scoreOf` is higher
 * for better predictions.
 */
export function permutationImportance(
  features: BinnedFeatures,
  predictWith: (column: number) => (bins: Uint8Array) => Float64Array,
  scoreOf: (predictions: Float64Array) => number,
  seed: number,
  repeats = REPEATS,
): readonly Importance[] {
  const [first] = features.columns;
  if (first === undefined) return [];
  const whole = scoreOf(predictWith(0)(first.bins));
  return features.columns.map((column, place) => {
    const predict = predictWith(place);
    const falls = Float64Array.from({ length: repeats }, (_, repeat) => {
      const bins = permuted(column.bins, seed, column.name, repeat);
      return whole - scoreOf(predict(bins));
    });
    const mean = falls.reduce((sum, fall) => sum + fall, 0) / repeats;
    const squares = falls.reduce((sum, fall) => sum + (fall - mean) ** 2, 0);
    return { column: column.name, value: mean, deviation: repeats > 1 ? Math.sqrt(squares / (repeats - 1)) : 0 };
  });
}

/** Two models are asked with the same permutations: the stream is the column's, not the model's. */
function permuted(bins: Uint8Array, seed: number, name: string, repeat: number): Uint8Array {
  const rng = createRng(seed, 'importance', name, repeat);
  const out = Uint8Array.from(bins);
  for (let i = out.length - 1; i > 0; i--) {
    const j = rng.below(i + 1);
    const kept = out[i]!;
    out[i] = out[j]!;
    out[j] = kept;
  }
  return out;
}
