/**
 * The exponential mechanism against its exact probabilities, and against what it costs: two candidates whose scores a
 * neighbour moves by Δ, one up and one down, change their log odds by exactly ε. Fixed sizes, one fixed seed.
 */
import { expect, test } from 'vitest';
import { budgetOf, createLedger } from '../../../src/core/privacy/ledger.ts';
import { selectCandidate } from '../../../src/core/privacy/mechanisms.ts';
import { seededEntropy } from '../../../src/core/privacy/seeded-entropy.ts';
import { sealed } from '../../../src/core/privacy/wall.ts';
import type { Neighbours } from '../../../src/core/recipe.ts';
import { fitTail } from '../../helpers/masses.ts';

const ALARM = 1e-9;

test.each([
  [2, 1, 60_000],
  [5, 3, 60_000],
  [500, 1, 60_000],
])('%d candidates of weight %d: chi-square of %d choices (false alarm 1e-9)', (candidates, weightMax, runs) => {
  const epsilon = 1.5;
  // Every score lies within 2 Δ of the best, so that each of 500 candidates is expected at least 20 times.
  const scores = Float64Array.from(
    { length: candidates },
    (_, i) => ((i * 37) % candidates) * Math.floor((2048 * weightMax) / candidates),
  );
  const weights = Array.from(scores, (score) => Math.exp((epsilon * score) / (2 * 1024 * weightMax)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const counts = chosen(scores, { epsilon, weightMax }, runs);
  expect(
    fitTail(
      counts,
      weights.map((weight) => (runs * weight) / total),
    ),
  ).toBeGreaterThan(ALARM);
});

test.each<[Neighbours, number]>([
  ['add-remove', 1],
  ['add-remove', 3],
  ['replace-one', 2],
])(
  '%s, %d rows a person: a neighbour moves the log odds of two candidates by epsilon, no further (false alarm 2e-9)',
  (neighbours, rowsPerPerson) => {
    const [epsilon, weightMax, runs] = [1, 2, 40_000];
    const sensitivity = 1024 * weightMax * rowsPerPerson * (neighbours === 'replace-one' ? 2 : 1);
    const logOdds = (first: number, second: number): number => {
      const counts = chosen(Float64Array.of(first, second), { epsilon, weightMax, neighbours, rowsPerPerson }, runs);
      return Math.log(counts[1]! / counts[0]!);
    };
    const moved = logOdds(0, sensitivity) - logOdds(sensitivity, 0);
    // One candidate a sensitivity ahead wins with odds exp(ε/2): each of the two log odds has variance 1/(runs·p·(1 − p)).
    const odds = Math.exp(epsilon / 2);
    const slack = 6 * Math.sqrt((2 * (1 + odds) ** 2) / (runs * odds));
    expect(Math.abs(moved - epsilon)).toBeLessThan(slack);
    expect(slack).toBeLessThan(0.1);
  },
);

type Setting = Readonly<{ epsilon: number; weightMax: number; neighbours?: Neighbours; rowsPerPerson?: number }>;

function chosen(scores: Float64Array, setting: Setting, runs: number): Float64Array {
  const { epsilon, weightMax, neighbours = 'add-remove', rowsPerPerson = 1 } = setting;
  const budget = budgetOf({ epsilon: 100, delta: 1e-3, neighbours, rowsPerPerson });
  const entropy = seededEntropy(20_260_101);
  const ask = { purpose: 'pair', columns: ['a', 'b'], epsilon, weightMax };
  const counts = new Float64Array(scores.length);
  for (let run = 0; run < runs; run++) {
    counts[selectCandidate({ ledger: createLedger(budget), entropy }, ask, sealed(scores))]!++;
  }
  return counts;
}
