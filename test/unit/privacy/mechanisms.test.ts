import { webcrypto } from 'node:crypto';
import { expect, test } from 'vitest';
import { createByteReader, secureEntropy } from '../../../src/core/privacy/entropy.ts';
import type { Entropy } from '../../../src/core/privacy/entropy.ts';
import { budgetOf, claimOf, createLedger, spentGrains } from '../../../src/core/privacy/ledger.ts';
import {
  measureCounts,
  measureMoments,
  releaseCommon,
  selectCandidate,
  splitRange,
} from '../../../src/core/privacy/mechanisms.ts';
import { seededEntropy } from '../../../src/core/privacy/seeded-entropy.ts';
import { GRAIN } from '../../../src/core/privacy/units.ts';
import { sealed } from '../../../src/core/privacy/wall.ts';
import type { PrivacyChoices } from '../../../src/core/recipe.ts';
import { naiveDiscreteGaussian, naiveDiscreteLaplace } from '../../helpers/naive/samplers.ts';
import { NOTHING_STATED } from '../../helpers/stated.ts';

const CHOICES: PrivacyChoices = { epsilon: 10, delta: 1e-6, neighbours: 'add-remove', rowsPerPerson: 1 };
const claimedOf = (entropy: Entropy = seededEntropy(1), choices: Partial<PrivacyChoices> = {}) => ({
  ledger: createLedger(budgetOf({ ...CHOICES, ...choices }, true)),
  entropy,
});
const counts = (...values: number[]) => sealed(Int32Array.from(values));
const ask = (sigma2: number) => ({ purpose: 'one-way', columns: ['age'], sigma2 });
const momentsAsk = (sigma2: number, clip2 = 1) => ({ purpose: 'moments', columns: ['age', 'job'], clip2, sigma2 });

test('the noise has the variance of the entry, and the fitter is told that variance', () => {
  for (const sigma2 of [1, 9.7, 100.004, 5e9]) {
    const claimed = claimedOf(seededEntropy(3), { epsilon: 100 });
    const noisy = measureCounts(claimed, ask(sigma2), counts(5, 0, 70));
    const [entry] = claimed.ledger.entries;
    expect(entry).toMatchObject({ mechanism: 'discrete-gaussian', parameter: { sigma2Times256: noisy.sigma2 * 256 } });
    expect(noisy.sigma2).toBe(Math.ceil(sigma2 * 256) / 256);
    const bytes = createByteReader(seededEntropy(3));
    const steps = BigInt(noisy.sigma2 * 256);
    const expected = [5, 0, 70].map((count) => count + Number(naiveDiscreteGaussian(steps, 256n, bytes)));
    expect([...noisy.counts]).toEqual(expected);
  }
});

test('released counts and moments are whole numbers', () => {
  const claimed = claimedOf();
  const { counts: noisy } = measureCounts(claimed, ask(50.3), sealed(new Int32Array(500)));
  expect(noisy.every(Number.isInteger)).toBe(true);
  expect(noisy.some((count) => count < 0)).toBe(true);
  const { moments } = measureMoments(claimed, momentsAsk(1e12), sealed(new Float64Array(100)));
  expect(moments.every(Number.isInteger)).toBe(true);
});

test('one entry per call, in the order of the calls, and the claim is their sum', () => {
  const claimed = claimedOf();
  measureCounts(claimed, ask(20), counts(1, 2));
  measureMoments(claimed, momentsAsk(1e11, 2), sealed(new Float64Array(4)));
  expect(claimed.ledger.entries).toMatchObject([
    { step: 1, purpose: 'one-way', cells: 2, sensitivity: { l2Squared: '1' } },
    { step: 2, purpose: 'moments', cells: 4, sensitivity: { l2Squared: String((2 * 65_536) ** 2) } },
  ]);
  expect(claimOf(claimed.ledger, 'seeded', NOTHING_STATED).rhoGrains).toBe(spentGrains(claimed.ledger));
  expect(spentGrains(claimed.ledger) * GRAIN).toBeCloseTo(1 / 40 + (2 * 65_536) ** 2 / 2e11, 10);
});

test('neighbours and rows per person of the budget set the sensitivity, nobody else', () => {
  const claimed = claimedOf(seededEntropy(1), { neighbours: 'replace-one', rowsPerPerson: 3 });
  measureCounts(claimed, ask(50), counts(1));
  measureMoments(claimed, momentsAsk(1e12, 1.5), sealed(new Float64Array(1)));
  const sensitivities = claimed.ledger.entries.map((entry) => entry.sensitivity);
  expect(sensitivities).toEqual([{ l2Squared: '18' }, { l2Squared: String(2 * (3 * 1.5 * 65_536) ** 2) }]);
});

test('an overspent ask draws nothing: entropy is never asked', () => {
  let asked = 0;
  const entropy: Entropy = { kind: 'secure', fill: () => void asked++ };
  const claimed = claimedOf(entropy);
  expect(() => measureCounts(claimed, ask(0.1), counts(1))).toThrow(
    expect.objectContaining({ code: 'budget-overspent' }),
  );
  expect(asked).toBe(0);
  expect(claimed.ledger.entries).toEqual([]);
});

test('the entry stands before the first byte is drawn', () => {
  let entriesAtDraw = -1;
  const entropy: Entropy = {
    kind: 'secure',
    fill: (bytes) => {
      entriesAtDraw = claimed.ledger.entries.length;
      webcrypto.getRandomValues(bytes);
    },
  };
  const claimed = claimedOf(entropy);
  measureCounts(claimed, ask(20), counts(1));
  expect(entriesAtDraw).toBe(1);
});

test('a variance or a bound that is missing, zero or not a number is a fault before the first entry', () => {
  const claimed = claimedOf();
  for (const sigma2 of [0, -1, NaN, Infinity]) {
    expect(() => measureCounts(claimed, ask(sigma2), counts(1))).toThrow('variance');
    expect(() => measureMoments(claimed, momentsAsk(sigma2), sealed(new Float64Array(1)))).toThrow('variance');
  }
  for (const clip2 of [0, -1, NaN, 1 / 3, Infinity]) {
    expect(() => measureMoments(claimed, momentsAsk(1e12, clip2), sealed(new Float64Array(1)))).toThrow('C²');
  }
  expect(() => measureMoments(claimed, momentsAsk(1e12), sealed(new Float64Array(3)))).toThrow('square');
  expect(() => measureMoments(claimed, momentsAsk(1e12), sealed(Float64Array.of(0.5)))).toThrow('whole');
  expect(() => measureCounts(claimed, ask(20), counts())).toThrow('cell');
  expect(claimed.ledger.entries).toEqual([]);
});

test('two runs with the same recipe differ in their noise; a seeded one repeats', () => {
  const secure = () => secureEntropy((bytes) => void webcrypto.getRandomValues(bytes));
  const run = (entropy: Entropy) => {
    const claimed = claimedOf(entropy);
    const oneWay = measureCounts(claimed, ask(1e6), sealed(new Int32Array(20)));
    const moments = measureMoments(claimed, momentsAsk(1e14), sealed(new Float64Array(9)));
    return [...oneWay.counts, ...moments.moments];
  };
  const [first, second] = [run(secure()), run(secure())];
  expect(first.filter((value, i) => value === second[i]).length).toBeLessThan(3); // equal once in 3,000 cells
  expect(run(seededEntropy(4))).toEqual(run(seededEntropy(4)));
  expect(run(seededEntropy(4))).not.toEqual(run(seededEntropy(5)));
});

test('the two triangles of the moments have noise of their own', () => {
  const { moments, dimension } = measureMoments(claimedOf(), momentsAsk(1e13), sealed(new Float64Array(16)));
  expect(dimension).toBe(4);
  expect(new Set(moments).size).toBe(16);
});

test('the private sums are left as they were', () => {
  const secret = Int32Array.of(1, 2, 3);
  measureCounts(claimedOf(), ask(20), sealed(secret));
  expect([...secret]).toEqual([1, 2, 3]);
});

const selectionAsk = { purpose: 'pair', columns: ['age', 'job'], epsilon: 0.5, weightMax: 3 };

test('a selection costs ε²/8, its sensitivity is that of the largest weight offered, doubled where a row is replaced', () => {
  const claimed = claimedOf();
  const chosen = selectCandidate(claimed, selectionAsk, sealed(Float64Array.of(0, 2 ** 30, -5)));
  expect(chosen).toBe(1); // so far ahead that no other is ever kept
  expect(claimed.ledger.entries).toMatchObject([
    { mechanism: 'exponential', cells: 3, parameter: { epsilonTimes2p24: 2 ** 23 }, sensitivity: { l1: '3072' } },
  ]);
  expect(spentGrains(claimed.ledger) * GRAIN).toBe(0.5 ** 2 / 8);
  const replaced = claimedOf(seededEntropy(1), { neighbours: 'replace-one', rowsPerPerson: 2 });
  selectCandidate(replaced, selectionAsk, sealed(Float64Array.of(1)));
  expect(replaced.ledger.entries[0]!.sensitivity).toEqual({ l1: String(4 * 3072) });
});

test('a selection without epsilon, weight, candidates or whole scores is a fault before the first entry', () => {
  const claimed = claimedOf();
  const scores = sealed(Float64Array.of(1, 2));
  for (const epsilon of [0, -1, NaN, Infinity]) {
    expect(() => selectCandidate(claimed, { ...selectionAsk, epsilon }, scores)).toThrow('epsilon');
  }
  for (const weightMax of [0, 0.5, NaN, Infinity]) {
    expect(() => selectCandidate(claimed, { ...selectionAsk, weightMax }, scores)).toThrow('weights');
  }
  for (const wrong of [[0.5], [NaN], [Infinity]]) {
    expect(() => selectCandidate(claimed, selectionAsk, sealed(Float64Array.from(wrong)))).toThrow('whole');
  }
  expect(() => selectCandidate(claimed, selectionAsk, sealed(new Float64Array(0)))).toThrow('cell');
  expect(() => selectCandidate(claimed, { ...selectionAsk, epsilon: 50 }, scores)).toThrow(
    expect.objectContaining({ code: 'budget-overspent' }),
  );
  expect(claimed.ledger.entries).toEqual([]);
});

const stabilityAsk = { purpose: 'levels', columns: ['job'], sigma2: 25.3, delta: 1e-8 };

test('values come out sorted, from the threshold of the entry on, with the noise of the entry', () => {
  const tally = new Map([
    ['zeta', 900],
    ['secret', 1],
    ['Alpha', 31],
    ['alpha', 500],
  ]);
  const claimed = claimedOf(seededEntropy(3));
  const common = releaseCommon(claimed, stabilityAsk, sealed(tally));
  const bytes = createByteReader(seededEntropy(3));
  const steps = BigInt(Math.ceil(25.3 * 256));
  const noisy = [...tally].map(
    ([level, count]) => [level, count + Number(naiveDiscreteGaussian(steps, 256n, bytes))] as const,
  );
  const kept = noisy.filter(([, count]) => count >= common.threshold).sort(([a], [b]) => (a < b ? -1 : 1));
  expect(common.values).toEqual(kept.map(([level]) => level));
  expect(common.counts).toEqual(kept.map(([, count]) => count));
  expect(common.values).toEqual(expect.arrayContaining(['alpha', 'zeta']));
  expect(claimed.ledger.entries).toMatchObject([
    {
      mechanism: 'stability-histogram',
      cells: null,
      parameter: { sigma2Times256: common.sigma2 * 256, threshold: common.threshold },
      sensitivity: { l2Squared: '1' },
      delta: 1e-8,
    },
  ]);
  expect(JSON.stringify([common, claimed.ledger])).not.toContain('secret');
});

test('numbers come out in the order of numbers', () => {
  const tally = new Map([10, 9, -1, 100].map((value) => [value, 1000]));
  expect(releaseCommon(claimedOf(), stabilityAsk, sealed(tally)).values).toEqual([-1, 9, 10, 100]);
});

const treeAsk = {
  purpose: 'bins',
  columns: ['age'],
  epsilon: 0.5,
  range: { start: 0, end: 64, leaves: 8, threshold: 10 },
};

test('bins are split with discrete Laplace noise of scale 3k/ε, for which ε²/2 is paid', () => {
  for (const [choices, lambda, l1] of [
    [{}, 6n, '3'],
    [{ rowsPerPerson: 2 }, 12n, '6'],
    [{ neighbours: 'replace-one' }, 12n, '6'],
  ] as const) {
    const claimed = claimedOf(seededEntropy(5), choices);
    const rows = Float64Array.from({ length: 40 }, (_, row) => (row * row) % 64);
    const starts = splitRange(claimed, treeAsk, sealed(rows));
    const bytes = createByteReader(seededEntropy(5));
    const decay = { 6: 5, 12: 9 }[Number(lambda)]!; // ⌈λ·ln 2⌉
    const open = [{ start: 0, end: 64, depth: 0 }];
    const expected = [0];
    for (const { start, end, depth } of open) {
      if (expected.length === 8 || end - start === 1) continue;
      const count = rows.filter((row) => row >= start && row < end).length;
      if (Math.max(count - depth * decay, 10 - decay) + Number(naiveDiscreteLaplace(lambda, bytes)) <= 10) continue;
      const middle = (start + end) / 2;
      expected.push(middle);
      open.push({ start, end: middle, depth: depth + 1 }, { start: middle, end, depth: depth + 1 });
    }
    expect([...starts]).toEqual([...expected.sort((a, b) => a - b), 64]);
    expect(claimed.ledger.entries).toMatchObject([
      { mechanism: 'discrete-laplace', cells: 15, parameter: { epsilonTimes2p24: 2 ** 23 }, sensitivity: { l1 } },
    ]);
    expect(spentGrains(claimed.ledger) * GRAIN).toBe(0.5 ** 2 / 2);
  }
});

test('a variance, delta, epsilon or range that is missing is an error before the first entry', () => {
  const claimed = claimedOf();
  const tally = sealed(new Map([['a', 5]]));
  for (const sigma2 of [0, NaN])
    expect(() => releaseCommon(claimed, { ...stabilityAsk, sigma2 }, tally)).toThrow('variance');
  for (const delta of [0, NaN, 1])
    expect(() => releaseCommon(claimed, { ...stabilityAsk, delta }, tally)).toThrow('delta');
  for (const count of [0, -1, 0.5, NaN]) {
    expect(() => releaseCommon(claimed, stabilityAsk, sealed(new Map([['a', count]])))).toThrow('whole number of rows');
  }
  expect(() => releaseCommon(claimed, { ...stabilityAsk, delta: 1e-3 }, tally)).toThrow(
    expect.objectContaining({ code: 'budget-overspent' }),
  );
  const rows = sealed(Float64Array.of(3));
  for (const epsilon of [0, NaN]) expect(() => splitRange(claimed, { ...treeAsk, epsilon }, rows)).toThrow('epsilon');
  for (const bad of [{ start: NaN }, { end: Infinity }, { threshold: 0.5 }]) {
    expect(() => splitRange(claimed, { ...treeAsk, range: { ...treeAsk.range, ...bad } }, rows)).toThrow(
      'whole numbers',
    );
  }
  for (const row of [-1, 64, NaN])
    expect(() => splitRange(claimed, treeAsk, sealed(Float64Array.of(row)))).toThrow('in the range');
  expect(claimed.ledger.entries).toEqual([]);
});
