import { expect, test } from 'vitest';
import type { FidelityResult } from '../../../src/core/fidelity/assess-fidelity.ts';
import { NO_CLAIM } from '../../../src/core/privacy/claim.ts';
import { judgedOf } from '../../../src/core/report/build.ts';
import { summaryOf } from '../../../src/core/report/summary.ts';
import { findings } from '../../component/findings.ts';

const judged = judgedOf(Object.values(findings));
const withKway = (kway: FidelityResult['kway']): ReturnType<typeof summaryOf> =>
  summaryOf({ ...judged, fidelity: { ...judged.fidelity!, kway } });

test('the first line speaks of three columns at a time, and of two where three have no score', () => {
  const { kway } = judged.fidelity!;
  const [three] = withKway(kway);
  expect(three).toMatchObject({ id: 'three-way', verdict: 'good', finding: { id: 'kway-3', value: 0.912 } });
  expect(three?.text).toContain('Three-way score 0.912, between 0.902 and 0.922.');
  const none = { ...kway['3'], score: null, reason: 'not measurable with fewer than three columns' };
  const [two] = withKway({ ...kway, '3': none });
  expect(two).toMatchObject({ id: 'three-way', finding: { id: 'kway-2', value: 0.931 } });
  expect(two?.text).toContain('Two-way score 0.931');
  expect(three?.caveat).toContain('dependence of four and more columns');
  expect(two?.caveat).toContain('dependence of three and more columns');
  const [nothing] = withKway({ ...kway, '2': { ...kway['2'], score: null }, '3': none });
  expect(nothing).toMatchObject({ verdict: 'not-measurable', finding: { value: null } });
});

test('the claim stands last, with the bound that was not measured; alone it makes no headline', () => {
  const lines = summaryOf(judged, NO_CLAIM);
  expect(lines.map(({ id }) => id)).toEqual(['three-way', 'c2st', 'tstr', 'tails', 'attack', 'claim']);
  expect(lines.at(-1)).toMatchObject({ verdict: 'not-measurable', finding: { value: null } });
  expect(lines.at(-1)?.text).toContain('no claim to hold a bound against');
  expect(summaryOf(judgedOf([]), NO_CLAIM)).toEqual([]);
});

test('a control that fails withholds the verdict of the line that it guards, and of no other', () => {
  const controls = judged.controls!;
  const narrowed = {
    ...controls.controls[0]!,
    observed: [
      { ...controls.controls[0]!.observed[0]!, id: 'too-clean' as const, guards: 'tails' as const, ok: false },
    ],
  };
  const lines = summaryOf({ ...judged, controls: { ...controls, controls: [narrowed] } });
  expect(lines.find(({ id }) => id === 'tails')?.verdict).toBe('not-calibrated');
  expect(lines.find(({ id }) => id === 'three-way')?.verdict).toBe('good');
});

test('with too few held-out rows the headline says what the attacks found, and why no verdict follows', () => {
  const attacks = judged.attacks!;
  const [strongest, other] = attacks.attacks;
  const few = { n1: 212, n0: 91, n: 303 };
  const lineWith = (above: boolean, low: number) => {
    const found = {
      ...strongest!,
      ...few,
      ...{ auc: 0.617, corrected: { low, high: 0.699, tests: 2 }, above: { auc: above, tail: false } },
    };
    const weaker = { ...other!, ...few };
    const lines = summaryOf({ ...judged, controls: null, attacks: { ...attacks, attacks: [found, weaker] } });
    const line = lines.find(({ id }) => id === 'attack')!;
    expect(line.verdict).toBe('not-measurable');
    expect(line.text).toContain('AUC 0.617');
    expect(line.text.endsWith(` ${line.withheld}`)).toBe(true);
    return line.withheld;
  };
  const shortage = 'No verdict follows: it needs 200 held-out rows, and there are 91.';
  expect(lineWith(true, 0.529)).toBe(`An attack's whole interval lies above guessing. ${shortage}`);
  expect(lineWith(true, 0.49)).toBe(`An attack is above guessing. ${shortage}`);
  expect(lineWith(false, 0.49)).toBe(`No attack is above guessing. ${shortage}`);
  const whole = summaryOf({ ...judged, controls: null });
  expect(whole.every(({ withheld }) => withheld === null)).toBe(true);
});

test('every other number without a verdict says how many rows that would need', () => {
  const { kway } = judged.fidelity!;
  const lineOf = (part: Partial<typeof judged>, id: string) =>
    summaryOf({ ...judged, controls: null, ...part }).find((line) => line.id === id);
  const short = { ...judged.fidelity!, kway: { ...kway, '3': { ...kway['3'], n: 212 } } };
  expect(lineOf({ fidelity: short }, 'three-way')?.text).toMatch(/it needs 500 fitted rows, and there are 212\.$/);
  const c2st = { ...judged.c2st!, n: 182 };
  expect(lineOf({ c2st }, 'c2st')?.text).toMatch(/it needs 200 held-out rows, and there are 91\.$/);
  const utility = { ...judged.utility!, rarer: { ...judged.utility!.rarer!, rows: 1 } };
  expect(lineOf({ utility }, 'tstr')?.text).toMatch(/needs 30 held-out rows of the rarer class, and there is 1\.$/);
});
