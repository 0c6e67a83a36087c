/** Intervals of usefulness on made-up predictions whose true score is known: 1,000 tables each. */
import { expect, test } from 'vitest';
import { quantileSorted } from '../../src/core/math/ranks.ts';
import { createRng, type Rng } from '../../src/core/math/rng.ts';
import { normalCdf } from '../../src/core/math/special.ts';
import { classAgreement, valueAgreement } from '../../src/core/utility/agreement.ts';
import { pairedRSquared } from '../../src/core/utility/r-squared.ts';
import { createScorer, drawTimes } from '../../src/core/utility/weighted-score.ts';

const TABLES = 1000;
/** 6 standard deviations of a share of 95 % among 1,000 would be 4.1 points; the bar of two is tighter than that. */
const [LEAST, MOST] = [0.93, 0.97];

function coverage(
  purpose: string,
  truth: number,
  ends: (rng: Rng, table: number) => readonly [number, number],
): number {
  const rng = createRng(7, 'coverage', purpose);
  let held = 0;
  for (let table = 0; table < TABLES; table++) {
    const [low, high] = ends(rng, table);
    if (low <= truth && truth <= high) held++;
  }
  return held / TABLES;
}

const draw = (rng: Rng, n: number): Float64Array => Float64Array.from({ length: n }, () => rng.normal());

test('kappa of two models that agree in 4 of 5 cells: held in 93 to 97 % (false alarm 4e-3)', () => {
  // Both name either class half of the time, and the same one with 0.8: kappa = (0.8 − 0.5) / 0.5.
  const found = coverage('kappa', 0.6, (rng) => {
    const first = Float64Array.from({ length: 200 }, () => rng.below(2));
    const second = first.map((label) => (rng.uniform() < 0.8 ? label : 1 - label));
    const { low, high } = classAgreement(first, second, 2);
    return [low!, high!];
  });
  expect(found).toBeGreaterThan(LEAST);
  expect(found).toBeLessThan(MOST);
});

test('the correlation of two models of correlation 0.6: held in 93 to 97 % (false alarm 4e-3)', () => {
  const found = coverage('correlation', 0.6, (rng) => {
    const first = draw(rng, 80);
    const second = first.map((value) => 0.6 * value + 0.8 * rng.normal());
    const { low, high } = valueAgreement(first, second);
    return [low!, high!];
  });
  expect(found).toBeGreaterThan(LEAST);
  expect(found).toBeLessThan(MOST);
});

test('the difference of two AUCs from resampled rows, as a sweep takes it: held in 93 to 97 % (false alarm 4e-3)', () => {
  const truth = normalCdf(1.2 / Math.SQRT2) - normalCdf(0.6 / Math.SQRT2);
  const task = { kind: 'binary', classes: ['no', 'yes'] } as const;
  const found = coverage('auc', truth, (rng) => {
    const labels = Float64Array.from({ length: 200 }, (_, row) => row % 2);
    const shared = draw(rng, 200);
    const scores = (shift: number): Float64Array =>
      labels.map((label, row) => shift * label + Math.SQRT1_2 * (shared[row]! + rng.normal()));
    const [better, worse] = [createScorer(task, labels, scores(1.2)), createScorer(task, labels, scores(0.6))];
    const times = new Uint16Array(200);
    const gaps = Float64Array.from({ length: 200 }, () => {
      drawTimes(rng, times);
      return better(times) - worse(times);
    }).sort();
    return [quantileSorted(gaps, 0.025), quantileSorted(gaps, 0.975)];
  });
  expect(found).toBeGreaterThan(LEAST);
  expect(found).toBeLessThan(MOST);
});

test('the difference of two R² by paired resamples: held in 93 to 97 % (false alarm 4e-3)', () => {
  // y = a + b + e with unit parts; one model knows a and b, the other a alone: 2/3 and 1/3 of the variance.
  const found = coverage('r2', -1 / 3, (rng, table) => {
    const [a, b] = [draw(rng, 120), draw(rng, 120)];
    const values = a.map((part, row) => part + b[row]! + rng.normal());
    const { gap } = pairedRSquared(
      values,
      a.map((part, row) => part + b[row]!),
      a,
      table,
      'coverage',
    )!;
    return [gap.low, gap.high];
  });
  expect(found).toBeGreaterThan(LEAST);
  expect(found).toBeLessThan(MOST);
});
