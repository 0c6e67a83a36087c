/**
 * What discovery gives away about one person, measured: how often a value that one person alone has is released, and how
 * far one row moves the odds that a bin is split. Fixed sizes, one fixed seed, thresholds at z = 6.
 */
import { expect, test } from 'vitest';
import { budgetOf, createLedger } from '../../../src/core/privacy/ledger.ts';
import { measureCounts, releaseCommon, splitRange } from '../../../src/core/privacy/mechanisms.ts';
import { numberCells, placesFrom, rangeFrom } from '../../../src/core/privacy/public-cells.ts';
import { seededEntropy } from '../../../src/core/privacy/seeded-entropy.ts';
import { sealed } from '../../../src/core/privacy/wall.ts';
import { gaussianMass, upperTail } from '../../helpers/masses.ts';

const SEED = 20_260_101;
const budgetFor = (rowsPerPerson: number) => ({
  ...budgetOf({ epsilon: 100, delta: 1e-3, neighbours: 'add-remove', rowsPerPerson }, true),
  failureDelta: 0.2, // large failures can be counted
});

test.each([
  [1, 0.05],
  [1, 0.01],
  [3, 0.05],
])(
  '%d rows a person, delta %d: a level of one person is released in no larger share of 100,000 runs (false alarm 2e-9)',
  (k, delta) => {
    const runs = 100_000;
    const sigma2 = 25;
    const entropy = seededEntropy(SEED);
    const budget = budgetFor(k);
    const tally = sealed(
      new Map([
        ['common', 5000],
        ['secret', k],
      ]),
    );
    let leaks = 0;
    let hasCommon = true;
    let threshold = 0;
    for (let run = 0; run < runs; run++) {
      const ask = { purpose: 'levels', columns: ['job'], sigma2, delta };
      const common = releaseCommon({ ledger: createLedger(budget), entropy }, ask, tally);
      threshold = common.threshold;
      hasCommon &&= common.values[0] === 'common';
      if (common.values.length > 1) leaks++;
    }
    expect(hasCommon).toBe(true);
    const share = leaks / runs;
    expect(share).toBeLessThanOrEqual(delta + 6 * Math.sqrt((delta * (1 - delta)) / runs));
    // And the noise is that of the entry: the share is the exact tail.
    const exact = upperTail(gaussianMass(sigma2), threshold - k);
    expect(Math.abs(share - exact)).toBeLessThan(6 * Math.sqrt((exact * (1 - exact)) / runs));
    expect(exact).toBeLessThanOrEqual(delta);
  },
);

test.each([
  [1, 1],
  [0.5, 1],
  [1, 2],
])(
  'epsilon %d, %d rows a person: one row moves the log odds of a split by 1/λ, no further (false alarm 2e-9)',
  (epsilon, k) => {
    const runs = 100_000;
    const lambda = (3 * k) / epsilon;
    const range = { start: 0, end: 2, leaves: 2, threshold: 20 };
    const entropy = seededEntropy(SEED);
    const budget = budgetFor(k);
    const splits = (rows: number): number => {
      const steps = sealed(new Float64Array(rows));
      const ask = { purpose: 'bins', columns: ['age'], epsilon, range };
      let count = 0;
      for (let run = 0; run < runs; run++) {
        if (splitRange({ ledger: createLedger(budget), entropy }, ask, steps).length === 3) count++;
      }
      return count;
    };
    // A count at the threshold and one below it: both need noise above 0, where the masses fall by exp(−1/λ) a step.
    const [below, at] = [splits(19), splits(20)];
    const moved = Math.log(at / below);
    const slack = 6 * Math.sqrt((1 - at / runs) / at + (1 - below / runs) / below);
    expect(Math.abs(moved - 1 / lambda)).toBeLessThan(slack);
    expect(slack).toBeLessThan(0.06);
  },
);

test('without rows a range is found in one of 20 runs (false alarm 2e-9)', () => {
  const runs = 20_000;
  const entropy = seededEntropy(SEED);
  const budget = budgetFor(1);
  const cells = numberCells({ decimals: 0 });
  let ranges = 0;
  for (let run = 0; run < runs; run++) {
    const ask = { purpose: 'bounds', columns: ['age'], sigma2: 10_000 };
    const noisy = measureCounts({ ledger: createLedger(budget), entropy }, ask, sealed(new Int32Array(109)));
    if (rangeFrom(noisy, cells) !== null) ranges++;
  }
  const chance = 1 / 20;
  expect(Math.abs(ranges / runs - chance)).toBeLessThan(6 * Math.sqrt((chance * (1 - chance)) / runs));
});

test('whole numbers of 2,000 rows keep no decimals through noise of deviation 40 (false alarm 1e-5)', () => {
  const runs = 20_000;
  const entropy = seededEntropy(SEED);
  const budget = budgetFor(1);
  const counts = sealed(Int32Array.of(2000, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  let whole = 0;
  for (let run = 0; run < runs; run++) {
    const ask = { purpose: 'decimals', columns: ['age'], sigma2: 1600 };
    if (placesFrom(measureCounts({ ledger: createLedger(budget), entropy }, ask, counts)) === 0) whole++;
  }
  // One of seven cells of noise stands out once in 10,000 runs: 2 are expected.
  expect(runs - whole).toBeLessThan(2 + 6 * Math.sqrt(2));
});
