/**
 * A recipe: every choice of a run as JSON, and never data. Reading one checks every key and refuses unknown ones by
 * name; every key has a default, so `{}` is a recipe.
 */
import type { Kind } from './table/column.ts';
import type { Role } from './table/schema.ts';

export type ReadingChoices = Readonly<{
  delimiter?: string;
  encoding?: string;
  header?: boolean;
  missing?: readonly string[];
}>;

/** What the user says of one column. `bounds` are numbers, or ISO dates for a date column. */
export type ColumnChoices = Readonly<{
  kind?: Kind;
  bounds?: readonly [number | string, number | string];
  levels?: readonly string[];
  missing?: boolean;
  decimals?: number;
  role?: Role;
}>;

export type Neighbours = 'add-remove' | 'replace-one';
export type PrivacyChoices = Readonly<{
  epsilon: number;
  delta: number;
  neighbours: Neighbours;
  rowsPerPerson: number;
}>;

export type Recipe = Readonly<{
  version: 1;
  reading: ReadingChoices;
  columns: Readonly<Record<string, ColumnChoices>>;
  assumePublicSchema: boolean;
  split: Readonly<{ holdout: number; seed: number }>;
  synthesizer: Readonly<{ id: string; options: Readonly<Record<string, unknown>> }>;
  privacy: PrivacyChoices | null;
  rules: readonly never[];
  sample: Readonly<{ rows: 'same' | number; seed: number; conditions: readonly never[] }>;
  validate: Readonly<{
    target: string | null;
    fidelity: boolean;
    utility: boolean;
    attacks: boolean;
    sweep: false;
    collapse: false;
  }>;
}>;

export const DEFAULT_RECIPE: Recipe = {
  version: 1,
  reading: {},
  columns: {},
  assumePublicSchema: false,
  split: { holdout: 0.2, seed: 1 },
  synthesizer: { id: 'copula', options: {} },
  privacy: { epsilon: 1, delta: 1e-6, neighbours: 'add-remove', rowsPerPerson: 1 },
  rules: [],
  sample: { rows: 'same', seed: 1, conditions: [] },
  validate: { target: null, fidelity: true, utility: true, attacks: true, sweep: false, collapse: false },
};

/** The largest number of synthetic rows that is written in one run. */
export const MAX_ROWS = 10_000_000;
