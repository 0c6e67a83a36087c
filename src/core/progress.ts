/**
 * How a long job says where it is. `stage` is a fixed name, `done` and `total` are counts of work whose total is a
 * fixed bound: under a claim no progress event may depend on the rows beyond their public plan.
 */
export type Progress = Readonly<{ stage: Stage; done: number; total: number }>;

export const STAGES = [
  'reading',
  'typing',
  'planning',
  'measuring',
  'fitting',
  'sampling',
  'fidelity',
  'utility',
  'attacks',
  'controls',
  'writing',
] as const;
export type Stage = (typeof STAGES)[number];

export type OnProgress = (progress: Progress) => void;

/** Steps that each of several parts of one weight is told in. */
const PART_STEPS = 1000;

/** What one of several parts of a job says, as progress of the whole. */
export function partOf(onProgress: OnProgress, place: number, parts: number): OnProgress {
  if (parts === 1) return onProgress;
  return ({ stage, done, total }) =>
    onProgress({
      stage,
      done: place * PART_STEPS + Math.floor((PART_STEPS * done) / Math.max(1, total)),
      total: parts * PART_STEPS,
    });
}

/** For callers that do not listen. */
export const silent: OnProgress = () => {};
