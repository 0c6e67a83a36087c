/**
 * What a run does without where memory or time is short, one step after the other, until it fits or none is left:
 *   graphical: cap → quick · triples → pairs · aim → mst → independent
 *   trees: rows fitted 200,000 → 50,000 · columns asked 50 → 20
 * A step is taken only if the run then fits, or takes a tenth less of what there is too much of: millions of rows too many
 * are no reason to give up links between columns.
 * Privacy: without a claim it follows from the exact number of rows. Under one these stay unknown, and so does the memory
 * of columns that are still to be bought: what comes out is a proposal from declared facts, which a person may take.
 * Left out: the parts of an ensemble, and the copula, which has nothing to step back to but columns on their own.
 */
import { assert, noticeOf, type Notice } from '../errors.ts';
import type { Recipe } from '../recipe.ts';
import { isModelled, type Schema } from '../table/schema.ts';
import { runSeconds, type RunRows } from './duration.ts';
import { isTooLarge, memoryBytes, MIB } from './memory.ts';
import type { ModelOptions, Plan } from './model.ts';
import { synthesizerById, synthesizerFor } from './registry.ts';

type Choice = Recipe['synthesizer'];

/** What the device reports as its memory, in bytes, null where it does not; and the seconds that a run may take. */
export type Limits = Readonly<{ deviceBytes: number | null; seconds: number }>;
/** `because`: what there was too much of; of both, memory. */
export type StepBack = Readonly<{
  what: 'cap' | 'workload' | 'synthesizer' | 'fittedRows' | 'predictors';
  from: string;
  to: string;
  because: 'memory' | 'time';
}>;
/** The synthesizer and options that are left; those of the recipe where no step is needed. */
export type SteppedBack = Readonly<{ synthesizer: Choice; steps: readonly StepBack[] }>;

/** `from`: what it is called where the plan says `auto`. */
type Rung = Readonly<{ what: StepBack['what']; to: string; of: readonly Plan['synthesizer'][]; from?: string }>;
const LADDER: readonly Rung[] = [
  { what: 'cap', to: 'quick', of: ['aim', 'mst'] },
  { what: 'workload', to: '2', of: ['aim'], from: '3' },
  { what: 'synthesizer', to: 'mst', of: ['aim'] },
  { what: 'synthesizer', to: 'independent', of: ['mst'] },
  { what: 'fittedRows', to: '50000', of: ['trees'] },
  { what: 'predictors', to: '20', of: ['trees'] },
];

/** What a step has to leave at most, where more are needed. */
const WORTH = 0.9;

/** `fittedRows`: null under a claim. `grains`: of a claim, what is left for the model. Throws as `Synthesizer.plan` does. */
export function stepBack(
  schema: Schema,
  recipe: Recipe,
  fittedRows: number | null,
  limits: Limits,
  grains?: number,
): SteppedBack {
  assert((recipe.privacy === null) === (fittedRows !== null), 'stepBack: under a claim no step follows from the rows');
  const { privacy, sample } = recipe;
  const isBought =
    privacy !== null && schema.columns.some((one) => isModelled(one) && one.domain.source === 'inferred');
  const fitted = fittedRows ?? 0;
  const rows: RunRows = { fitted, drawn: sample.rows === 'same' ? fitted : sample.rows };
  const look = (synthesizer: Choice): Looked => {
    const plan = synthesizerFor({ ...recipe, synthesizer }, schema).plan(schema, { ...recipe, synthesizer }, grains);
    const bytes = isBought ? 0 : memoryBytes(plan.memory, rows.fitted, rows.drawn);
    return { synthesizer, plan, bytes, seconds: runSeconds(plan, rows, privacy) };
  };
  let steps: readonly StepBack[] = [];
  let now = look(recipe.synthesizer);
  for (const rung of LADDER) {
    const [isLarge, isLong] = [isTooLarge(now.bytes, limits.deviceBytes), now.seconds > limits.seconds];
    if (!isLarge && !isLong) break;
    const next = choiceAfter(rung, now);
    if (next === null) continue;
    const then = look(next);
    const isSmaller = isLarge && isWorth(now.bytes, then.bytes, isTooLarge(then.bytes, limits.deviceBytes));
    const isShorter = isLong && isWorth(now.seconds, then.seconds, then.seconds > limits.seconds);
    if (!isSmaller && !isShorter) continue;
    steps = withStep(steps, { ...stepOf(rung, now.plan), because: isSmaller ? 'memory' : 'time' }, then.plan);
    now = then;
  }
  return { synthesizer: now.synthesizer, steps };
}

/** A choice, and what a run by it takes. */
type Looked = Readonly<{ synthesizer: Choice; plan: Plan; bytes: number; seconds: number }>;

function isWorth(before: number, after: number, isStillTooMuch: boolean): boolean {
  return isStillTooMuch ? after <= WORTH * before : after < before;
}

/** Named outright, so that its options stand with it. Null where the rung is below what is chosen, or beside it. */
function choiceAfter({ what, to, of }: Rung, { synthesizer, plan }: Looked): Choice | null {
  if (!of.includes(plan.synthesizer)) return null;
  if (what !== 'synthesizer') {
    if (plan.options[what] === to) return null;
    return { id: plan.synthesizer, options: { ...synthesizer.options, [what]: to } };
  }
  const known: readonly string[] = synthesizerById(to).options.map(({ name }) => name);
  const options = Object.entries(synthesizer.options).filter(([name]) => known.includes(name));
  return { id: to, options: Object.fromEntries(options) };
}

function stepOf({ what, to, from }: Rung, plan: Plan): Omit<StepBack, 'because'> {
  if (what === 'synthesizer') return { what, to, from: plan.synthesizer };
  const chosen = plan.options[what satisfies keyof ModelOptions];
  return { what, to, from: chosen === undefined || chosen === 'auto' ? (from ?? '') : chosen };
}

/** What was given up of a synthesizer that is itself given up is no longer of interest, nor one that stood in between. */
function withStep(steps: readonly StepBack[], step: StepBack, { options }: Plan): readonly StepBack[] {
  if (step.what !== 'synthesizer') return [...steps, step];
  const first = steps.find(({ what }) => what === 'synthesizer') ?? step;
  const kept = steps.filter(({ what }) => what !== 'synthesizer' && what in options);
  return [...kept, { ...step, from: first.from, because: first.because }];
}

/** What a run has to say of a step that it takes. */
export function stepNotice({ what, from, to, because }: StepBack, { deviceBytes, seconds }: Limits): Notice {
  const names = what === 'synthesizer' ? [synthesizerById(from).label, synthesizerById(to).label] : [from, to];
  const limit = because === 'memory' ? Math.round((deviceBytes ?? 0) / MIB) : Math.round(seconds / 60);
  return noticeOf('stepped-back', 'warning', {}, 1, { what, from: names[0]!, to: names[1]!, because, limit });
}
