/**
 * Drawing much in small pieces: a few items at once, twice as many in each later task, so that no task holds up the page.
 * Not smaller ones: after each of them the browser lays out and paints all that is drawn so far.
 * For print all of them are drawn at once. Call it while a component is set up.
 */
import { flushSync } from 'svelte';

/** The code that draws is slow in the first task, when none of it has run. */
const LATER = 2;

/** How many of `count()` items to draw by now: `first()` of them at once. A list that has been drawn stays drawn when it changes. */
export function gradual(count: () => number, first: () => number): { readonly shown: number } {
  let shown = $state(first());
  const isDone = $derived(shown >= count());

  $effect(() => {
    if (shown >= count()) return;
    const timer = setTimeout(() => (shown += LATER * first()));
    return () => clearTimeout(timer);
  });

  $effect(() => {
    if (isDone) return;
    const all = (): void => flushSync(() => void (shown = count()));
    window.addEventListener('beforeprint', all);
    return () => window.removeEventListener('beforeprint', all);
  });

  return {
    get shown() {
      return Math.min(shown, count());
    },
  };
}
