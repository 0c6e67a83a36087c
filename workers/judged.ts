/**
 * Tables split and mapped once for all jobs on them: those under judgement, and one whose trees are grown before its run.
 * A job that gives them a name has them held until another name comes or the worker turns to something else; a later job
 * of that name may leave them out, so that a million rows cross to the worker once. What is worked out of a held column
 * serves all jobs too (sorted-values.ts).
 */
import { assert } from '../src/core/errors.ts';
import { prepare, type Prepared } from '../src/core/pipeline.ts';
import type { Table } from '../src/core/table/column.ts';
import type { JudgedJob } from './api.ts';

export type JudgedTables = Readonly<{ prepared: Prepared; synthetic: Table }>;

type Held = Readonly<{ name: string | undefined; prepared: Prepared; synthetic: Table | null }>;

export interface Holding {
  /** Of the job, or what is held under its name. */
  preparedOf(job: Omit<JudgedJob, 'synthetic'>): Prepared;
  /** Of the job, or what is held under its name. */
  tablesOf(job: JudgedJob): JudgedTables;
  /** Gives the memory back. */
  release(): void;
}

export function createHolding(): Holding {
  let held: Held | null = null;
  const found = (
    { table, inferences, recipe, trainRows = null, held: name }: Omit<JudgedJob, 'synthetic'>,
    synthetic: Table | null,
  ): Held => {
    if (held !== null && held.name === name) return held;
    held = null;
    assert(table !== null, 'the tables that a job leaves out are held');
    const anew = { name, prepared: prepare(table, inferences, recipe, trainRows), synthetic };
    if (name !== undefined) held = anew;
    return anew;
  };
  return {
    preparedOf: (job) => found(job, null).prepared,
    tablesOf: (job) => {
      const { prepared, synthetic } = found(job, job.synthetic);
      assert(synthetic !== null, 'the rows that a job leaves out are held');
      return { prepared, synthetic };
    },
    release: () => void (held = null),
  };
}
