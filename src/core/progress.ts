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

/** For callers that do not listen. */
export const silent: OnProgress = () => {};
