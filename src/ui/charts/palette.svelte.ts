/** Which palette holds now: the user's forced colours, print, the page's theme, the system's theme, in this order. */
import { flushSync } from 'svelte';
import { createSubscriber } from 'svelte/reactivity';
import { darkPalette, forcedPalette, lightPalette, printPalette, type Palette } from './palette.ts';

const FORCED = '(forced-colors: active)';
const DARK = '(prefers-color-scheme: dark)';

/** Reading `current` in a component makes it follow every change, also the one to paper before the page is printed. */
export function createPalette(): { readonly current: Palette } {
  let isPrinting = false;
  const subscribe = createSubscriber((update) => {
    const ends = new AbortController();
    const queries = [matchMedia(FORCED), matchMedia(DARK), matchMedia('print')];
    for (const query of queries) query.addEventListener('change', () => update(), { signal: ends.signal });
    // The browser takes its picture right after this event, so the charts are redrawn within it.
    const print = (starts: boolean): void => {
      isPrinting = starts;
      update();
      flushSync();
    };
    addEventListener('beforeprint', () => print(true), { signal: ends.signal });
    addEventListener('afterprint', () => print(false), { signal: ends.signal });
    const observer = new MutationObserver(() => update());
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => {
      ends.abort();
      observer.disconnect();
    };
  });
  return {
    get current() {
      subscribe();
      if (isPrinting || matchMedia('print').matches) return printPalette;
      if (matchMedia(FORCED).matches) return forcedPalette;
      const theme = document.documentElement.dataset['theme'];
      const isDark = theme === 'dark' || (theme !== 'light' && matchMedia(DARK).matches);
      return isDark ? darkPalette : lightPalette;
    },
  };
}
