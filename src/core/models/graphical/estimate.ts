/**
 * Which model fits noisy marginals best: among all tables with total N̂ that minimise L = Σ_r |μ_r − y_r|²/(2σ_r²), the
 * one of largest entropy (McKenna, Sheldon and Miklau 2019, arXiv 1901.09136), by mirror descent on the log-potentials:
 * θ_r ← θ_r − α·(μ_r − y_r)/σ_r², μ = the model's marginals (`calibrate.ts`).
 * A step counts if the loss falls by half of what the slope promises; then α grows by half, else it is halved. At
 * α₀ = 1/(N̂·Σ 1/σ_r²) the loss never rises: the floor. α is kept from one fit to the next.
 * A new potential starts where the measurement already points, as far as its noise allows, and not at zero: a model that
 * has not converged looks as if the measurement had brought nothing.
 * Cost: one calibration a step.
 * Privacy: post-processing of released numbers; starts and stops are free.
 */
import { assert } from '../../errors.ts';
import { createCalibrator, type Calibrated, type Calibrator } from './calibrate.ts';
import { cellCount, createPartMaps, isPart, sameClique, sumOut, type Clique } from './factor.ts';
import { junctionTree, smallestHome, type JunctionTree } from './junction-tree.ts';
import { walkFrom, type Walk } from './pairs-across.ts';

/** Counts as released, negative ones included, with the variance of their noise. */
export type Measurement = Readonly<{ clique: Clique; counts: Float64Array; sigma2: number }>;

/** `converged`: the last step lowered the loss by less than the tolerance, relatively. `steps` counts those refused too. */
export type FitResult = Readonly<{ loss: number; steps: number; converged: boolean }>;

export interface Estimator {
  /**
   * Adds a measurement; a clique that is there already is merged by inverse variance. `expected` is the model's answer
   * on the clique before; null: computed here where `marginal` can, else the potential starts at zero.
   */
  add(measurement: Measurement, expected: Float64Array | null): void;
  /** At most `maxSteps` calibrations after the first. */
  fit(maxSteps: number, tolerance?: number): FitResult;
  /**
   * The model's marginal, exact, if the columns lie in one clique of the tree or are a pair; null otherwise.
   * Kept until the next change of the model: not to be altered.
   */
  marginal(columns: Clique): Float64Array | null;
  /** The tree with the model's tables; valid until the next change of the model. */
  calibrated(): Calibrated;
  readonly cliques: readonly Clique[];
  readonly tree: JunctionTree;
  readonly potentials: readonly Float64Array[];
}

/** Smaller model counts are not trusted as a start: they may come from a sample, or from a model not yet fitted. */
const LEAST_EXPECTED = 0.3;
const LEAST_SHARE = 1 / 20;
const GROWTH = 1.5;
const TOLERANCE = 1e-6;

/** What one clique was measured to hold; `precision` is 1/σ². */
type Term = { counts: Float64Array; precision: number };

/** `total` is N̂, above 0. */
export function createEstimator(sizes: readonly number[], total: number): Estimator {
  assert(total > 0, 'createEstimator: a total above 0');
  const maps = createPartMaps(sizes);
  const terms: Term[] = [];
  const cliques: Clique[] = [];
  let potentials: Float64Array[] = [];
  let marginals: Float64Array[] = [];
  let trialPotentials: Float64Array[] = [];
  let trialMarginals: Float64Array[] = [];
  let alpha = 0;
  let tree: JunctionTree | null = null;
  let calibrator: Calibrator | null = null;
  let isFresh = false;
  const answers = new Map<string, Float64Array>();
  let walks = new Map<number, Walk>();

  const currentTree = (): JunctionTree => (tree ??= junctionTree(cliques, sizes));

  function calibrated(): Calibrator {
    calibrator ??= createCalibrator(currentTree(), cliques, sizes, total, maps);
    if (!isFresh) settle(calibrator);
    return calibrator;
  }

  /** Brings tables and marginals to the present potentials, and forgets the answers of others. */
  function settle(model: Calibrator): void {
    model.run(potentials, marginals);
    answers.clear();
    cliques.forEach((columns, at) => answers.set(columns.join(' '), marginals[at]!));
    walks = new Map();
    isFresh = true;
  }

  function add({ clique, counts, sigma2 }: Measurement, expected: Float64Array | null): void {
    assert(clique.length > 0 && sigma2 > 0, 'add: a clique has columns, its noise a variance above 0');
    assert(counts.length === cellCount(clique, sizes), 'add: one count per cell');
    const isFirst = clique.length === 1 && !cliques.some((other) => isPart(clique, other));
    const before = isFirst ? null : (expected ?? marginal(clique));
    const isAcross = !currentTree().cliques.some((home) => isPart(clique, home));
    let at = cliques.findIndex((other) => sameClique(other, clique));
    if (at < 0) {
      at = cliques.push(clique) - 1;
      terms.push({ counts: counts.slice(), precision: 1 / sigma2 });
      for (const list of [potentials, marginals, trialPotentials, trialMarginals]) {
        list.push(new Float64Array(counts.length));
      }
      tree = null;
      calibrator = null;
    } else {
      merge(terms[at]!, counts, 1 / sigma2);
    }
    isFresh = false;
    if (isFirst) startFromCounts(potentials[at]!, terms[at]!);
    else if (before !== null) startFromModel(potentials[at]!, terms[at]!, before, isAcross ? LEAST_EXPECTED : 0);
  }

  function fit(maxSteps: number, tolerance = TOLERANCE): FitResult {
    const model = calibrated();
    const floor = 1 / (total * terms.reduce((sum, { precision }) => sum + precision, 0));
    let loss = lossOf(terms, marginals);
    let steps = 0;
    let converged = loss === 0;
    while (steps < maxSteps && !converged) {
      steps++;
      alpha = Math.max(alpha, floor);
      descend(terms, potentials, marginals, alpha, trialPotentials);
      model.run(trialPotentials, trialMarginals);
      const trialLoss = lossOf(terms, trialMarginals);
      const promised = slopeAlong(terms, marginals, trialMarginals);
      // The floor's promise holds on paper; there only rounding can refuse a step, and then nothing is left to gain.
      const isFloor = alpha === floor;
      const isTaken = isFloor ? trialLoss <= loss : loss - trialLoss >= promised / 2;
      if (!isTaken) {
        converged = isFloor;
        alpha /= 2;
        continue;
      }
      alpha *= GROWTH;
      converged = loss - trialLoss < tolerance * loss || trialLoss === 0;
      loss = trialLoss;
      [potentials, trialPotentials] = [trialPotentials, potentials];
      [marginals, trialMarginals] = [trialMarginals, marginals];
    }
    settle(model);
    return { loss, steps, converged };
  }

  function marginal(columns: Clique): Float64Array | null {
    const now = calibrated();
    const key = columns.join(' ');
    const known = answers.get(key);
    if (known !== undefined) return known;
    const table = sumsOver(columns, now) ?? (columns.length === 2 ? pairAcross(columns[0]!, columns[1]!) : null);
    if (table !== null) answers.set(key, table);
    return table;
  }

  /** From the smallest measured clique that holds the columns, else from a clique of the tree; null if none does. */
  function sumsOver(columns: Clique, { tree: now, tables }: Calibrated): Float64Array | null {
    let source = -1;
    for (let at = 0; at < cliques.length; at++) {
      const isSmaller = source < 0 || marginals[at]!.length < marginals[source]!.length;
      if (isSmaller && isPart(columns, cliques[at]!)) source = at;
    }
    const home = source < 0 ? smallestHome(now, columns, tables) : -1;
    if (source < 0 && home < 0) return null;
    const [from, outer] = source < 0 ? [tables[home]!, now.cliques[home]!] : [marginals[source]!, cliques[source]!];
    const table = new Float64Array(cellCount(columns, sizes));
    sumOut(from, maps.of(outer, columns), table);
    return table;
  }

  function pairAcross(first: number, second: number): Float64Array {
    const isFirstSmaller = sizes[first]! <= sizes[second]!;
    const from = isFirstSmaller ? first : second;
    const to = isFirstSmaller ? second : first;
    const walk = walks.get(from) ?? walkFrom(from, calibrated(), sizes);
    walks.set(from, walk);
    return isFirstSmaller ? walk(to) : transposed(walk(to), sizes[from]!, sizes[to]!);
  }

  return {
    add,
    fit,
    marginal,
    calibrated,
    cliques,
    get tree() {
      return currentTree();
    },
    get potentials() {
      return potentials;
    },
  };
}

/** Two measurements of one clique as one: their mean, weighted by precision. */
function merge(term: Term, counts: Float64Array, precision: number): void {
  const share = precision / (term.precision + precision);
  for (let cell = 0; cell < counts.length; cell++) term.counts[cell]! += share * (counts[cell]! - term.counts[cell]!);
  term.precision += precision;
}

/** A column's first potential: its counts, half a σ above nothing. */
function startFromCounts(potential: Float64Array, { counts, precision }: Term): void {
  const lift = Math.sqrt(1 / precision) / 2;
  for (let cell = 0; cell < counts.length; cell++) potential[cell] = Math.log(Math.max(counts[cell]!, 0) + lift);
}

/** Moves a potential by ln(t/μ): t lies between the model's μ and the measured y, nearer to μ where μ is below the noise. */
function startFromModel(
  potential: Float64Array,
  { counts, precision }: Term,
  before: Float64Array,
  least: number,
): void {
  const sigma = Math.sqrt(1 / precision);
  for (let cell = 0; cell < counts.length; cell++) {
    const mu = Math.max(before[cell]!, least);
    // Of t only t/μ is needed; a cell that the model empties is left alone.
    const ratio = mu > 0 ? Math.max(1 + (counts[cell]! - mu) / (mu + sigma), LEAST_SHARE) : 1;
    potential[cell]! += Math.log(ratio);
  }
}

function lossOf(terms: readonly Term[], marginals: readonly Float64Array[]): number {
  let loss = 0;
  for (let at = 0; at < terms.length; at++) {
    const { counts, precision } = terms[at]!;
    const mu = marginals[at]!;
    let squares = 0;
    for (let cell = 0; cell < counts.length; cell++) {
      const error = mu[cell]! - counts[cell]!;
      squares += error * error;
    }
    loss += (squares * precision) / 2;
  }
  return loss;
}

/** Σ_r ⟨(μ_r − y_r)/σ_r², μ_r − μ'_r⟩: what the loss would fall by if it were straight. */
function slopeAlong(terms: readonly Term[], from: readonly Float64Array[], to: readonly Float64Array[]): number {
  let slope = 0;
  for (let at = 0; at < terms.length; at++) {
    const { counts, precision } = terms[at]!;
    const before = from[at]!;
    const after = to[at]!;
    let sum = 0;
    for (let cell = 0; cell < counts.length; cell++) {
      sum += (before[cell]! - counts[cell]!) * (before[cell]! - after[cell]!);
    }
    slope += sum * precision;
  }
  return slope;
}

function descend(
  terms: readonly Term[],
  potentials: readonly Float64Array[],
  marginals: readonly Float64Array[],
  alpha: number,
  into: readonly Float64Array[],
): void {
  for (let at = 0; at < terms.length; at++) {
    const { counts, precision } = terms[at]!;
    const theta = potentials[at]!;
    const mu = marginals[at]!;
    const out = into[at]!;
    const step = alpha * precision;
    for (let cell = 0; cell < counts.length; cell++) out[cell] = theta[cell]! - step * (mu[cell]! - counts[cell]!);
  }
}

function transposed(table: Float64Array, rows: number, columns: number): Float64Array {
  const out = new Float64Array(table.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) out[column * rows + row] = table[row * columns + column]!;
  }
  return out;
}
