/**
 * What the graphical synthesizers share: the fit from its first step to plain data, and the draw of rows.
 * Without a claim the same code runs on exact counts as if they had been measured with variance 1: what the noise costs
 * is the difference.
 */
import { noticeOf, type Notice } from '../../errors.ts';
import type { OnProgress } from '../../progress.ts';
import type { Rng } from '../../math/rng.ts';
import { codeCount, type CodedTable } from '../coded-domain.ts';
import type { GraphicalModel, OneWays, OptionSpec, Plan, SampleRequest } from '../model.ts';
import { createEstimator, type Estimator, type FitResult } from './estimate.ts';
import type { Clique } from './factor.ts';
import { sampleGraphical } from './sample.ts';

/** Cells of all cliques of the tree: 0.5, 2 and 8 MiB of doubles. */
export const CAPS = { quick: 65_536, default: 262_144, best: 1_048_576 } as const;
export type Cap = keyof typeof CAPS;
export const CAP_OPTION: OptionSpec = {
  name: 'cap',
  choices: ['quick', 'default', 'best'],
  default: 'default',
  help: 'How large the model may become: 0.5, 2 or 8 MiB. More only shows where the budget is large.',
};
export const FINAL_STEPS = 300;

/** The table in codes, and a model that knows its single columns. */
export type Graph = Readonly<{
  names: readonly string[];
  sizes: readonly number[];
  codes: readonly Uint16Array[];
  /** Real rows: for counting alone. */
  rowCount: number;
  /** N̂. */
  total: number;
  estimator: Estimator;
}>;

/** `steps`: of the fit to the single columns. */
export function startGraph({ domain, coded, rowEstimate, measured }: OneWays, steps: number): Graph {
  const sizes = domain.columns.map(codeCount);
  const estimator = createEstimator(sizes, rowEstimate);
  measured.forEach((marginal, column) => {
    if (marginal) estimator.add({ clique: [column], ...marginal }, null);
  });
  estimator.fit(steps);
  const names = domain.columns.map(({ name }) => name);
  return { names, sizes, codes: coded.columns, rowCount: coded.rowCount, total: rowEstimate, estimator };
}

/** The model as plain data. Counts of single columns are its own marginals. */
export function graphicalModel(
  kind: GraphicalModel['kind'],
  version: number,
  { domain, rowEstimate, notices }: OneWays,
  { estimator, sizes }: Graph,
  fit: FitResult,
): GraphicalModel {
  const counts = sizes.map((size, column) => {
    const marginal = estimator.marginal([column]) ?? new Float64Array(size).fill(rowEstimate / size);
    return marginal.slice();
  });
  return {
    kind,
    version,
    domain,
    rowEstimate,
    counts,
    notices: [...notices, ...convergence(fit, estimator.cliques, sizes)],
    cliques: estimator.cliques.map((clique) => [...clique]),
    potentials: estimator.potentials.map((potential) => potential.slice()),
  };
}

/** As `Synthesizer.sample` says. */
export function sampleModel(
  { domain, cliques, potentials, rowEstimate }: GraphicalModel,
  request: SampleRequest,
  rng: Rng,
  onProgress: OnProgress,
): CodedTable {
  const sizes = domain.columns.map(codeCount);
  // What may not stand has no mass: one more potential for each column that is bound.
  const bound = (request.allowed ?? []).flatMap((mask, column) => (mask === null ? [] : [{ column, mask }]));
  const model = {
    sizes,
    cliques: [...cliques, ...bound.map(({ column }) => [column])],
    potentials: [
      ...potentials,
      ...bound.map(({ mask }) => Float64Array.from(mask, (may) => (may === 1 ? 0 : -Infinity))),
    ],
    total: rowEstimate,
  };
  const { columns } = sampleGraphical(model, request, rng, onProgress);
  return { rowCount: request.rowCount, columns };
}

/** The place of the target among the modelled columns; null without one. */
export function targetColumn({ target, columns }: Plan): number | null {
  const place = columns.findIndex(({ name }) => name === target);
  return place < 0 ? null : place;
}

/** A loss above twice the number of measured cells says that the model contradicts what was measured. */
function convergence({ loss }: FitResult, cliques: readonly Clique[], sizes: readonly number[]): Notice[] {
  const cells = cliques.reduce((sum, clique) => sum + clique.reduce((product, at) => product * sizes[at]!, 1), 0);
  return loss > 2 * cells ? [noticeOf('fit-not-converged', 'warning')] : [];
}
