/**
 * How long a run takes on one core of a laptop, roughly: work counted from the plan, times what a unit of it took where
 * it was measured. Right within a factor of two or so, and the same on every machine: it decides what is fitted, and a
 * recipe must not come out differently because something else was running.
 * Symbols: n = rows fitted, m = rows drawn, d = modelled columns, T = rounds.
 *   coded   n·d to codes and counts, m·d back to values
 *   trees   Σ over columns of asked columns × rows × depth, depth = log2(rows / minLeaf)
 *   aim     T × (candidates × rows that are drawn to score them + steps × cells of the tree)
 *   mst     pairs × n, and steps for each column
 *   copula  pairs of latents × (n + m)
 * Privacy: a function of schema, recipe and the rows that are handed in.
 */
import { unreachable } from '../errors.ts';
import type { Recipe } from '../recipe.ts';
import { orderOf } from './graphical/aim.ts';
import { CAPS } from './graphical/graph.ts';
import { MOST_ROWS as SCORED_ROWS } from './graphical/expected.ts';
import { roundsOf } from './graphical/pace.ts';
import { ROUND_STEPS } from './graphical/rounds.ts';
import type { Plan } from './model.ts';
import { mostAsked, mostFitted } from './trees/trees.ts';

/** Fitted and drawn. */
export type RunRows = Readonly<{ fitted: number; drawn: number }>;

/** In nanoseconds, of a cell of the table. */
const [CODED, DECODED] = [50, 80];
/** Of a drawn cell, beside decoding. */
const [DRAWN_BY_TREE, DRAWN_BY_GRAPH] = [70, 40];
/** Of a row, a column that is asked, and a level of the tree. */
const ASKED = 14;
/** Of a row and a marginal; of a cell of the tree and a step. */
const [COUNTED, CALIBRATED] = [2, 3];
/** Of a column: all steps of the fit of a tree of pairs. */
const SPANNED = 90e6;
/** Of a row and a pair of columns. */
const [CORRELATED, MIXED] = [15, 4];
/** Columns of more than these are joined by factors. */
const MOST_CORRELATED = 500;

/** Rows that are not known are none; under a claim those that are fitted stay out of what may be shown to others. */
export function runSeconds(plan: Plan, rows: RunRows, privacy: Recipe['privacy']): number {
  return nanoseconds(plan, rows, privacy?.epsilon ?? Infinity) / 1e9;
}

function nanoseconds(plan: Plan, { fitted, drawn }: RunRows, epsilon: number): number {
  const columns = plan.columns.length;
  const coded = columns * (CODED * fitted + DECODED * drawn);
  const pairs = (columns * (columns - 1)) / 2;
  switch (plan.synthesizer) {
    case 'elsewhere':
      return 0;
    case 'independent':
      return coded;
    case 'trees':
      return coded + growing(plan, fitted) + DRAWN_BY_TREE * columns * drawn;
    case 'aim':
      return coded + choosing(plan, roundsOf(epsilon, columns)) + DRAWN_BY_GRAPH * columns * drawn;
    case 'mst':
      return coded + COUNTED * pairs * fitted + SPANNED * columns + DRAWN_BY_GRAPH * columns * drawn;
    case 'copula':
      return coded + (CORRELATED * fitted + MIXED * drawn) * Math.min(pairs, (MOST_CORRELATED * columns) / 2);
    case 'ensemble':
      return (plan.parts ?? []).reduce(
        (sum, part) => sum + nanoseconds(part.plan, { fitted, drawn: part.share * drawn }, epsilon),
        0,
      );
    default:
      return unreachable(plan.synthesizer);
  }
}

function growing(plan: Plan, fitted: number): number {
  const rows = Math.min(fitted, mostFitted(plan));
  const depth = Math.max(1, Math.log2(rows / Number(plan.options.minLeaf)));
  const most = mostAsked(plan, fitted);
  const asked = plan.columns.reduce((sum, _, place) => sum + Math.min(place, most), 0);
  return ASKED * asked * rows * depth;
}

function choosing(plan: Plan, rounds: number): number {
  const columns = plan.columns.length;
  const pairs = (columns * (columns - 1)) / 2;
  const candidates = orderOf(plan) === 3 ? pairs + (pairs * (columns - 2)) / 3 : pairs;
  const steps = ROUND_STEPS * CALIBRATED * CAPS[plan.options.cap ?? 'default'];
  return rounds * (COUNTED * candidates * SCORED_ROWS + steps);
}
