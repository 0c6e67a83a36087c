import fc from 'fast-check';
import { expect, test } from 'vitest';
import { epsilonFromRho, rhoFromEpsilon, sigma2ForRho, splitBudget } from '../../../src/core/privacy/accountant.ts';
import {
  budgetOf,
  claimOf,
  createLedger,
  remainingGrains,
  sigma2Of,
  spend,
  spentGrains,
} from '../../../src/core/privacy/ledger.ts';
import type { Ask } from '../../../src/core/privacy/ledger.ts';
import { GRAIN, sensitivityOf } from '../../../src/core/privacy/units.ts';
import type { PrivacyChoices } from '../../../src/core/recipe.ts';
import { add, isAtMost, naiveGaussianRho } from '../../helpers/naive/accounting.ts';
import type { Fraction } from '../../helpers/naive/accounting.ts';
import { forAll } from '../../helpers/properties.ts';

const CHOICES: PrivacyChoices = { epsilon: 1, delta: 1e-6, neighbours: 'add-remove', rowsPerPerson: 1 };
const ledgerOf = (choices: Partial<PrivacyChoices> = {}) => createLedger(budgetOf({ ...CHOICES, ...choices }));
const askFor = (sigma2: number, l2Squared = 1n, purpose = 'one-way'): Ask => ({
  purpose,
  columns: ['age'],
  cells: 10,
  sigma2Times256: BigInt(Math.ceil(sigma2 * 256)),
  sensitivity: { norm: 'l2', l2Squared },
});

test('the budget of a recipe is what epsilon buys at delta', () => {
  expect(budgetOf(CHOICES)).toEqual({ ...CHOICES, rhoGrains: rhoFromEpsilon(1, 1e-6) });
});

test.each([
  [{ epsilon: 0 }, 'Epsilon'],
  [{ epsilon: -1 }, 'Epsilon'],
  [{ epsilon: NaN }, 'Epsilon'],
  [{ epsilon: 1e9 }, 'Epsilon'],
  [{ epsilon: 1e-12, delta: 1e-12 }, 'Epsilon'],
  [{ delta: 0 }, 'Delta'],
  [{ delta: 0.01 }, 'Delta'],
  [{ rowsPerPerson: 0 }, 'Rows per person'],
  [{ rowsPerPerson: 2.5 }, 'Rows per person'],
])('the budget %o is refused and names %s', (choices, what) => {
  expect(() => ledgerOf(choices)).toThrow(
    expect.objectContaining({ code: 'budget-invalid', facts: expect.objectContaining({ what }) as object }),
  );
});

test('an entry holds what was measured and what it cost', () => {
  const ledger = ledgerOf();
  const entry = spend(ledger, askFor(400));
  expect(ledger.entries).toEqual([
    {
      step: 1,
      mechanism: 'discrete-gaussian',
      purpose: 'one-way',
      columns: ['age'],
      cells: 10,
      parameter: { sigma2Times256: 102_400 },
      sensitivity: { l2Squared: '1' },
      rhoGrains: Math.ceil(1 / 800 / GRAIN),
      delta: 0,
    },
  ]);
  expect(sigma2Of(entry)).toBe(400);
  expect(remainingGrains(ledger)).toBe(ledger.budget.rhoGrains - entry.rhoGrains);
});

test('an ask beyond the budget is refused, says what was asked and what is left, and changes nothing', () => {
  const ledger = ledgerOf();
  spend(ledger, askFor(50));
  const before = structuredClone(ledger);
  const act = () => spend(ledger, askFor(25, 1n, 'moments'));
  expect(act).toThrow('Step moments asks for rho 0.02000 and 0.01436 is left.');
  expect(act).toThrow(expect.objectContaining({ code: 'budget-overspent', place: { step: 'moments' } }));
  expect(ledger).toEqual(before);
});

test('all that remains can be spent to the last variance, and one step less noise is refused', () => {
  forAll(
    fc.tuple(fc.double({ min: 0.05, max: 10, noNaN: true }), fc.integer({ min: 1, max: 40 })),
    ([epsilon, columnCount]) => {
      const ledger = ledgerOf({ epsilon });
      const { l2Squared } = sensitivityOf({ kind: 'counts' }, ledger.budget);
      const shares = splitBudget(ledger.budget.rhoGrains, Array<number>(columnCount).fill(1));
      for (const share of shares.slice(1)) spend(ledger, askFor(sigma2ForRho(share, l2Squared), l2Squared));
      const sigma2 = sigma2ForRho(remainingGrains(ledger), l2Squared);
      expect(() => spend(ledger, askFor(sigma2 - 1 / 256, l2Squared))).toThrow(
        expect.objectContaining({ code: 'budget-overspent' }),
      );
      spend(ledger, askFor(sigma2, l2Squared));
      expect(remainingGrains(ledger)).toBeGreaterThanOrEqual(0);
    },
  );
});

test('the refusal names different numbers even when they are a grain apart', () => {
  const ledger = ledgerOf();
  const sigma2 = sigma2ForRho(ledger.budget.rhoGrains, 1n);
  let sentence = '';
  try {
    spend(ledger, askFor(sigma2 - 1 / 256));
  } catch (thrown) {
    sentence = (thrown as Error).message;
  }
  const [, asked, left] = /rho (\S+) and (\S+) is left/.exec(sentence)!;
  expect(asked).not.toBe(left);
});

test('10,000 random plans never end above their budget, added up in exact fractions', () => {
  const ask = fc.record({
    steps: fc.integer({ min: 1, max: 2 ** 20 }),
    k: fc.integer({ min: 1, max: 5 }),
    replace: fc.boolean(),
  });
  const plan = fc.record({ rho: fc.integer({ min: 1, max: 2 ** 46 }), asks: fc.array(ask, { maxLength: 8 }) });
  const budget = budgetOf(CHOICES);
  let refusals = 0;
  forAll(
    plan,
    ({ rho, asks }) => {
      const ledger = createLedger({ ...budget, rhoGrains: rho });
      let spent: Fraction = [0n, 1n];
      for (const { steps, k, replace } of asks) {
        const l2Squared = BigInt(k * k * (replace ? 2 : 1));
        try {
          spend(ledger, { ...askFor(1, l2Squared), sigma2Times256: BigInt(steps) });
          spent = add(spent, naiveGaussianRho(l2Squared, [BigInt(steps), 256n]));
        } catch {
          refusals++;
        }
      }
      expect(isAtMost(spent, [BigInt(rho), 2n ** 44n])).toBe(true);
      expect(spentGrains(ledger)).toBeLessThanOrEqual(rho);
    },
    10_000,
  );
  expect(refusals).toBeGreaterThan(1000);
});

test('the claim is the converted sum of the entries: what was not spent is not claimed', () => {
  const ledger = ledgerOf({ rowsPerPerson: 2, neighbours: 'replace-one' });
  spend(ledger, askFor(400));
  spend(ledger, askFor(800));
  const rhoGrains = Math.ceil(1 / 800 / GRAIN) + Math.ceil(1 / 1600 / GRAIN);
  expect(claimOf(ledger, 'secure', true)).toEqual({
    kind: 'zcdp',
    rho: rhoGrains * GRAIN,
    rhoGrains,
    epsilon: epsilonFromRho(rhoGrains, 1e-6),
    delta: 1e-6,
    neighbours: 'replace-one',
    rowsPerPerson: 2,
    notPrivate: false,
    publicSchemaAssumed: true,
  });
  expect(claimOf(ledger, 'secure', true).epsilon).toBeLessThan(1);
});

test('a claim never passes the epsilon of the recipe, also when all is spent', () => {
  for (const epsilon of [0.1, 0.3, 1, 3, 10, 100]) {
    const ledger = ledgerOf({ epsilon });
    spend(ledger, askFor(sigma2ForRho(remainingGrains(ledger), 1n)));
    const claimed = claimOf(ledger, 'secure', false).epsilon;
    expect(claimed).toBeLessThanOrEqual(epsilon);
    expect(claimed).toBeGreaterThan(0.85 * epsilon); // at epsilon 100 a step of 1/256 in the variance is a tenth of it
  }
});

test('seeded noise makes a claim that says NOT PRIVATE', () => {
  expect(claimOf(ledgerOf(), 'seeded', false)).toMatchObject({ notPrivate: true, rho: 0, epsilon: 0 });
});

test('no variance, no sensitivity and no cells are faults before anything is entered', () => {
  const ledger = ledgerOf();
  expect(() => spend(ledger, askFor(0))).toThrow('positive');
  expect(() => spend(ledger, askFor(100, 0n))).toThrow('positive');
  expect(() => spend(ledger, { ...askFor(100), cells: 0 })).toThrow('at least one cell');
  expect(ledger.entries).toEqual([]);
});

test('ledger and claim are plain data', () => {
  const ledger = ledgerOf();
  spend(ledger, askFor(400, 2n ** 70n / 2n ** 70n));
  expect(JSON.parse(JSON.stringify(ledger))).toEqual(ledger);
  expect(structuredClone(claimOf(ledger, 'secure', false))).toEqual(claimOf(ledger, 'secure', false));
});
