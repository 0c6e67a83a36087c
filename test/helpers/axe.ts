/** What axe finds on the page of a component test: rule and element, nothing if all is well. */
import axe from 'axe-core';

/** Region and heading rules judge a whole page, and are left to the end-to-end tests. */
export async function violations(): Promise<readonly string[]> {
  await atRest();
  const found = await axe.run(document, { rules: { region: { enabled: false } } });
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

/** Colours on their way from one state to the next are nobody's contrast. */
async function atRest(): Promise<void> {
  const passing = document
    .getAnimations()
    .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime ?? Infinity));
  await Promise.allSettled(passing.map(({ finished }) => finished));
}
