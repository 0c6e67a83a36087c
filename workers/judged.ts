/**
 * Tables under judgement, split and mapped once for all jobs on them. A job that gives them a name has them held until
 * another name comes or the worker turns to something else; a later job of that name may leave them out, so that a
 * million rows cross to the worker once. What is worked out of a held column serves all jobs too (sorted-values.ts).
 */
import { assert } from '../src/core/errors.ts';
import { prepare, type Prepared } from '../src/core/pipeline.ts';
import type { Table } from '../src/core/table/column.ts';
import type { JudgedJob } from './api.ts';

export type JudgedTables = Readonly<{ prepared: Prepared; synthetic: Table }>;

export interface Holding {
  /** Of the job, or what is held under its name. */
  tablesOf(job: JudgedJob): JudgedTables;
  /** Gives the memory back. */
  release(): void;
}

export function createHolding(): Holding {
  let held: (JudgedTables & Readonly<{ name: string }>) | null = null;
  return {
    tablesOf: ({ table, inferences, recipe, trainRows = null, synthetic, held: name }) => {
      if (held !== null && held.name === name) return held;
      held = null;
      assert(table !== null && synthetic !== null, 'the tables that a job leaves out are held');
      const found = { prepared: prepare(table, inferences, recipe, trainRows), synthetic };
      if (name !== undefined) held = { ...found, name };
      return found;
    },
    release: () => void (held = null),
  };
}
