/** An applied recipe: what no form shows stands in a line on its step, is carried out, and can be done without. */
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { readRecipe } from '../../../src/core/recipe/read-recipe.ts';
import { violations } from '../../helpers/axe.ts';
import { button, closePage, heading, showPage, tableFile, type Shown } from '../../helpers/page.ts';

afterEach(closePage);

const lines = () => page.getByRole('list', { name: 'From the recipe' });

async function showApplied(recipe: object): Promise<Shown> {
  const shown = await showPage();
  await shown.app.take([tableFile('staff.csv')]);
  await shown.app.project.apply({ what: 'recipe', recipe: readRecipe(recipe), notices: [] });
  return shown;
}

test('options stand on the Privacy step, are removed there, and come back by Undo', async () => {
  const { app } = await showApplied({ synthesizer: { id: 'mst', options: { draw: 'independent' } }, discovery: false });
  app.go('privacy');
  await expect.element(lines()).toHaveTextContent(/nothing is bought.*option draw is independent/s);
  expect(await violations()).toEqual([]);
  await button('Remove from the recipe: option draw is independent.').click();
  await expect.poll(() => app.project.recipe.synthesizer.options).toEqual({});
  await button('Undo').click();
  await expect.element(lines()).toHaveTextContent('option draw is independent');
});

test('rows are kept back, drawn and judged as the recipe says', async () => {
  const { app } = await showApplied({
    privacy: null,
    split: { holdout: 0.5, seed: 3 },
    synthesizer: { id: 'independent' },
    validate: { target: 'left', fidelity: false, attacks: false, rareClass: { column: 'team', level: 'west' } },
  });
  app.go('generate');
  await expect
    .element(lines())
    .toHaveTextContent(/50\s% of the real rows are kept back for the checks, picked by seed 3/);
  await app.run.generate();
  expect(app.run.generated?.facts.holdoutRows).toBeGreaterThan(120); // of 300; a fifth would be about 60
  app.go('validate');
  await expect
    .element(lines())
    .toHaveTextContent('not judged are fidelity and attacks and controls; judged too: the rare class west of team.');
  await app.run.judge();
  expect(Object.keys(app.run.parts)).toEqual(['utility']);
  expect(app.run.deep.rareClass.kind).not.toBe('idle');
  expect(app.run.isJudgementStale).toBe(false);
  await page.getByRole('button', { name: /^Remove from the recipe: not judged/ }).click();
  await expect.poll(() => app.run.isJudgementStale).toBe(true);
});

test('without rows kept back the step says so', async () => {
  const { app } = await showApplied({ privacy: null, split: { holdout: 0 }, synthesizer: { id: 'independent' } });
  app.go('generate');
  await expect.element(page.getByText(/none is locked away for the checks/)).toBeVisible();
  await app.run.generate();
  await expect.element(heading()).toHaveTextContent(/ready$/);
  await expect.element(page.getByText(/Validate has none that no model saw/)).toBeVisible();
});

test('where nothing may be bought the plan names what is not declared, as the run would, and offers both ways out', async () => {
  const { app } = await showApplied({ discovery: false, columns: { age: { bounds: [0, 120] } } });
  const alarm = page.getByRole('alert');
  app.go('privacy');
  await expect.element(alarm).toHaveTextContent(/read off the data, which a guarantee forbids: .*\bteam\b/);
  await expect.element(button('Generate')).toBeDisabled();
  const said = app.project.planning.phase.kind === 'failed' && app.project.planning.phase.error;
  await app.run.generate();
  expect(app.run.generating).toMatchObject({ kind: 'failed', error: said });
  await button('Buy what is not declared').click();
  await expect.element(alarm).not.toBeInTheDocument();
  await button('Undo').click();
  await button('Declare them as they were read').click();
  await expect.element(button('Generate')).toBeEnabled();
  expect(app.project.recipe).toMatchObject({ discovery: false, columns: { age: { bounds: [0, 120] } } });
});

test('a recipe that judges nothing leads on, and says so', async () => {
  const validate = { fidelity: false, utility: false, attacks: false };
  const { app } = await showApplied({ privacy: null, synthesizer: { id: 'independent' }, validate });
  await app.run.generate();
  app.go('validate');
  await expect.element(page.getByText('Nothing is judged', { exact: true })).toBeVisible();
  await button('Export').click();
  await expect.element(page.getByText(/^Nothing was judged/)).toBeVisible();
  expect(app.run.looks).toBe(0);
});
