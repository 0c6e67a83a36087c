/** A device of little memory: what a run does without is said before it, carried out, and stands in its recipe. */
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { violations } from '../../helpers/axe.ts';
import { button, closePage, showPage, tableFile, type Shown } from '../../helpers/page.ts';

afterEach(closePage);

async function showPlan(isClaimed: boolean): Promise<Shown> {
  const shown = await showPage();
  await shown.app.take([tableFile('staff.csv', 200)]);
  shown.app.project.setGuarantee(isClaimed);
  shown.app.project.assumePublicSchema = isClaimed;
  shown.app.project.setSynthesizer('aim');
  shown.app.go('privacy');
  return shown;
}

test('without a guarantee the plan says what the run does without, and the recipe of the run says it too', async () => {
  const { app } = await showPlan(false);
  const said =
    'With the 8 MB of memory that this device reports, the synthesizer is Columns on their own instead of AIM.';
  await expect.element(page.getByText(said)).toBeVisible();
  await expect.element(button('Make it smaller')).not.toBeInTheDocument();
  const asked = app.project.recipe;
  await app.run.generate();
  const { madeBy, isStale, generated } = app.run;
  expect(asked.synthesizer).toEqual({ id: 'aim', options: {} });
  expect(madeBy).toEqual({ ...asked, synthesizer: { id: 'independent', options: {} } });
  expect(generated!.facts.plan.synthesizer).toBe('independent');
  expect(generated!.facts.notices.confidential).toContainEqual(expect.objectContaining({ code: 'stepped-back' }));
  expect(isStale).toBe(false);
  app.go('generate');
  await expect.element(page.getByText(said)).toBeVisible();
  await app.run.makePapers();
  expect(app.run.papers).toMatchObject({ value: { manifest: { recipe: { synthesizer: madeBy!.synthesizer } } } });
});

test('a run is planned anew where its choices have changed since, and only there', async () => {
  const { app, calls } = await showPlan(false);
  await app.project.planning.plan();
  const plans = (): number => calls.filter((job) => job === 'plan').length;
  const before = plans();
  await app.run.generate();
  expect(plans()).toBe(before);
  app.project.synthesizerId = 'mst';
  await app.run.generate();
  expect(plans()).toBe(before + 1);
  expect(app.run.madeBy!.synthesizer.id).toBe('independent');
  expect(app.run.generated!.facts.notices.confidential[0]).toMatchObject({ facts: { from: 'MST' } });
});

test('with one the steps are proposed, taken by one press, and undone by another', async () => {
  const shown = await showPlan(true);
  await expect.element(page.getByText('The model may be too large for this device')).toBeVisible();
  expect(await violations()).toEqual([]);
  expect(shown.app.project.recipe.synthesizer).toEqual({ id: 'aim', options: {} });
  await button('Make it smaller').click();
  await expect.poll(() => shown.app.project.recipe.synthesizer).toEqual({ id: 'independent', options: {} });
  await expect.element(button('Make it smaller')).not.toBeInTheDocument();
  await button('Undo').click();
  await expect.poll(() => shown.app.project.recipe.synthesizer).toEqual({ id: 'aim', options: {} });
});
