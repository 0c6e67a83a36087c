/**
 * What a linear model pays for its scores, with first and second derivatives: log-loss of two or more classes, and half
 * the squared error. Symbols: p = probabilities from the scores. Derivatives p − y and p·(1 − p), between classes −p·q.
 * A loss remembers the probabilities of its last evaluation, which `curvature` speaks of.
 */

/** A sum of losses of scores (vector-major: all rows of the first vector, then the next), and its derivatives. */
export type Loss = Readonly<{
  /** The sum; fills `residual` with the first derivatives by the scores. */
  evaluate: (scores: Float64Array, residual: Float64Array) => number;
  /** Second derivatives by the scores of two vectors, at the scores evaluated last. */
  curvature: (first: number, second: number, out: Float64Array) => void;
  start: (vector: number) => number;
}>;

/** Labels 0 and 1; the score is the log-odds of 1. */
export function logisticLoss(labels: Float64Array): Loss {
  const n = labels.length;
  const chances = new Float64Array(n);
  let positives = 0;
  for (let row = 0; row < n; row++) positives += labels[row]!;
  return {
    start: () => Math.log(positives / (n - positives)),
    evaluate: (scores, residual) => {
      let sum = 0;
      for (let row = 0; row < n; row++) {
        const score = scores[row]!;
        const small = Math.exp(-Math.abs(score)); // never overflows
        sum += (score > 0 ? score : 0) + Math.log1p(small) - labels[row]! * score;
        chances[row] = (score > 0 ? 1 : small) / (1 + small);
        residual[row] = chances[row]! - labels[row]!;
      }
      return sum;
    },
    curvature: (_first, _second, out) => {
      for (let row = 0; row < n; row++) out[row] = chances[row]! * (1 - chances[row]!);
    },
  };
}

/** Labels are vector numbers, each of which occurs. */
export function softmaxLoss(labels: Float64Array, vectors: number): Loss {
  const n = labels.length;
  const chances = new Float64Array(n * vectors);
  const most = new Float64Array(n);
  const odds = new Float64Array(n);
  const logShares = new Float64Array(vectors);
  for (let row = 0; row < n; row++) logShares[labels[row]!]!++;
  for (let k = 0; k < vectors; k++) logShares[k] = Math.log(logShares[k]! / n);
  const middle = logShares.reduce((sum, share) => sum + share, 0) / vectors;
  return {
    start: (vector) => logShares[vector]! - middle,
    evaluate: (scores, residual) => {
      // Vector by vector: a row's scores lie n apart, and reading them together is several times slower.
      most.fill(-Infinity);
      odds.fill(0);
      for (let at = 0, row = 0; at < scores.length; at++, row = row + 1 === n ? 0 : row + 1) {
        if (scores[at]! > most[row]!) most[row] = scores[at]!;
      }
      for (let at = 0, row = 0; at < scores.length; at++, row = row + 1 === n ? 0 : row + 1) {
        const odd = Math.exp(scores[at]! - most[row]!);
        chances[at] = odd;
        odds[row]! += odd;
      }
      for (let at = 0, row = 0; at < scores.length; at++, row = row + 1 === n ? 0 : row + 1) {
        chances[at]! /= odds[row]!;
        residual[at] = chances[at]!;
      }
      let sum = 0;
      for (let row = 0; row < n; row++) {
        const own = labels[row]! * n + row;
        residual[own]! -= 1;
        sum += most[row]! + Math.log(odds[row]!) - scores[own]!;
      }
      return sum;
    },
    curvature: (first, second, out) => {
      const same = first === second ? 1 : 0;
      for (let row = 0; row < n; row++) out[row] = chances[first * n + row]! * (same - chances[second * n + row]!);
    },
  };
}

/** Half the squared error; labels are values. */
export function squaredLoss(labels: Float64Array): Loss {
  return {
    start: () => 0,
    evaluate: (scores, residual) => {
      let sum = 0;
      for (let row = 0; row < labels.length; row++) {
        residual[row] = scores[row]! - labels[row]!;
        sum += 0.5 * residual[row]! * residual[row]!;
      }
      return sum;
    },
    curvature: (_first, _second, out) => out.fill(1),
  };
}
