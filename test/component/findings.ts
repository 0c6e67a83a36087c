/** Small hand-made findings, one per part of the judgement: what the engine would answer for a table of four columns. */
import type { AttackResult } from '../../src/core/attacks/attack-result.ts';
import type { Control, ControlCheck } from '../../src/core/attacks/controls.ts';
import type { CopyShares } from '../../src/core/attacks/copies.ts';
import type { ColumnResult } from '../../src/core/fidelity/columns.ts';
import type { KwayResult } from '../../src/core/fidelity/kway.ts';
import type { PairResult } from '../../src/core/fidelity/pairs.ts';
import { assessTails } from '../../src/core/fidelity/tails/assess-tails.ts';
import { silent } from '../../src/core/progress.ts';
import type { Assessment, AssessPart } from '../../src/core/report/facts.ts';
import type { UtilityModel } from '../../src/core/utility/assess-utility.ts';
import { assessmentOf, madeUpTable, splitRows } from '../helpers/assess.ts';

/** These measures are many: what they answer for a small table, without a target. */
const small = splitRows(madeUpTable(1200), 200);

const ends = (value: number, half: number) => ({ low: value - half, high: value + half, level: 0.95 });

const summary = (shift: number) => ({
  mean: 38 + shift,
  standardDeviation: 13,
  quantiles: [17, 18, 19, 28, 37, 48, 63, 74, 90],
});

const age: ColumnResult = {
  ...{ name: 'age', kind: 'numeric', measure: 'ks', score: 0.979, ...ends(0.979, 0.004), n: 800, nSynthetic: 810 },
  ...{ distance: 0.021, holdoutDistance: 0.025, wasserstein: 0.012, worstLevel: null },
  summary: { real: summary(0), synthetic: summary(0.4) },
  missing: { real: 0, synthetic: 0, low: -0.01, high: 0.01 },
  chart: {
    kind: 'histogram',
    edges: [17, 30, 50, 70, 90],
    real: [0.3, 0.4, 0.2, 0.1],
    synthetic: [0.31, 0.39, 0.21, 0.09],
    beyond: { real: [0, 0], synthetic: [0, 0] },
  },
};

const job: ColumnResult = {
  ...{ name: 'job', kind: 'categorical', measure: 'tv', score: 0.912, ...ends(0.912, 0.01), n: 790, nSynthetic: 810 },
  ...{ distance: 0.088, holdoutDistance: 0.09, wasserstein: null, summary: null },
  worstLevel: { level: 'Fisher', real: 0.051, synthetic: 0.004 },
  missing: { real: 0.012, synthetic: 0.01, low: -0.01, high: 0.01 },
  chart: {
    kind: 'levels',
    levels: ['Clerk', 'Baker', 'Fisher', 'Cooper'],
    real: [0.5, 0.4, 0.06, 0.04],
    synthetic: [0.52, 0.45, 0.03, 0],
    other: { levels: 0, real: 0, synthetic: 0 },
  },
};

const empty: ColumnResult = {
  ...{ name: 'fax', kind: 'numeric', measure: 'ks', score: null, low: null, high: null, level: 0.95, n: 0 },
  ...{ nSynthetic: 0, distance: null, holdoutDistance: null, wasserstein: null, summary: null, worstLevel: null },
  ...{ missing: null, chart: null, reason: 'not measurable with n = 0' },
};

const kway = (score: number, error: number, of: number): KwayResult => ({
  ...{
    error,
    floor: 0.02,
    ceiling: 0.4,
    score,
    ...ends(error, 0.002),
    scoreLow: score - 0.01,
    scoreHigh: score + 0.01,
  },
  ...{ n: 800, nSynthetic: 810, marginals: of, of, holdout: { error: error + 0.01, floor: 0.03, n: 200 } },
  ...{ belowFloor: false, worst: [] },
});

const pair: PairResult = {
  ...{ columns: ['age', 'job'], score: 0.83, ...ends(0.83, 0.01), n: 800, nSynthetic: 810 },
  association: {
    ...{ measure: 'eta', real: 0.512, synthetic: 0.401, difference: -0.111, low: -0.13, high: -0.09 },
    ...{ n: 790, nSynthetic: 800, pValue: 0.0001, differs: true },
  },
  ...{ spearman: null, missing: null },
};

const model = (learner: UtilityModel['model'], real: number, synthetic: number): UtilityModel => ({
  ...{ model: learner, metric: 'auc', real, synthetic, baseline: 0.5, ...ends(synthetic, 0.01), n: 200 },
  gap: { value: synthetic - real, low: synthetic - real - 0.006, high: synthetic - real + 0.006, n: 200 },
  further: [{ metric: 'log-loss', real: 0.31, synthetic: 0.35, baseline: 0.55, goal: 'lower' }],
  agreement: { measure: 'kappa', value: 0.81, ...ends(0.81, 0.05), n: 200 },
  isConverged: true,
});

const bounds = { low: 0.004, high: 0.019, n: 400 };
const attack = (id: AttackResult['id'], auc: number): AttackResult => ({
  ...{ id, knows: id === 'nearest' ? 'table' : 'population', auc, ...ends(auc, 0.012) },
  corrected: { low: auc - 0.014, high: auc + 0.014, tests: 2 },
  tprAtFpr: { '0.01': 0.0104, '0.001': null },
  tprBounds: { '0.01': bounds, '0.001': { low: null, high: null, n: 400 } },
  ...{ advantage: 0.02, advantageBounds: bounds, n: 400, n1: 200, n0: 200 },
  above: { auc: false, tail: false },
  pValues: { auc: 0.4, tail: 0.5 },
  roc: [
    { fpr: 0, tpr: 0 },
    { fpr: 0.5, tpr: 0.51 },
    { fpr: 1, tpr: 1 },
  ],
});

const shares = (train: number, holdout: number): CopyShares => ({
  ...{ train, holdout, value: train - holdout, ...ends(train - holdout, 0.01), n: 800, nHoldout: 200 },
});

const check = (
  id: ControlCheck['id'],
  guards: ControlCheck['guards'],
  value: number | null,
  ok: boolean | null,
): ControlCheck => ({
  ...{ id, guards, expected: 'holds 0.5', value, low: value, high: value, n: 400, ok },
  ...(value === null ? { reason: 'not measurable with n = 40' } : {}),
});

const control = (id: Control['id'], expected: Control['expected'], observed: readonly ControlCheck[]): Control => ({
  ...{ id, expected, observed, first: null },
  ok: observed.every(({ ok }) => ok !== false),
});

export const findings: Readonly<{ [P in AssessPart]: Extract<Assessment, { part: P }> }> = {
  columns: {
    part: 'columns',
    value: {
      columns: [job, age, empty],
      rules: [],
      pairs: [pair],
      pairsOf: 1,
      matrix: {
        names: ['age', 'job'],
        real: [
          [null, 0.512],
          [0.512, null],
        ],
        synthetic: [
          [null, 0.401],
          [0.401, null],
        ],
        difference: [
          [null, -0.111],
          [-0.111, null],
        ],
      },
      meanDifferences: [{ measure: 'eta', value: 0.111, floor: 0.01, pairs: 1 }],
      ...{ furtherDifferences: [], largestDifferences: [] },
      kway: { '1': kway(0.98, 0.031, 3), '2': kway(0.931, 0.055, 3), '3': kway(0.912, 0.09, 1) },
      inside: [],
      ...{ sdmetrics: null, kMarginal: null, mostlyAccuracy: null, disclosures: [] },
      leftOut: ['id'],
      draw: 'even',
      notices: [],
    },
  },
  tails: { part: 'tails', value: assessTails(assessmentOf(small.train, small.holdout, small.train), silent) },
  c2st: {
    part: 'c2st',
    value: {
      ...{ auc: 0.638, ...ends(0.638, 0.01), n: 400, logistic: { auc: 0.52, low: 0.5, high: 0.54, n: 400 } },
      reference: { auc: 0.501, low: 0.48, high: 0.52, n: 400 },
      columns: [{ name: 'job', auc: 0.6, low: 0.58, high: 0.62, n: 400, gainShare: 0.7 }],
      disclosures: [],
      notices: [],
    },
  },
  utility: {
    part: 'utility',
    value: {
      ...{
        depth: 'full',
        target: 'job',
        isProposed: true,
        task: 'binary',
        classes: 2,
        rarer: { level: 'Baker', rows: 60 },
      },
      models: [model('boosting', 0.928, 0.894), model('logistic', 0.904, 0.888), model('forest', 0.917, 0.89)],
      ...{ slices: [], importance: null, worth: null, givesAway: [] },
      draws: { metric: 'auc', values: [0.894, 0.889, 0.897], low: 0.889, high: 0.897, isWider: false },
      rows: { trained: 800, tested: 200, unlabelled: { train: 0, synthetic: 0, holdout: 0 } },
      disclosures: [],
      notices: [],
    },
  },
  attacks: {
    part: 'attacks',
    value: {
      attacks: [attack('nearest', 0.504), attack('nearest-ratio', 0.501)],
      copies: {
        ...{ exact: shares(0.004, 0.005), near: shares(0.02, 0.021) },
        syntheticRows: { equal: 3, of: 810, mostOfOne: 2 },
        repeated: { train: 4, holdout: 1 },
      },
      canShow: { auc: 0.11, exactCopies: 0.02 },
      disclosures: [{ what: 'members', kept: 200, of: 800 }],
      notices: [],
    },
  },
  controls: {
    part: 'controls',
    value: {
      controls: [
        control('copy', 'alarm', [check('nearest-auc', 'privacy', 0.998, true)]),
        control('fresh', 'quiet', [
          check('nearest-auc', 'privacy', 0.502, true),
          check('c2st-auc', 'fidelity', null, null),
        ]),
        control('shuffled', 'no dependence', [check('c2st-auc', 'fidelity', 0.989, true)]),
      ],
      rows: { first: 400, second: 400, holdout: 200 },
      holdoutAtZero: 0.01,
      notices: [],
    },
  },
};

/** Usefulness of a quick look. */
export const quickUtility: Assessment = {
  part: 'utility',
  value: { ...findings.utility.value, depth: 'quick', models: [model('boosting', 0.928, 0.894)] },
};

/** The same controls, one of which did not give what it must. */
export const failedControls: Assessment = {
  part: 'controls',
  value: {
    ...{ rows: { first: 400, second: 400, holdout: 200 }, holdoutAtZero: 0.01, notices: [] },
    controls: [control('copy', 'alarm', [check('nearest-auc', 'privacy', 0.51, false)])],
  },
};

/** Attacks without a holdout: nothing can be measured, and that is said. */
export const unmeasuredAttacks: Assessment = {
  part: 'attacks',
  value: {
    attacks: [
      {
        ...attack('nearest', 0.5),
        ...{ auc: null, low: null, high: null, n: 0, reason: 'not measurable with n = 0', roc: [] },
        tprAtFpr: { '0.01': null, '0.001': null },
      },
    ],
    ...{ copies: null, canShow: { auc: null, exactCopies: null }, disclosures: [], notices: [] },
  },
};
