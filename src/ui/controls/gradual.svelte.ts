/**
 * Drawing much in small pieces: a few items at once, more in each later task, so that no task holds up the page.
 * For print all of them are drawn at once. Call it while a component is set up.
 */
import { flushSync } from 'svelte';

/** How many of `count()` items to draw by now. A list that has been drawn stays drawn when it changes. */
export function gradual(count: () => number, perTask: () => number): { readonly shown: number } {
  let shown = $state(perTask());
  const isDone = $derived(shown >= count());

  $effect(() => {
    if (shown >= count()) return;
    const timer = setTimeout(() => (shown += perTask()));
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
