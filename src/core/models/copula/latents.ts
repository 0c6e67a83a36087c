/**
 * The hidden normal variables of a copula. A column has one for its values and, if more than 1 % of its cells are
 * missing, a second one whose upper end means *is missing*. A rarer missing cell occurs at its rate, on its own. A column
 * whose cells are all alike has no latent: it is drawn from its counts.
 * Privacy: made from one-way counts; under a claim those are released.
 */
import { stepOf } from '../../table/grid.ts';
import { codeCount, firstValueCode, type CodedColumn } from '../coded-domain.ts';
import { scoresOf, type Scores } from './scores.ts';

const MISSING_SHARE = 0.01;
/** Below this variance of scores a latent says nothing that any table could show. */
const MIN_VARIANCE = 1e-6;

/**
 * `codes`: the value codes from low to high (a missing latent has the two cells present, missing, and no codes);
 * `weights`: the rows of each cell.
 */
export type Latent = Readonly<{
  column: number;
  kind: 'value' | 'missing';
  codes: Uint16Array;
  weights: Float64Array;
}>;

/**
 * How latents hang together: their correlation matrix, row-major; or, for very wide tables, loadings on a few common
 * factors, row-major, latent by factor, each row of length at most 1.
 */
export type Dependence =
  | Readonly<{ kind: 'matrix'; correlation: Float64Array }>
  | Readonly<{ kind: 'factors'; factorCount: number; loadings: Float64Array }>;

/** A latent with what is computed from its weights. `seenShare`: share of rows that have a score. */
export type ScoredLatent = Latent & Scores & Readonly<{ seenShare: number }>;

/** The latents of all columns, in column order, values in code order. */
export function latentsOf(columns: readonly CodedColumn[], counts: readonly Float64Array[]): ScoredLatent[] {
  return columns.flatMap((column, index) => columnLatents(column, index, counts[index]!));
}

/** The same latent with its values in another order. */
export function reordered(latent: ScoredLatent, counts: Float64Array, codes: Uint16Array): ScoredLatent {
  const weights = Float64Array.from(codes, (code) => counts[code]!);
  return { ...latent, codes, weights, ...scoresOf(weights) };
}

/** The score of each code of the latent's column; 0 where the latent is not seen. */
export function scoreByCode(latent: ScoredLatent, column: CodedColumn): Float64Array {
  const table = new Float64Array(codeCount(column));
  if (latent.kind === 'missing') {
    table.fill(latent.scores[0]!);
    table[0] = latent.scores[1]!;
  } else {
    latent.codes.forEach((code, cell) => (table[code] = latent.scores[cell]!));
  }
  return table;
}

function columnLatents(column: CodedColumn, index: number, counts: Float64Array): ScoredLatent[] {
  const first = firstValueCode(column);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const missing = first === 1 ? counts[0]! : 0;
  const present = total - missing;
  const latents: ScoredLatent[] = [];
  if (present > 0) {
    const codes = valueOrder(column);
    const weights = Float64Array.from(codes, (code) => counts[code]!);
    const scores = scoresOf(weights);
    const seenShare = present / total;
    if (scores.variance > MIN_VARIANCE)
      latents.push({ column: index, kind: 'value', codes, weights, ...scores, seenShare });
  }
  if (missing > MISSING_SHARE * total && present > 0) {
    const weights = Float64Array.from([present, missing]);
    const scores = scoresOf(weights);
    if (scores.variance > MIN_VARIANCE) {
      latents.push({ column: index, kind: 'missing', codes: new Uint16Array(0), weights, ...scores, seenShare: 1 });
    }
  }
  return latents;
}

/**
 * Codes from low to high, levels in schema order. Atoms come before the bins in code and among them in order; levels
 * beside the numbers lie on no scale, and stay below it.
 */
function valueOrder(column: CodedColumn): Uint16Array {
  const first = firstValueCode(column);
  if (column.kind === 'bins' && column.atoms.length > 0) {
    const { atoms, grid, starts } = column;
    const middles = starts.subarray(1).map((end, bin) => (starts[bin]! + end - 1) / 2);
    const places = [...atoms.map((atom) => stepOf(grid, atom)), ...middles];
    const cells = places.map((_, cell) => cell).sort((a, b) => places[a]! - places[b]! || a - b);
    const beside = column.beside.length;
    return Uint16Array.from([...column.beside.keys(), ...cells.map((cell) => beside + cell)], (place) => first + place);
  }
  return Uint16Array.from({ length: codeCount(column) - first }, (_, cell) => first + cell);
}
