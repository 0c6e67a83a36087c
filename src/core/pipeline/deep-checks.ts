/**
 * What is asked for one by one beside the parts of the judgement: a sweep over mixes, rows of a rare level, each column in
 * turn, rows for a person to look at. Privacy: looks at real rows; internal. Without a claim some of it fits the recipe's
 * synthesizer anew.
 */
import { createRng } from '../math/rng.ts';
import { completeTable } from '../models/complete.ts';
import { partsOf, synthesizerFor } from '../models/registry.ts';
import { leastLikelyRows } from '../models/unlikely.ts';
import { assessInput, type Prepared } from '../pipeline.ts';
import { silent, type OnProgress } from '../progress.ts';
import type { Recipe } from '../recipe.ts';
import { drawAudit, type AuditRows } from '../report/audit-rows.ts';
import type { AuditChoices } from '../report/audit.ts';
import { rulebookOf } from '../rules/rulebook.ts';
import { sampleParts } from '../rules/sample-parts.ts';
import type { Table } from '../table/column.ts';
import type { Train } from '../table/split.ts';
import { assessEveryColumn, type EveryColumn } from '../utility/every-column.ts';
import { assessRareClass, type RareClass, type RareLevel, type RareSource } from '../utility/rare-class.ts';
import { planSweep, type Generator, type SweepPlan } from '../utility/sweep-plan.ts';
import { sweepPoint, type SweepScores } from '../utility/sweep-point.ts';
import { summariseSweep, type SweepResult } from '../utility/sweep-summary.ts';
import type { DrawnFrom } from './draw-rows.ts';
import { ELSEWHERE } from './elsewhere.ts';

/**
 * The mixes of real and synthetic rows that a sweep learns from, as jobs that may run side by side. Without a claim every
 * point fits the recipe's synthesizer anew. Under a claim each such fit would be a run and be charged; instead the rows
 * that are released stand in, which costs nothing, and rows are substituted only: they were fitted on all of train.
 */
export function planRatios(prepared: Prepared, synthetic: Table, recipe: Recipe): SweepPlan {
  return planSweep(
    assessInput(prepared, synthetic, recipe),
    canRefit(recipe) ? {} : { designs: ['substitute'], generator: 'released' },
  );
}

export function ratioPoint(
  prepared: Prepared,
  synthetic: Table,
  recipe: Recipe,
  plan: SweepPlan,
  place: number,
  onProgress: OnProgress,
): SweepScores {
  const generator: Generator =
    plan.generator === 'refitted'
      ? (rows, rowCount, seed) => refittedRows(prepared, recipe, rows, rowCount, seed)
      : () => synthetic;
  return sweepPoint(assessInput(prepared, synthetic, recipe), plan, place, generator, onProgress);
}

export function ratioSummary(
  prepared: Prepared,
  synthetic: Table,
  recipe: Recipe,
  plan: SweepPlan,
  scores: readonly SweepScores[],
): SweepResult {
  return summariseSweep(assessInput(prepared, synthetic, recipe), plan, scores);
}

/** Rows sampled for a rare level, at most: one in fifty of them being of the class gives twenty thousand. */
const MOST_TRIED = 1_000_000;

/** Rows of the level come from a fit of their own, or under a claim from the rows that are released. */
export function rareClass(
  prepared: Prepared,
  synthetic: Table,
  recipe: Recipe,
  rare: RareLevel,
  onProgress: OnProgress,
): RareClass {
  const { train } = prepared;
  const shareOf = (): number => {
    const column = train.columns.find(({ name }) => name === rare.column);
    if (column?.kind !== 'categorical') return 1;
    const place = column.levels.indexOf(rare.level);
    return column.codes.reduce((sum, code) => sum + (code === place ? 1 : 0), 0) / train.rowCount;
  };
  const source: RareSource = canRefit(recipe)
    ? (wanted, seed) =>
        refittedRows(prepared, recipe, train, Math.min(MOST_TRIED, Math.ceil((1.2 * wanted) / shareOf())), seed)
    : () => synthetic;
  return assessRareClass(assessInput(prepared, synthetic, recipe), rare, source, onProgress);
}

/** Rows for a person to look at, one by one, and those that the model finds least likely. */
export function auditRows(
  prepared: Prepared,
  synthetic: Table,
  choices: AuditChoices,
  drawn: DrawnFrom | undefined,
): AuditRows {
  const unlikely = drawn ? leastLikelyRows(partsOf(drawn.model), synthetic) : null;
  return drawAudit(synthetic, prepared.holdout, prepared.schema, choices, unlikely);
}

export function everyColumn(prepared: Prepared, synthetic: Table, recipe: Recipe, onProgress: OnProgress): EveryColumn {
  return assessEveryColumn(assessInput(prepared, synthetic, recipe), onProgress);
}

/** Not under a claim, which would charge it, and not what something else made. */
function canRefit({ privacy, synthesizer }: Recipe): boolean {
  return privacy === null && synthesizer.id !== ELSEWHERE;
}

/** Rows of the recipe's synthesizer fitted on these rows without a claim: an experiment, never an export. */
function refittedRows(prepared: Prepared, recipe: Recipe, rows: Table, rowCount: number, seed: number): Table {
  const { schema } = prepared;
  const synthesizer = synthesizerFor(recipe, schema);
  const plan = synthesizer.plan(schema, recipe);
  const model = synthesizer.fit(rows as Train, plan, { claim: false, schema, rng: createRng(seed, 'refit') }, silent);
  const request = { rowCount, draw: plan.options.draw, seed };
  return completeTable(sampleParts(partsOf(model), request, [], rulebookOf([], schema), silent).table, schema).table;
}
