/**
 * A recipe: every choice of a run as plain data, and never cells. `recipe/read-recipe.ts` reads one from JSON; every key
 * has a default.
 */
import type { Rule } from './recipe/rule.ts';
import type { Condition } from './recipe/where.ts';
import type { ColumnChoices } from './table/choices.ts';

/** How the user wants a file read. What is not said is found out. */
export type ReadingChoices = Readonly<{
  encoding?: string;
  /** One character; a blank stands for runs of blanks; empty for a file of one column. */
  delimiter?: string;
  /** `"`, `'`, or empty for none. */
  quote?: string;
  escape?: Escape;
  /** What a comment line begins with; empty for none. */
  comment?: string;
  header?: boolean;
  /** Of a header, at least one. */
  headerRows?: number;
  /** Lines of the file, 1-based: that of the header (or of the first row without one), and that of the last row. */
  firstLine?: number;
  lastLine?: number;
  /** Of a workbook, by its name. */
  sheet?: string;
  /** The decimal mark of every column of which nothing else is said. */
  decimal?: '.' | ',';
  /** About so many rows, picked by their content: the same ones each time. */
  sampleRows?: number;
  /** Marks for a missing cell, beside those that are known, in every column. */
  missing?: readonly string[];
  /** Whether a line that is one quoted cell with delimiters inside is read as a record. */
  unwrap?: boolean;
  /** What becomes of records that are too long. */
  aside?: Aside;
  /** What becomes of rows that sum up others. */
  totals?: Totals;
  /** By the name of the column. */
  columns?: Readonly<Record<string, ColumnReading>>;
}>;
export const ESCAPES = ['doubled', 'backslash'] as const;
export type Escape = (typeof ESCAPES)[number];
export const ASIDES = ['leave-out', 'cut', 'drop-empty', 'add-columns'] as const;
export type Aside = (typeof ASIDES)[number];
export const TOTALS = ['keep', 'leave-out'] as const;
export type Totals = (typeof TOTALS)[number];

/** How the cells of one column are to be read, where that differs from what was found. */
export type ColumnReading = Readonly<{
  /** Marks for missing in this column alone. */
  missing?: readonly string[];
  /** Texts that look like marks and are values here. */
  values?: readonly string[];
  /** Numbers that are codes and no amounts: each is a level of its own beside the others. */
  atoms?: readonly number[];
  /** Marks for missing that are kept apart from one another. */
  apart?: readonly string[];
  decimal?: '.' | ',';
  /** Between thousands, or empty. */
  group?: string;
  /** The pattern of its dates. */
  date?: string;
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
  /** True: what was read off the data is declared public by the user, and recorded so. */
  assumePublicSchema: boolean;
  /** Under a claim: what is not declared of the domain is bought from the budget. */
  discovery: boolean;
  split: Readonly<{ holdout: number; seed: number }>;
  synthesizer: Readonly<{ id: string; options: Readonly<Record<string, unknown>> }>;
  /** Null: no formal guarantee. */
  privacy: PrivacyChoices | null;
  /** `same`: as many rows as were fitted; under a claim the noisy estimate of that. */
  /** What every row must keep. */
  rules: readonly Rule[];
  sample: Readonly<{ rows: 'same' | number; seed: number; conditions: readonly Condition[] }>;
  validate: Readonly<{
    target: string | null;
    fidelity: boolean;
    utility: boolean;
    attacks: boolean;
    /** Learners on mixes of real and synthetic rows. */
    sweep: boolean;
    /** Whether synthetic rows of this level help to find it; null: not asked. */
    rareClass: Readonly<{ column: string; level: string }> | null;
  }>;
}>;

export const DEFAULT_RECIPE: Recipe = {
  version: 1,
  reading: {},
  columns: {},
  assumePublicSchema: false,
  discovery: true,
  split: { holdout: 0.2, seed: 1 },
  synthesizer: { id: 'auto', options: {} },
  privacy: { epsilon: 1, delta: 1e-6, neighbours: 'add-remove', rowsPerPerson: 1 },
  rules: [],
  sample: { rows: 'same', seed: 1, conditions: [] },
  validate: { target: null, fidelity: true, utility: true, attacks: true, sweep: false, rareClass: null },
};

/** The largest number of synthetic rows that is made in one run. */
export const MAX_ROWS = 10_000_000;
