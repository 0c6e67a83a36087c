/**
 * The white-box canary: a row in cells that are otherwise empty. With marginals of variance σᵢ² the statistic
 * Σ yᵢ[cell]/σᵢ² has mean 0 without the row and Σ 1/σᵢ² with it, variance Σ 1/σᵢ²: the two lie μ = √(Σ 1/σᵢ²) apart,
 * and μ²/2 is the rho of those entries. Too little noise shows as a larger distance, unused budget as a smaller one.
 * 8,000 runs each way; the interval is normal, at z = 6.
 */
import { expect, test } from 'vitest';
import { sigma2ForRho, splitBudget } from '../../../src/core/privacy/accountant.ts';
import { budgetOf, createLedger, spentGrains } from '../../../src/core/privacy/ledger.ts';
import type { Ledger } from '../../../src/core/privacy/ledger.ts';
import { measureCounts, measureMoments } from '../../../src/core/privacy/mechanisms.ts';
import { seededEntropy } from '../../../src/core/privacy/seeded-entropy.ts';
import { GRAIN, sensitivityOf } from '../../../src/core/privacy/units.ts';
import { sealed } from '../../../src/core/privacy/wall.ts';

const RUNS = 8000;
const BUDGET = budgetOf({ epsilon: 1, delta: 1e-6, neighbours: 'add-remove', rowsPerPerson: 1 });
const ledgerOf = (rho: number): Ledger => createLedger({ ...BUDGET, rhoGrains: Math.floor(rho / GRAIN) });

test.each([0.02, 0.5, 2])(
  'three marginals at rho %d: the canary shows as far as the claim says, not further (false alarm 2e-9)',
  (rho) => {
    const entropy = seededEntropy(11);
    const statistic = (hasCanary: boolean): number => {
      const ledger = ledgerOf(rho);
      const shares = splitBudget(ledger.budget.rhoGrains, [1, 2, 3]);
      let sum = 0;
      for (const [i, share] of shares.entries()) {
        const { l2Squared } = sensitivityOf({ kind: 'counts' }, ledger.budget);
        const ask = { purpose: 'one-way', columns: [`column ${i}`], sigma2: sigma2ForRho(share, l2Squared) };
        const noisy = measureCounts({ ledger, entropy }, ask, sealed(Int32Array.of(40, hasCanary ? 1 : 0, 7)));
        sum += noisy.counts[1]! / noisy.sigma2;
      }
      expect(spentGrains(ledger) * GRAIN).toBeCloseTo(rho, 2);
      return sum;
    };
    expectDistance(statistic, rho);
  },
);

test('second moments at rho 0.5: the canary shows as far as the claim says, not further (false alarm 2e-9)', () => {
  const entropy = seededEntropy(12);
  // A row z of norm C = 1.25 exactly, in units of 2^-8: (192, 256)/256. What it adds is z·zᵀ, of Frobenius norm C².
  const row = [192, 256];
  const clip2 = 1.25 ** 2;
  const statistic = (hasCanary: boolean): number => {
    const ledger = ledgerOf(0.5);
    const { l2Squared } = sensitivityOf({ kind: 'moments', clip2: BigInt(clip2 * 65_536) }, ledger.budget);
    const ask = {
      purpose: 'moments',
      columns: ['a', 'b'],
      clip2,
      sigma2: sigma2ForRho(ledger.budget.rhoGrains, l2Squared),
    };
    const products = row.flatMap((first) => row.map((second) => first * second));
    const secret = Float64Array.from(products, (product) => (hasCanary ? product : 0));
    const { moments, sigma2 } = measureMoments({ ledger, entropy }, ask, sealed(secret));
    return products.reduce((sum, product, cell) => sum + product * moments[cell]!, 0) / sigma2;
  };
  expectDistance(statistic, 0.5);
});

/** Distance of the means over the pooled deviation, against μ = √(2·rho). */
function expectDistance(statistic: (hasCanary: boolean) => number, rho: number): void {
  const without = momentsOf(Array.from({ length: RUNS }, () => statistic(false)));
  const withCanary = momentsOf(Array.from({ length: RUNS }, () => statistic(true)));
  const distance = (withCanary.mean - without.mean) / Math.sqrt((withCanary.variance + without.variance) / 2);
  const mu = Math.sqrt(2 * rho);
  const slack = 6 * Math.sqrt(2 / RUNS + (distance * distance) / (4 * RUNS));
  expect(distance - slack).toBeLessThan(mu);
  expect(distance + slack).toBeGreaterThan(0.95 * mu);
}

function momentsOf(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, variance };
}
