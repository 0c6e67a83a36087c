/**
 * A run whose trees are grown side by side: each lane grows a share of them, then one lane makes the run of them all. Not
 * one byte depends on the number of lanes. Each lane reads a copy of the table, which only a large one is worth; that of
 * the first share is the run's own.
 */
import type { GenerateDone, GenerateJob, Grown, GrowJob, StageTime } from '../../workers/api.ts';
import { silent, type OnProgress } from '../core/progress.ts';
import type { JobOptions } from './engine.ts';

/** Cells that are worth it: about a fifth of a second of growing. */
const LEAST_CELLS = 200_000;
/** Steps that each share is told in. */
const STEPS = 1000;

/** The jobs that it is made of. */
export type Lanes = Readonly<{
  count: number;
  grow: (job: GrowJob, options: JobOptions) => Promise<Grown>;
  growFirst: (job: GrowJob, options: JobOptions) => Promise<Grown>;
  generate: (job: GenerateJob, options: JobOptions) => Promise<GenerateDone>;
}>;

/** Whether trees may be grown, as far as that can be seen from here. */
export function isWorthSharing({ table, recipe }: GenerateJob, laneCount: number): boolean {
  const isOfTrees = recipe.privacy === null && ['auto', 'trees'].includes(recipe.synthesizer.id);
  return isOfTrees && laneCount > 1 && table.rowCount * table.columns.length >= LEAST_CELLS;
}

export async function generateSideBySide(
  job: GenerateJob,
  { signal, onProgress = silent }: JobOptions,
  { count, grow, growFirst, generate }: Lanes,
): Promise<GenerateDone> {
  // When one share fails, the others are of no use.
  const failed = new AbortController();
  const stop = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
  onProgress({ stage: 'planning', done: 0, total: 1 });
  const heard = listenersOf(count, onProgress);
  const { table, inferences, recipe } = job;
  const shares = await Promise.all(
    heard.map((listener, index) =>
      (index === 0 ? growFirst : grow)(
        { table, inferences, recipe, share: { index, of: count } },
        { signal: stop, onProgress: listener },
      ),
    ),
  ).catch((error: unknown) => {
    failed.abort();
    throw error;
  });
  const grown = shares[0]?.trees?.map((_, column) => shares.map(({ trees }) => trees?.[column]).find(Boolean) ?? null);
  const isGrown = grown !== undefined;
  const done = await generate(isGrown ? { ...job, grown } : job, {
    ...(signal ? { signal } : {}),
    onProgress: (progress) => {
      if (!isGrown || (progress.stage !== 'planning' && progress.stage !== 'fitting')) onProgress(progress);
    },
  });
  return { ...done, timings: done.timings.map((time) => withGrowing(time, shares)) };
}

/** One listener a share; what they hear of their trees is told as one. */
function listenersOf(count: number, onProgress: OnProgress): readonly OnProgress[] {
  const steps = new Float64Array(count);
  return Array.from(steps, (_, index): OnProgress => ({ stage, done, total }) => {
    if (stage !== 'fitting') return;
    steps[index] = Math.floor((STEPS * done) / Math.max(1, total));
    onProgress({ stage, done: steps.reduce((sum, one) => sum + one, 0), total: STEPS * count });
  });
}

/** Fitting lasts as long as its longest share, beside what is left of it. */
function withGrowing({ stage, seconds }: StageTime, shares: readonly Grown[]): StageTime {
  const own = ({ timings }: Grown): number => timings.find((time) => time.stage === stage)?.seconds ?? 0;
  return { stage, seconds: seconds + (stage === 'fitting' ? Math.max(...shares.map(own)) : 0) };
}
