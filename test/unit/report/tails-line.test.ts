import { expect, test } from 'vitest';
import type { Control, ControlsResult } from '../../../src/core/attacks/controls.ts';
import { assessTails } from '../../../src/core/fidelity/tails/assess-tails.ts';
import { silent } from '../../../src/core/progress.ts';
import { summaryOf } from '../../../src/core/report/summary.ts';
import { assessmentOf, madeUpTable, splitRows } from '../../helpers/assess.ts';

const { train, holdout } = splitRows(madeUpTable(1000), 300);
const tails = assessTails(assessmentOf(train, holdout, train), silent);
const nothing = { fidelity: null, c2st: null, utility: null, attacks: null };

function controlsWith(ok: boolean): ControlsResult {
  const narrowed: Control = {
    ...{ id: 'narrowed', expected: 'too clean', ok, first: null },
    observed: [{ id: 'too-clean', guards: 'tails', expected: 'fires', value: 0, low: 0, high: 0, n: 300, ok }],
  };
  return { controls: [narrowed], rows: { first: 350, second: 350, holdout: 300 }, holdoutAtZero: 0, notices: [] };
}

test('columns with the ends of train are counted in words, and too clean is poor', () => {
  const [line] = summaryOf({ ...nothing, tails, controls: controlsWith(true) });
  expect(line).toMatchObject({ id: 'tails', finding: { value: 0, n: 3 } });
  expect(line!.text).toContain('0 of 3 numbers and dates have fewer rows at their ends');
  const tooClean = { ...tails.tails.tooClean, fires: true, held: 3, measured: 5 };
  const [poor] = summaryOf({ ...nothing, tails: { ...tails, tails: { ...tails.tails, tooClean } }, controls: null });
  expect(poor).toMatchObject({ verdict: 'poor' });
  expect(poor!.text).toContain('Too clean: 3 of 5 signs hold.');
});

test('a failed control of the ends withholds the verdict and keeps the number', () => {
  const [line] = summaryOf({ ...nothing, tails, controls: controlsWith(false) });
  expect(line).toMatchObject({ verdict: 'not-calibrated', finding: { value: 0 } });
});
