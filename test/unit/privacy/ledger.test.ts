import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { UserError } from '../../../src/core/errors.ts';
import { epsilonFromRho, rhoFromEpsilon, sigma2ForRho, splitBudget } from '../../../src/core/privacy/accountant.ts';
import {
  budgetOf,
  claimOf,
  createLedger,
  remainingGrains,
  sigma2Of,
  spend,
  spentDelta,
  spentGrains,
} from '../../../src/core/privacy/ledger.ts';
import type { GaussianAsk, Mechanism, StabilityAsk } from '../../../src/core/privacy/ledger.ts';
import { GRAIN, sensitivityOf } from '../../../src/core/privacy/units.ts';
import type { PrivacyChoices } from '../../../src/core/recipe.ts';
import { add, fractionOf, isAtMost, naiveRho } from '../../helpers/naive/accounting.ts';
import type { Fraction } from '../../helpers/naive/accounting.ts';
import { forAll } from '../../helpers/properties.ts';
import { ALL_STATED, NOTHING_STATED } from '../../helpers/stated.ts';

const CHOICES: PrivacyChoices = { epsilon: 1, delta: 1e-6, neighbours: 'add-remove', rowsPerPerson: 1 };
const ledgerOf = (choices: Partial<PrivacyChoices> = {}) => createLedger(budgetOf({ ...CHOICES, ...choices }));
const askFor = (sigma2: number, l2Squared = 1n, purpose = 'one-way'): GaussianAsk => ({
  mechanism: 'discrete-gaussian',
  purpose,
  columns: ['age'],
  cells: 10,
  sigma2Times256: BigInt(Math.ceil(sigma2 * 256)),
  sensitivity: { norm: 'l2', l2Squared },
});

const stability: StabilityAsk = {
  mechanism: 'stability-histogram',
  purpose: 'levels',
  columns: ['job'],
  cells: null,
  sigma2Times256: 100_000n,
  threshold: 120,
  sensitivity: { norm: 'l2', l2Squared: 1n },
  delta: 1e-8,
};

test('the budget of a recipe is what epsilon buys at delta', () => {
  expect(budgetOf(CHOICES)).toEqual({ ...CHOICES, failureDelta: 0, rhoGrains: rhoFromEpsilon(1, 1e-6) });
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

test('each mechanism is entered with its own parameter, sensitivity and cost', () => {
  const ledger = createLedger(budgetOf(CHOICES, true));
  const choice = { purpose: 'pair', columns: ['age'], cells: 3, epsilonTimes2p24: 2n ** 21n } as const;
  spend(ledger, { ...choice, mechanism: 'exponential', sensitivity: { norm: 'l1', l1: 2n ** 70n } });
  spend(ledger, { ...choice, mechanism: 'discrete-laplace', sensitivity: { norm: 'l1', l1: 3n } });
  spend(ledger, stability);
  const [exponential, laplace, levels] = ledger.entries;
  expect(exponential).toMatchObject({
    parameter: { epsilonTimes2p24: 2 ** 21 },
    sensitivity: { l1: String(2n ** 70n) },
  });
  expect(exponential!.rhoGrains * GRAIN).toBe(1 / 8 ** 2 / 8); // ε²/8 with ε = 1/8
  expect(laplace!.rhoGrains * GRAIN).toBe(1 / 8 ** 2 / 2);
  expect(laplace!.delta).toBe(0);
  expect(levels).toMatchObject({ cells: null, parameter: { sigma2Times256: 100_000, threshold: 120 }, delta: 1e-8 });
  expect(levels!.rhoGrains).toBe(Math.ceil(256 / 200_000 / GRAIN));
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

test('10,000 random plans of all mechanisms never end above their budget in rho or delta, in exact fractions', () => {
  const ask = fc.record({
    mechanism: fc.constantFrom<Mechanism>(
      'discrete-gaussian',
      'exponential',
      'discrete-laplace',
      'stability-histogram',
    ),
    sigma2Times256: fc.bigInt(1n, 2n ** 20n),
    epsilonTimes2p24: fc.bigInt(1n, 2n ** 24n),
    k: fc.integer({ min: 1, max: 5 }),
    replace: fc.boolean(),
    delta: fc.double({ min: 0, max: 4e-7, noNaN: true }),
  });
  const plan = fc.record({ rho: fc.integer({ min: 1, max: 2 ** 46 }), asks: fc.array(ask, { maxLength: 8 }) });
  const budget = budgetOf(CHOICES, true);
  const refused = new Map<unknown, number>();
  forAll(
    plan,
    ({ rho, asks }) => {
      const ledger = createLedger({ ...budget, rhoGrains: rho });
      let spent: Fraction = [0n, 1n];
      let failures: Fraction = [0n, 1n];
      for (const { mechanism, sigma2Times256, epsilonTimes2p24, k, replace, delta } of asks) {
        const common = { purpose: 'any', columns: ['age'], cells: 10 };
        const moves = replace ? 2n : 1n;
        const l2Squared = BigInt(k * k) * moves;
        const noise = { sigma2Times256, sensitivity: { norm: 'l2', l2Squared } } as const;
        const choice = { epsilonTimes2p24, sensitivity: { norm: 'l1', l1: BigInt(k) * moves } } as const;
        try {
          switch (mechanism) {
            case 'discrete-gaussian':
              spend(ledger, { ...common, mechanism, ...noise });
              break;
            case 'stability-histogram':
              spend(ledger, { ...common, mechanism, ...noise, threshold: 40, delta });
              failures = add(failures, fractionOf(delta));
              break;
            default:
              spend(ledger, { ...common, mechanism, ...choice });
          }
          spent = add(spent, naiveRho(mechanism, l2Squared, sigma2Times256, epsilonTimes2p24));
        } catch (thrown) {
          const { what } = (thrown as UserError).facts;
          refused.set(what, (refused.get(what) ?? 0) + 1);
        }
      }
      expect(isAtMost(spent, [BigInt(rho), 2n ** 44n])).toBe(true);
      expect(spentGrains(ledger)).toBeLessThanOrEqual(rho);
      expect(isAtMost(failures, fractionOf(budget.failureDelta))).toBe(true);
      expect(isAtMost(failures, fractionOf(spentDelta(ledger)))).toBe(true);
    },
    10_000,
  );
  expect(refused.get('rho')).toBeGreaterThan(1000);
  expect(refused.get('delta')).toBeGreaterThan(100);
});

test('a tenth of delta is for failures where there are any, the rest converts rho; without them all of it does', () => {
  expect(budgetOf(CHOICES, true)).toEqual({
    ...CHOICES,
    failureDelta: 1e-7,
    rhoGrains: rhoFromEpsilon(1, 9e-7 * (1 - 2 ** -50)),
  });
});

test('failure deltas are refused beyond their part of the budget, and nothing is changed', () => {
  const ledger = createLedger(budgetOf(CHOICES, true));
  const open = (delta: number) => spend(ledger, { ...stability, delta });
  open(9e-8);
  expect(() => open(2e-8)).toThrow('Step levels asks for delta 2.000e-8 and 1.000e-8 is left.');
  expect(ledger.entries.length).toBe(1);
  expect(() => spend(ledgerOf(), { ...stability, delta: 1e-9 })).toThrow(
    expect.objectContaining({ code: 'budget-overspent' }),
  );
});

test('a claim can be computed again from its entries: rho at what their failures leave of delta', () => {
  for (const spentAll of [true, false]) {
    const ledger = createLedger(budgetOf(CHOICES, true));
    if (spentAll) {
      const third = ledger.budget.failureDelta * (1 / 3 - 1e-12);
      for (let i = 0; i < 3; i++) spend(ledger, { ...stability, delta: third });
    }
    spend(ledger, askFor(sigma2ForRho(remainingGrains(ledger), 1n)));
    const claim = claimOf(ledger, 'secure', NOTHING_STATED);
    const failures = ledger.entries.reduce((sum, { delta }) => (sum + delta) * (1 + 2 ** -50), 0);
    expect(claim.failureDelta).toBe(failures);
    const grains = ledger.entries.reduce((sum, { rhoGrains }) => sum + rhoGrains, 0);
    expect(claim.epsilon).toBe(epsilonFromRho(grains, failures === 0 ? 1e-6 : (1e-6 - failures) * (1 - 2 ** -50)));
    expect(claim.epsilon).toBeLessThanOrEqual(1);
  }
});

test('the claim is the converted sum of the entries: what was not spent is not claimed', () => {
  const ledger = ledgerOf({ rowsPerPerson: 2, neighbours: 'replace-one' });
  spend(ledger, askFor(400));
  spend(ledger, askFor(800));
  const rhoGrains = Math.ceil(1 / 800 / GRAIN) + Math.ceil(1 / 1600 / GRAIN);
  expect(claimOf(ledger, 'secure', ALL_STATED)).toEqual({
    kind: 'zcdp',
    rho: rhoGrains * GRAIN,
    rhoGrains,
    epsilon: epsilonFromRho(rhoGrains, 1e-6),
    delta: 1e-6,
    failureDelta: 0,
    neighbours: 'replace-one',
    rowsPerPerson: 2,
    notPrivate: false,
    publicSchemaAssumed: true,
    kindsAssumed: false,
  });
  expect(claimOf(ledger, 'secure', ALL_STATED).epsilon).toBeLessThan(1);
});

test('a claim never passes the epsilon of the recipe, also when all is spent', () => {
  for (const epsilon of [0.1, 0.3, 1, 3, 10, 100]) {
    const ledger = ledgerOf({ epsilon });
    spend(ledger, askFor(sigma2ForRho(remainingGrains(ledger), 1n)));
    const claimed = claimOf(ledger, 'secure', NOTHING_STATED).epsilon;
    expect(claimed).toBeLessThanOrEqual(epsilon);
    expect(claimed).toBeGreaterThan(0.85 * epsilon); // at epsilon 100 a step of 1/256 in the variance is a tenth of it
  }
});

test('seeded noise makes a claim that says NOT PRIVATE', () => {
  expect(claimOf(ledgerOf(), 'seeded', NOTHING_STATED)).toMatchObject({ notPrivate: true, rho: 0, epsilon: 0 });
});

test('no variance, no sensitivity and no cells are faults before anything is entered', () => {
  const ledger = ledgerOf();
  expect(() => spend(ledger, askFor(0))).toThrow('positive');
  expect(() => spend(ledger, askFor(100, 0n))).toThrow('positive');
  expect(() => spend(ledger, { ...askFor(100), cells: 0 })).toThrow('at least one cell');
  const choice = { mechanism: 'exponential', purpose: 'pair', columns: [], cells: 2 } as const;
  expect(() => spend(ledger, { ...choice, epsilonTimes2p24: 0n, sensitivity: { norm: 'l1', l1: 1n } })).toThrow(
    'positive',
  );
  expect(() => spend(ledger, { ...choice, epsilonTimes2p24: 1n, sensitivity: { norm: 'l1', l1: 0n } })).toThrow(
    'positive',
  );
  expect(() => spend(ledger, { ...stability, delta: NaN })).toThrow('failure delta');
  expect(ledger.entries).toEqual([]);
});

test('ledger and claim are plain data', () => {
  const ledger = ledgerOf();
  spend(ledger, askFor(400, 2n ** 70n / 2n ** 70n));
  expect(JSON.parse(JSON.stringify(ledger))).toEqual(ledger);
  expect(structuredClone(claimOf(ledger, 'secure', NOTHING_STATED))).toEqual(claimOf(ledger, 'secure', NOTHING_STATED));
});
