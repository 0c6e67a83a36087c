/**
 * Linear models with a ridge penalty: logistic regression for two classes, softmax for several (one vector each), ridge
 * regression for numbers. Minimises ½·λ·|w|² + Σ loss, the intercept free; loss = log-loss, or half the squared error.
 * Newton up to 300 coefficients; above, L-BFGS with the Hessian of each class by itself as preconditioner. Ends at a
 * gradient below 1e-6·n or after 100 steps, and says whether it converged. Softmax intercepts are fixed to sum 0, which
 * the loss leaves open. A number is standardised while it is fitted, which the penalty takes into account. A class
 * without training rows is given half a row's share.
 * Cost: see weighted-gram.ts; Adult (39,074 × 14) in about 0.15 s; sixteen classes that are hard to part, half a minute.
 * Privacy: coefficients are exact functions of rows; a model is internal. Left out: interactions, other penalties.
 */
import { assert } from '../errors.ts';
import { cholesky, solveCholesky } from '../math/linear-algebra.ts';
import { compactDesign, linearScores, weightedSquares, weightedSums } from './design-sums.ts';
import type { LinearDesign } from './linear-design.ts';
import { logisticLoss, softmaxLoss, squaredLoss, type Loss } from './losses.ts';
import { minimiseLbfgs, minimiseNewton, type Minimum, type Objective } from './minimise.ts';
import { outputCount, softmaxRows, spreadOf, type Task } from './target.ts';
import { addWeightedGram } from './weighted-gram.ts';

/** Unknowns of one class whose Hessian is still factored; wider ones use its diagonal. */
const WIDEST_BLOCK = 300;

/** `tolerance`: the largest entry of the gradient, per row, at which it ends. */
export type LogisticOptions = Readonly<{ lambda: number; tolerance: number; steps: number; mostNewton: number }>;
export const LOGISTIC_DEFAULTS: LogisticOptions = { lambda: 1, tolerance: 1e-6, steps: 100, mostNewton: 300 };

/** `coefficients`: one row of the design's length per class of `present` (binary: one row, for the second class). */
export type LogisticModel = Readonly<{
  kind: 'logistic';
  task: Task;
  coefficients: Float64Array;
  intercepts: Float64Array;
  /** Classes that the training rows hold; each of the others has the chance `absentChance` everywhere. */
  present: readonly number[];
  absentChance: number;
  steps: number;
  isConverged: boolean;
}>;

/** Fits to `labels` (class numbers or values, none missing), one per row. */
export function fitLogistic(
  design: LinearDesign,
  labels: Float64Array,
  task: Task,
  options: LogisticOptions = LOGISTIC_DEFAULTS,
): LogisticModel {
  const n = design.rowCount;
  assert(labels.length === n && n > 0, 'fitLogistic: one label per row, one row or more');
  const present = task.kind === 'regression' ? [] : presentClasses(labels, task.classes.length);
  const absentChance = 0.5 / n;
  if (present.length === 1) {
    const nothing = { coefficients: new Float64Array(design.coefficientCount), intercepts: new Float64Array(1) };
    return { kind: 'logistic', task, ...nothing, present, absentChance, steps: 0, isConverged: true };
  }
  const { design: compact, kept } = compactDesign(design);
  const { shift, scale } = task.kind === 'regression' ? spreadOf(labels) : { shift: 0, scale: 1 };
  const fitted = labelsToFit(labels, task, present, shift, scale);
  const vectors = task.kind === 'multiclass' ? present.length : 1;
  const loss =
    task.kind === 'regression'
      ? squaredLoss(fitted)
      : task.kind === 'binary'
        ? logisticLoss(fitted)
        : softmaxLoss(fitted, vectors);
  const { x, steps, isConverged } = minimise(penalised(compact, loss, vectors, options.lambda), options, n);

  const coefficients = new Float64Array(vectors * design.coefficientCount);
  const intercepts = new Float64Array(vectors);
  const width = kept.length + 1;
  for (let vector = 0; vector < vectors; vector++) {
    for (let i = 0; i < kept.length; i++) {
      coefficients[vector * design.coefficientCount + kept[i]!] = scale * x[vector * width + i]!;
    }
    intercepts[vector] = scale * x[vector * width + kept.length]! + shift;
  }
  if (vectors > 1) centre(intercepts);
  return { kind: 'logistic', task, coefficients, intercepts, present, absentChance, steps, isConverged };
}

/** The probability of the second class, one probability per class (row-major), or a value. */
export function predictLogistic(model: LogisticModel, design: LinearDesign): Float64Array {
  const { task, coefficients, intercepts, present, absentChance } = model;
  const n = design.rowCount;
  const p = design.coefficientCount;
  assert(coefficients.length === intercepts.length * p, 'predictLogistic: the design is that of the fit');
  const vectors = intercepts.length;
  const scores = new Float64Array(n * vectors); // row-major
  const column = new Float64Array(n);
  const weights = new Float64Array(p + 1);
  for (let vector = 0; vector < vectors; vector++) {
    weights.set(coefficients.subarray(vector * p, vector * p + p));
    weights[p] = intercepts[vector]!;
    linearScores(design, weights, 0, column);
    for (let row = 0; row < n; row++) scores[row * vectors + vector] = column[row]!;
  }
  if (task.kind === 'regression') return scores;
  if (task.kind === 'binary') {
    if (present.length === 1) return scores.fill(present[0] === 1 ? 1 - absentChance : absentChance);
    for (let row = 0; row < n; row++) scores[row] = 1 / (1 + Math.exp(-scores[row]!));
    return scores;
  }
  softmaxRows(scores, vectors, scores);
  const classCount = outputCount(task);
  const left = 1 - absentChance * (classCount - present.length);
  const chances = new Float64Array(n * classCount).fill(absentChance);
  present.forEach((place, vector) => {
    for (let row = 0; row < n; row++) chances[row * classCount + place] = left * scores[row * vectors + vector]!;
  });
  return chances;
}

function penalised(
  design: LinearDesign,
  loss: Loss,
  vectors: number,
  lambda: number,
): Objective & { start: Float64Array } {
  const n = design.rowCount;
  const width = design.coefficientCount + 1;
  const size = vectors * width;
  const scores = new Float64Array(n * vectors);
  const residual = new Float64Array(n * vectors);
  const curvature = new Float64Array(n);
  const partOf = (all: Float64Array, vector: number): Float64Array => all.subarray(vector * n, vector * n + n);
  const start = new Float64Array(size);
  for (let vector = 0; vector < vectors; vector++) start[vector * width + width - 1] = loss.start(vector);

  const evaluate = (x: Float64Array, gradient: Float64Array): number => {
    for (let vector = 0; vector < vectors; vector++) linearScores(design, x, vector * width, partOf(scores, vector));
    let value = loss.evaluate(scores, residual);
    for (let vector = 0; vector < vectors; vector++) {
      weightedSums(design, partOf(residual, vector), gradient, vector * width);
      for (let i = vector * width; i < vector * width + width - 1; i++) {
        value += 0.5 * lambda * x[i]! * x[i]!;
        gradient[i]! += lambda * x[i]!;
      }
    }
    return value;
  };
  const hessian = (): Float64Array => {
    const out = new Float64Array(size * size);
    for (let first = 0; first < vectors; first++) {
      for (let second = 0; second <= first; second++) {
        loss.curvature(first, second, curvature);
        addWeightedGram(design, curvature, out, size, first * width, second * width);
        // All intercepts up by one change no loss. A curvature along that line alone leaves every step as it is.
        if (vectors > 1) out[(first * width + width - 1) * size + second * width + width - 1]! += 1;
      }
      for (let i = first * width; i < first * width + width - 1; i++) out[i * size + i]! += lambda;
    }
    return out;
  };
  /** The Hessian without its blocks between vectors; of a wide design only its diagonal. */
  const preconditioner = (): ((v: Float64Array) => void) => {
    const solvers = Array.from({ length: vectors }, (_, vector) => {
      loss.curvature(vector, vector, curvature);
      return width <= WIDEST_BLOCK ? blockSolver(design, curvature, lambda) : diagonalSolver(design, curvature, lambda);
    });
    return (v) => {
      solvers.forEach((solve, vector) => solve(v.subarray(vector * width, vector * width + width)));
      if (vectors > 1) centreAcross(v, vectors, width);
    };
  };
  return { size, start, evaluate, hessian, preconditioner };
}

type Solver = (v: Float64Array) => void;

function blockSolver(design: LinearDesign, curvature: Float64Array, lambda: number): Solver {
  const width = design.coefficientCount + 1;
  const block = new Float64Array(width * width);
  addWeightedGram(design, curvature, block, width, 0, 0);
  for (let i = 0; i < width; i++) block[i * width + i]! += lambda;
  assert(cholesky(block, width), 'fitLogistic: a sum of squares plus a penalty is positive definite');
  return (v) => solveCholesky(block, width, v);
}

function diagonalSolver(design: LinearDesign, curvature: Float64Array, lambda: number): Solver {
  const diagonal = new Float64Array(design.coefficientCount + 1);
  weightedSquares(design, curvature, diagonal, 0);
  return (v) => {
    for (let i = 0; i < v.length; i++) v[i]! /= diagonal[i]! + lambda;
  };
}

function minimise(objective: Objective & { start: Float64Array }, options: LogisticOptions, n: number): Minimum {
  const { tolerance, steps, mostNewton } = options;
  const limits = { start: objective.start, largestGradient: tolerance * n, steps };
  return objective.size <= mostNewton ? minimiseNewton(objective, limits) : minimiseLbfgs(objective, limits);
}

/** At the softmax minimum each coefficient sums to 0 over the classes: steps stay there, where the blocks describe the loss well. */
function centreAcross(v: Float64Array, vectors: number, width: number): void {
  for (let i = 0; i < width; i++) {
    let sum = 0;
    for (let vector = 0; vector < vectors; vector++) sum += v[vector * width + i]!;
    for (let vector = 0; vector < vectors; vector++) v[vector * width + i]! -= sum / vectors;
  }
}

function centre(values: Float64Array): void {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  for (let i = 0; i < values.length; i++) values[i]! -= mean;
}

function presentClasses(labels: Float64Array, classCount: number): number[] {
  const isPresent = new Uint8Array(classCount);
  for (let row = 0; row < labels.length; row++) isPresent[labels[row]!] = 1;
  return Array.from(isPresent.keys()).filter((place) => isPresent[place] === 1);
}

function labelsToFit(
  labels: Float64Array,
  task: Task,
  present: readonly number[],
  shift: number,
  scale: number,
): Float64Array {
  if (task.kind === 'regression') return labels.map((label) => (label - shift) / scale);
  if (task.kind === 'binary') return labels;
  return labels.map((label) => present.indexOf(label));
}
