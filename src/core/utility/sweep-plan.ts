/**
 * The ratio sweep: what mixing synthetic rows into real ones does to a learner that is tested on the holdout.
 *   substitute  the table keeps its size n and more and more of it is synthetic: what does a consumer lose? The
 *               generator is fitted on all of train, so it stands for the rows that it replaces too.
 *   augment     n real rows stay and k·n synthetic ones are added: do they help whoever has only these n? The generator
 *               is fitted on those n rows alone.
 * A plan is a list of points; a point is one table from the generator and every mix made with it, so that points are
 * independent jobs (`sweep-point.ts`), which `sweep-summary.ts` puts together. Five repeats draw other rows each.
 * Training tables above 50,000 rows are left out of the plan and counted in its disclosures.
 * Privacy: each point fits on real rows once. Under a claim that is a run like any other and is charged by whoever hands
 * in a generator that fits; scores describe real rows: internal.
 */
import type { AssessInput } from '../fidelity/input.ts';
import type { Table } from '../table/column.ts';
import { proposeTarget } from './propose-target.ts';
import type { Question } from './learners.ts';
import {
  classesOf,
  hasTwoClasses,
  labelledRows,
  targetsOf,
  thinnedRows,
  type Classes,
  type Labelled,
  type Targets,
} from './targets.ts';

export type SweepDesign = 'substitute' | 'augment';
/** Fits on these real rows and answers so many synthetic ones. Same rows and seed: same table. */
export type Generator = (rows: Table, rowCount: number, seed: number) => Table;

/** `ratio`: the synthetic share of the table (substitute) or synthetic rows per real row (augment). */
export type Mix = Readonly<{ ratio: number; realRows: number; syntheticRows: number }>;
/** One table of `syntheticRows` from the generator; `base`: the share of train that stands for all real rows. */
export type SweepPoint = Readonly<{
  design: SweepDesign;
  base: number;
  repeat: number;
  mixes: readonly Mix[];
  syntheticRows: number;
}>;
export type SweepPlan = Readonly<{
  learner: 'boosting';
  target: string | null;
  /** Whether each point fits anew, or draws from the rows that are released. */
  generator: 'refitted' | 'released';
  points: readonly SweepPoint[];
  repeats: number;
  disclosures: readonly Readonly<{ what: string; kept: number; of: number }>[];
  reason?: string;
}>;
export type SweepChoices = Readonly<{
  designs?: readonly SweepDesign[];
  bases?: readonly number[];
  repeats?: number;
  generator?: SweepPlan['generator'];
}>;

export const SHARES = [0, 0.25, 0.5, 0.75, 1];
export const MULTIPLES = [0, 0.25, 0.5, 1, 2, 4];
const BASES = [1, 0.25, 0.1];
const REPEATS = 5;
const MOST_ROWS = 50_000;
const LEAST_ROWS = 50;
const LEAST_TESTED = 100;

/** What every point and the summary start from: the labelled rows, and the holdout rows that are tested on. */
export type SweepGround = Readonly<{ question: Question; classes: Classes; targets: Targets; tested: Labelled }>;

export function planSweep(input: AssessInput, choices: SweepChoices = {}): SweepPlan {
  const { designs = ['substitute', 'augment'], bases = BASES, repeats = REPEATS, generator = 'refitted' } = choices;
  const target = input.target ?? proposeTarget(input.schema);
  const ground = sweepGround(input);
  const none = { learner: 'boosting', target, generator, points: [], repeats, disclosures: [] } as const;
  if (ground === null) return { ...none, reason: 'not measurable: no holdout, or no column to predict' };
  const { targets, tested } = ground;
  const labelled = targets.real.labels.length;
  if (tested.labels.length < LEAST_TESTED || labelled < LEAST_ROWS)
    return { ...none, reason: `not measurable with n = ${Math.min(tested.labels.length, labelled)}` };
  const total = Math.min(labelled, MOST_ROWS);
  const points: SweepPoint[] = [];
  let wanted = 0;
  let kept = 0;
  const add = (design: SweepDesign, base: number, mixes: readonly Mix[]): void => {
    const fitting = mixes.filter(({ realRows, syntheticRows }) => realRows + syntheticRows <= MOST_ROWS);
    wanted += mixes.length;
    kept += fitting.length;
    for (let repeat = 0; repeat < repeats; repeat++) {
      // Without synthetic rows and with all real ones every repeat would be the same: it is learnt once.
      const own = fitting.filter(({ ratio }) => ratio > 0 || repeat === 0 || base < 1);
      const syntheticRows = Math.max(0, ...own.map((mix) => mix.syntheticRows));
      if (syntheticRows > 0) points.push({ design, base, repeat, mixes: own, syntheticRows });
    }
  };
  if (designs.includes('substitute')) {
    const mixes = SHARES.map((ratio) => ({ ratio, syntheticRows: Math.round(ratio * total) }));
    add(
      'substitute',
      1,
      mixes.map((mix) => ({ ...mix, realRows: total - mix.syntheticRows })),
    );
  }
  for (const base of designs.includes('augment') ? bases : []) {
    const realRows = Math.round(base * labelled);
    if (realRows < LEAST_ROWS) continue;
    add(
      'augment',
      base,
      MULTIPLES.map((ratio) => ({ ratio, realRows, syntheticRows: Math.round(ratio * realRows) })),
    );
  }
  const disclosures = [
    { what: 'mixes of the sweep (tables of 50,000 rows at most)', kept, of: wanted },
    { what: 'train rows of the substituting design', kept: total, of: labelled },
    { what: 'holdout rows tested on', kept: tested.labels.length, of: targets.test.labels.length },
  ].filter((each) => each.kept < each.of);
  return { ...none, points, disclosures };
}

/** Null without a holdout, without a target, or where it has one class. */
export function sweepGround(input: AssessInput): SweepGround | null {
  const { train, holdout, synthetic, schema, seed } = input;
  const target = input.target ?? proposeTarget(schema);
  const targets = target === null || holdout === null ? null : targetsOf({ train, holdout, synthetic }, schema, target);
  if (target === null || holdout === null || targets === null) return null;
  const classes = classesOf(targets.real.task, targets.real.labels);
  const rows = thinnedRows(holdout, targets.test, MOST_ROWS, schema, seed, 'holdout');
  const found = labelledRows(holdout, targets.test, rows, schema);
  const tested = { table: found.table, labels: classes.relabel(found.labels) };
  if (!hasTwoClasses(classes.relabel(targets.real.labels)) || !hasTwoClasses(tested.labels)) return null;
  return { question: { schema, target, task: classes.task }, classes, targets, tested };
}
