/** The numbers behind all charts of a page, for whoever wants them in print: each chart hands in its table as it is drawn. */
import { getContext, setContext, untrack } from 'svelte';
import type { ChartTable } from './frame.ts';

export type ChartEntry = Readonly<{ label: string; table: ChartTable }>;
type Drawn = ChartEntry & Readonly<{ figure: HTMLElement }>;
type Appendix = { add(entry: Drawn): () => void };

const KEY = Symbol('tables of charts');

/** Called while the page's component is set up. `tables` holds those of all charts below it, in the page's order. */
export function collectTables(): { readonly tables: readonly ChartEntry[] } {
  let entries = $state.raw<readonly Drawn[]>([]);
  setContext<Appendix>(KEY, {
    add: (entry) => {
      entries = [...untrack(() => entries), entry];
      return () => void (entries = untrack(() => entries).filter((each) => each !== entry));
    },
  });
  return {
    get tables() {
      return [...entries].sort((a, b) => (isBefore(a.figure, b.figure) ? -1 : 1));
    },
  };
}

/** Called while a chart is set up; nothing happens on a page that collects no tables. */
export function offerTable(chart: () => Partial<Drawn> & ChartEntry): void {
  const appendix = getContext<Appendix | undefined>(KEY);
  if (!appendix) return;
  $effect(() => {
    const { figure, label, table } = chart();
    return figure && table.columns.length > 0 ? appendix.add({ figure, label, table }) : undefined;
  });
}

function isBefore(first: Node, second: Node): boolean {
  return (first.compareDocumentPosition(second) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}
