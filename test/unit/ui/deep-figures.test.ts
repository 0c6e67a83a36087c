import { expect, test } from 'vitest';
import { ratioText, sweepCurves, choiceSentences } from '../../../src/ui/report/deep-figures.ts';
import { rareChoices } from '../../../src/ui/steps/validate/deep/rare-levels.ts';
import { findings } from '../../component/findings.ts';
import { sweepResult } from '../../component/deep-findings.ts';

test.each([
  ['substitute', 0.25, '25\u00a0%'],
  ['augment', 0.25, '¼'],
  ['augment', 0.5, '½'],
  ['augment', 2, '2'],
] as const)('a mix of the design %s at %d reads %s', (design, ratio, words) => {
  expect(ratioText(design, ratio)).toBe(words);
});

test('shares stand to scale, multiples at equal steps, and each curve knows its real rows', () => {
  const [substitute, augment] = sweepCurves(sweepResult.points, sweepResult.recommendations);
  expect(substitute?.points.map(({ at }) => at)).toEqual([0, 0.5, 1]);
  expect(augment?.points.map(({ at }) => at)).toEqual([0, 0.5, 1]);
  expect(substitute).toMatchObject({ zero: 0.92, recommended: { name: '50\u00a0%' } });
  expect(substitute?.axisTitle).toContain('800 rows');
  expect(augment?.heading).toContain('bought nothing here');
});

test('a choice that stays with real rows is not reported against itself', () => {
  const [first, second] = sweepResult.recommendations;
  expect(choiceSentences(first!).join(' ')).toContain('61\u00a0% of resamples, 0\u00a0% to 50\u00a0% in 92\u00a0%');
  expect(choiceSentences(second!).join(' ')).not.toContain('difference to real rows');
});

test('rare levels have held-out rows enough, and those of the target come first', () => {
  const { columns } = findings.columns.part === 'columns' ? findings.columns.value : { columns: [] };
  expect(rareChoices(columns, 2000, 'job').map(({ level }) => level)).toEqual(['Cooper', 'Fisher']);
  expect(rareChoices(columns, 600, 'job').map(({ level }) => level)).toEqual(['Fisher']);
  expect(rareChoices(columns, 400, null)).toEqual([]);
});
