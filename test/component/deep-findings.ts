/** Small hand-made answers of what is asked for one by one: a sweep of two designs, a rare class, every column. */
import type { EveryColumn } from '../../src/core/utility/every-column.ts';
import type { RareClass, RareEstimate, RareTable } from '../../src/core/utility/rare-class.ts';
import type { SweepPlan, SweepPoint } from '../../src/core/utility/sweep-plan.ts';
import type { Recommendation } from '../../src/core/utility/sweep-choice.ts';
import type { SweepRatio, SweepResult } from '../../src/core/utility/sweep-summary.ts';

const point = (design: SweepPoint['design'], repeat: number): SweepPoint => ({
  ...{ design, base: 1, repeat, syntheticRows: 800 },
  mixes: [
    { ratio: 0, realRows: 800, syntheticRows: 0 },
    { ratio: 1, realRows: design === 'augment' ? 800 : 0, syntheticRows: 800 },
  ],
});

/** Two designs, two repeats each. */
export const sweepPlan: SweepPlan = {
  ...{ learner: 'boosting', target: 'job', generator: 'refitted', repeats: 2, disclosures: [] },
  points: (['substitute', 'augment'] as const).flatMap((design) => [point(design, 0), point(design, 1)]),
};

const ratio = (design: SweepPoint['design'], at: number, value: number): SweepRatio => ({
  ...{ design, base: 1, ratio: at, realRows: 800, syntheticRows: 800 * at, share: at / 2, metric: 'auc', level: 0.95 },
  ...{
    value,
    low: value - 0.01,
    high: value + 0.01,
    n: 200,
    repeats: 2,
    values: [value - 0.002, value + 0.002],
    sd: 0.003,
  },
  gap: { value: value - 0.92, low: value - 0.93, high: value - 0.91, n: 200 },
});

const recommendation = (design: SweepPoint['design'], at: number, beatsReal: boolean): Recommendation => ({
  ...{ design, base: 1, metric: 'auc', ratio: at, beatsReal, halvings: 10 },
  report: { value: 0.91, low: 0.9, high: 0.92, n: 100 },
  gap: { value: -0.006, low: -0.014, high: 0.003, n: 100 },
  chosen: [
    { ratio: 0, share: 0.31 },
    { ratio: 0.5, share: 0.61 },
    { ratio: 1, share: 0.08 },
  ],
  range: { low: 0, high: 0.5, share: 0.92 },
  groups: [
    {
      ...{ column: 'job', level: 'Clerk', n: 120, ratio: 1, isTradeOff: true, othersPay: 0.021 },
      gap: { value: 0.031, low: 0.004, high: 0.06, n: 60 },
    },
  ],
});

export const sweepResult: SweepResult = {
  ...{ learner: 'boosting', target: 'job', generator: 'refitted', disclosures: [] },
  points: [
    ...[0, 0.5, 1].map((at) => ratio('substitute', at, 0.92 - at * 0.03)),
    ...[0, 0.5, 1].map((at) => ratio('augment', at, 0.92 + at * 0.001)),
  ],
  recommendations: [recommendation('substitute', 0.5, false), recommendation('augment', 0, false)],
};

const estimate = (value: number, isReference: boolean): RareEstimate => ({
  ...{ value, low: value - 0.05, high: value + 0.05 },
  gap: isReference ? null : { value: value - 0.4, low: value - 0.44, high: value - 0.36 },
});
const rareTable = (id: RareTable['id'], wanted: number | null, value: number): RareTable => {
  const each = estimate(value, id === 'real');
  return {
    ...{ id, wanted, reached: wanted ?? 0.05, rows: 800, syntheticRows: id === 'synthetic' ? 90 : 0 },
    scores: {
      ...{ averagePrecision: each, recallAtPrecision: each, precisionAtRecall: each },
      ...{ recallAtAlarms: each, precision: each, recall: each },
    },
  };
};

export const rareResult: RareClass = {
  ...{ column: 'job', level: 'Fisher', learner: 'boosting', train: 41, distinct: 39, share: 0.051, holdout: 33 },
  ...{ interval: 0.95, n: 200, better: [0.2], disclosures: [] },
  tables: [
    rareTable('real', null, 0.4),
    rareTable('weights', 0.5, 0.42),
    rareTable('repeats', 0.2, 0.41),
    rareTable('synthetic', 0.2, 0.52),
  ],
};

export const everyResult: EveryColumn = {
  ...{ learner: 'boosting', rounds: 50, median: -0.02, rows: { trained: 800, tested: 200 } },
  worst: { column: 'age', gap: { value: -0.1, low: -0.13, high: -0.07, n: 200 } },
  columns: [
    {
      ...{ column: 'age', metric: 'r2', real: 0.5, synthetic: 0.4, baseline: 0 },
      gap: { value: -0.1, low: -0.13, high: -0.07, n: 200 },
    },
    {
      ...{ column: 'job', metric: null, real: null, synthetic: null, baseline: null, gap: null },
      reason: 'not measurable: too few rows',
    },
  ],
};
