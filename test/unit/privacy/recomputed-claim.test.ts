/** The claim of a run, computed again from its exported entries with nothing but a sum and the published formula. */
import { expect, test } from 'vitest';
import { generate, prepare } from '../../../src/core/pipeline.ts';
import { seededEntropy } from '../../../src/core/privacy/seeded-entropy.ts';
import { silent } from '../../../src/core/progress.ts';
import { penguins, PENGUINS_RECIPE } from '../../helpers/penguins.ts';

type Exported = { claim: { epsilon: number; delta: number }; entries: { rhoGrains: number; delta: number }[] };

/** Canonne, Kamath and Steinke, arXiv 2004.00010: the least epsilon over orders α, on a fine grid of them. */
function epsilonByHand(rho: number, delta: number): number {
  let least = Infinity;
  for (let order = 1.01; order < 500; order *= 1.0005) {
    const excess = (Math.log(1 / delta) + (order - 1) * Math.log(1 - 1 / order) - Math.log(order)) / (order - 1);
    least = Math.min(least, rho * order + excess);
  }
  return least;
}

test.each(['aim', 'mst', 'copula', 'independent'])('%s: the claim follows from the entries alone', (id) => {
  const { table, inferences } = penguins;
  const recipe = { ...PENGUINS_RECIPE, assumePublicSchema: false, synthesizer: { id, options: {} } };
  const { facts } = generate(prepare(table, inferences, recipe), recipe, seededEntropy(1), silent);
  const text = JSON.stringify({ claim: facts.claim, entries: facts.ledger?.entries });
  const { claim, entries } = JSON.parse(text) as Exported;
  const rho = entries.reduce((sum, entry) => sum + entry.rhoGrains, 0) / 2 ** 44;
  const failure = entries.reduce((sum, entry) => sum + entry.delta, 0);
  expect(failure, 'levels are bought, which can fail').toBeGreaterThan(0);
  const byHand = epsilonByHand(rho, claim.delta - failure);
  expect(claim.epsilon).toBeGreaterThanOrEqual(byHand - 1e-6);
  expect(claim.epsilon).toBeLessThan(byHand + 1e-5);
  expect(claim.epsilon).toBeLessThanOrEqual(1);
  expect(claim.epsilon, 'the budget is used').toBeGreaterThan(0.9);
});
