/** What the lists of what is asked for are given: kinds of rows and rules alike. */
import type { App } from '../../../state/app.svelte.ts';
import type { Asked } from '../../../state/asked.svelte.ts';
import type { ColumnRow } from '../../../state/project.svelte.ts';

/** `openNames`: of the columns that are spoken of, those that a guarantee would have to buy. */
export type AskedProps = Readonly<{
  app: App;
  counts: Asked;
  rows: readonly ColumnRow[];
  openNames: (names: readonly string[]) => ColumnRow[];
}>;
