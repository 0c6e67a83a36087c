import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { cancelled } from '../../src/client/engine.ts';
import { sweepCost } from '../../src/state/deep.svelte.ts';
import Validate from '../../src/ui/steps/Validate.svelte';
import '../../src/ui/tokens.css';
import { everyResult, rareResult, sweepPlan, sweepResult } from './deep-findings.ts';
import { clear, createFake, show } from './fakes.ts';

afterEach(clear);

const score = (place: number) => ({ place, predictions: [], syntheticRows: [] });
const sweep = () => page.getByRole('region', { name: 'How much may be synthetic?' });
const button = (name: string) => page.getByRole('button', { name, exact: true });

test('the sweep says what it would take, and answers by curves with how often each choice was made', async () => {
  const { app } = await createFake({
    engine: {
      planSweep: async () => sweepPlan,
      sweepPoint: async ({ place }) => score(place),
      summariseSweep: async () => sweepResult,
    },
  });
  await app.run.judge();
  show(Validate, app);
  await expect.element(sweep()).toHaveTextContent('4 points, 8 training tables');
  await expect.element(sweep()).toHaveTextContent('The model is fitted anew 4 times');
  (button('Try other mixes').element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(sweep().getByRole('heading', { name: 'Replacing real rows: 50' })).toBeVisible();
  await expect.element(sweep()).toHaveTextContent('chosen in 61 % of resamples, 0 % to 50 % in 92 %.');
  await expect
    .element(sweep())
    .toHaveTextContent('the difference to real rows alone is −0.006, between −0.014 and 0.003.');
  await expect.element(sweep()).toHaveTextContent('synthetic rows bought nothing here');
  await expect
    .element(
      sweep()
        .getByRole('table', { name: /Groups that would choose/ })
        .first(),
    )
    .toHaveTextContent('a trade-off');
  await expect.poll(() => app.run.report?.utility.sweep.length).toBe(6);
  expect(app.run.report?.utility.recommendation?.recommendations).toHaveLength(2);
});

test('a cancelled sweep sums up the points that are done, and says how many', async () => {
  const asked: number[] = [];
  let summed: { points: number; places: readonly number[] } | null = null;
  const { app } = await createFake({
    engine: {
      planSweep: async () => sweepPlan,
      sweepPoint: ({ place }, options = {}) => {
        asked.push(place);
        if (asked.length < 3) return Promise.resolve(score(place));
        return new Promise((_, reject) => options.signal?.addEventListener('abort', () => reject(cancelled())));
      },
      summariseSweep: async ({ plan, scores }) => {
        summed = { points: plan.points.length, places: scores.map(({ place }) => place) };
        return sweepResult;
      },
    },
  });
  await app.run.judge();
  show(Validate, app);
  await button('Try other mixes').click();
  await expect.element(page.getByRole('progressbar', { name: 'Sweep' })).toHaveAttribute('aria-valuenow', '50');
  await expect.element(sweep()).toHaveTextContent('2 of 4 points done');
  await sweep().getByRole('button', { name: 'Cancel' }).click();
  await expect.element(sweep()).toHaveTextContent('Cancelled: 2 of 4 points are in these curves');
  // The first repeat of both curves, before any second one.
  expect(asked.slice(0, 2).sort()).toEqual([0, 2]);
  expect(summed).toEqual({ points: 2, places: [0, 1] });
  await expect.element(button('Try again')).toBeEnabled();
});

test('a point that fails ends the sweep with its sentence, and the findings stay', async () => {
  const { app } = await createFake({
    engine: { planSweep: async () => sweepPlan, sweepPoint: async () => Promise.reject(new Error('broken')) },
  });
  await app.run.judge();
  show(Validate, app);
  await button('Try other mixes').click();
  await expect.element(sweep().getByRole('alert')).toHaveTextContent('The sweep did not finish.');
  await expect.element(page.getByRole('heading', { name: 'Usefulness for job' })).toBeVisible();
});

test('under a claim nothing is fitted anew and nothing is spent', async () => {
  const { app } = await createFake({ engine: { planSweep: async () => ({ ...sweepPlan, generator: 'released' }) } });
  await app.run.judge();
  show(Validate, app);
  await expect.element(sweep()).toHaveTextContent('a refit would be a run and would be charged');
  await expect.element(sweep()).not.toHaveTextContent('fitted anew');
});

test('a rare level is chosen by keyboard and compared with weights and repeats', async () => {
  const { app } = await createFake({ holdoutRows: 2000, engine: { rareClass: async () => rareResult } });
  await app.run.judge();
  show(Validate, app);
  const rare = page.getByRole('region', { name: 'A rare class' });
  const level = rare.getByRole('combobox', { name: 'Rare level' });
  await expect.element(level).toHaveDisplayValue(/job: Cooper \(4\.0/);
  await level.selectOptions('1');
  await expect.element(level).toHaveDisplayValue(/job: Fisher/);
  await rare.getByRole('button', { name: 'Try this level' }).click();
  await expect.element(rare.getByRole('heading', { name: /For Fisher, synthetic rows up to 20/ })).toBeVisible();
  await expect.element(rare).toHaveTextContent('41 fitted rows of it, 39 of them distinct');
  const table = rare.getByRole('table', { name: 'What each training table finds' });
  await expect.element(table).toHaveTextContent('0.080 to 0.160');
});

test('every column in turn shows the worst first and why a column was not measured', async () => {
  const { app } = await createFake({ engine: { everyColumn: async () => everyResult } });
  await app.run.judge();
  show(Validate, app);
  await button('Try every column').click();
  const every = page.getByRole('region', { name: 'Every column in turn' });
  await expect.element(every).toHaveTextContent('Half of the columns lose at most 0.020; the worst is age: −0.100');
  await expect.element(every.getByRole('table')).toHaveTextContent('not measurable: too few rows');
});

test('the cost follows from how long fitting and learning took', () => {
  const table = { trainRows: 800, columns: 3, trainedRows: 800 };
  const times = [
    { stage: 'fitting', seconds: 2 },
    { stage: 'utility', seconds: 8 },
  ] as const;
  const cost = sweepCost(sweepPlan, table, times);
  expect(cost).toMatchObject({ points: 4, tables: 8, refits: 4 });
  // Eight seconds are eight fits of 800 rows; 800 or 1,600 rows a mix, and four fits of the model, over two workers.
  expect(cost.seconds).toBeCloseTo((6 + 4 + 4 * 2) / 2, 1);
  expect(sweepCost({ ...sweepPlan, generator: 'released' }, table, times)).toMatchObject({ refits: 0, seconds: 5 });
});
