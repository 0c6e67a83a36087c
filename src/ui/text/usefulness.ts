/** The words of what models learn from the synthetic rows, in English: scores, what they lean on, groups of rows. */
import { formatCount, formatInterval, formatNumber, formatPercent } from './numbers.ts';

export const usefulness = {
  title: ({ target }: { target: string | null }) => (target === null ? 'Usefulness' : `Usefulness for ${target}`),
  learners: { boosting: 'Boosting', logistic: 'Logistic', forest: 'Forest' },
  linear: 'Linear',
  trained: { real: 'trained on real', synthetic: 'trained on synthetic' },
  metrics: { auc: 'AUC', 'macro-auc': 'mean AUC of one class against the rest', r2: 'R²' },
  finding: ({ learner, gap, low, high }: { learner: string; gap: number; low: number | null; high: number | null }) =>
    `${learner} ${gap < 0 ? 'loses' : 'gains'} ${formatNumber(Math.abs(gap), 3)}` +
    `${low === null || high === null ? '' : ` (difference ${formatInterval(low, high, 3)})`} when trained on synthetic rows`,
  axis: ({ metric, tested }: { metric: string; tested: number }) =>
    `${metric} on the holdout, n = ${formatCount(tested)}`,
  rows: ({ trained, tested }: { trained: number; tested: number }) =>
    `Each learner was trained on ${formatCount(trained)} real and on ${formatCount(trained)} synthetic rows, and tested on ${formatCount(tested)} real ones.`,
  rarer: ({ level, rows }: { level: string; rows: number }) =>
    `The rarer class, ${level}, has ${formatCount(rows)} rows among those tested on.`,
  rarerHidden: ({ rows }: { rows: number }) => `The rarer class has ${formatCount(rows)} rows among those tested on.`,
  table: 'Scores on the holdout',
  furtherTable: 'Further scores, trained on real → on synthetic rows',
  both: ({ real, synthetic }: { real: string; synthetic: string }) => `${real} → ${synthetic}`,
  agree: {
    kappa: 'Agree: Cohen’s kappa of what the two models say of the same rows, whatever is true.',
    correlation: 'Agree: correlation of what the two models say of the same rows, whatever is true.',
  },
  head: {
    model: 'Learner',
    metric: 'Score',
    real: 'Real',
    synthetic: 'Synthetic',
    interval: '95 % interval',
    baseline: 'Baseline',
    gap: 'Difference',
    gapInterval: '95 % interval',
    agree: 'Agree',
  },
  further: {
    'average-precision': 'average precision',
    f1: 'F1 of the rarer class',
    'balanced-accuracy': 'balanced accuracy',
    'log-loss': 'log-loss, lower is better',
    brier: 'Brier score, lower is better',
    'macro-f1': 'macro F1',
    rmse: 'root mean squared error, lower is better',
    mae: 'mean absolute error, lower is better',
  },
  worth: {
    about: ({ syntheticRows, rows }: { syntheticRows: number; rows: number }) =>
      `These ${formatCount(syntheticRows)} synthetic rows train boosting as well as about ${formatCount(rows)} real ones.`,
    between: (found: { syntheticRows: number; rows: number; low: number; high: number }) =>
      `These ${formatCount(found.syntheticRows)} synthetic rows train boosting as well as about ${formatCount(found.rows)} real ones, between ${formatCount(found.low)} and ${formatCount(found.high)}.`,
    fewer: ({ syntheticRows, rows }: { syntheticRows: number; rows: number }) =>
      `These ${formatCount(syntheticRows)} synthetic rows train boosting no better than ${formatCount(rows)} real ones.`,
    more: ({ syntheticRows, rows }: { syntheticRows: number; rows: number }) =>
      `These ${formatCount(syntheticRows)} synthetic rows train boosting at least as well as all ${formatCount(rows)} real ones.`,
  },
  draws: ({
    count,
    metric,
    low,
    high,
    isWider,
  }: {
    count: number;
    metric: string;
    low: number;
    high: number;
    isWider: boolean;
  }) =>
    `${isWider ? 'More than the intervals say depends on the draw: ' : ''}${count} tables drawn from this model train boosting to ${metric} ${formatNumber(low, 3)} to ${formatNumber(high, 3)}.`,
  givesAway: ({ column, target }: { column: string; target: string }) =>
    `${column} gives ${target} away: by itself it says most of what all columns together say.`,
  givesAwayDetail: ({ alone, all }: { alone: number; all: number }) =>
    `Alone it reaches ${formatNumber(alone, 3)}, all columns ${formatNumber(all, 3)}. It is pointed out, not removed: every score above is mostly about it.`,
  slices: {
    title: ({ count, of }: { count: number; of: number }) =>
      count === of
        ? 'Groups of rows, worst first'
        : `The ${formatCount(count)} worst groups of rows of ${formatCount(of)}`,
    group: ({ column, level }: { column: string; level: string }) => `${column}: ${level}`,
    head: {
      group: 'Group',
      real: 'Real',
      synthetic: 'Synthetic',
      gap: 'Difference',
      interval: '95 % interval',
      hits: 'True positives',
      alarms: 'False positives',
      n: 'n',
      reading: 'Reading',
    },
    rates: ({ real, synthetic }: { real: number; synthetic: number }) =>
      `${formatPercent(real)} → ${formatPercent(synthetic)}`,
    note: 'By boosting. Rates are those of models trained on real → on synthetic rows, for the rarer class. Differs: after Benjamini and Hochberg over all groups.',
    differs: 'differs',
    same: 'no difference shown',
  },
  importance: {
    finding: ({ overlap, of }: { overlap: number; of: number }) =>
      `Of the ${formatCount(of)} columns that each model leans on most, ${formatCount(overlap)} are the same`,
    caption: ({ value, low, high }: { value: number; low: number | null; high: number | null }) =>
      `Ranks of all columns agree with Spearman’s ${formatNumber(value, 3)}${low === null || high === null ? '' : ` (${formatInterval(low, high, 3)})`}.`,
    onlyReal: ({ names }: { names: readonly string[] }) => `Only the model of real rows leans on ${names.join(', ')}.`,
    onlySynthetic: ({ names }: { names: readonly string[] }) =>
      `Only the model of synthetic rows leans on ${names.join(', ')}.`,
    axis: ({ n }: { n: number }) => `how much the score falls when the column is shuffled, n = ${formatCount(n)}`,
  },
  boostingOnly: 'Boosting only: other learners, groups and what models lean on were left out.',
  notConverged: 'A fit stopped before its loss was least; its scores stand as they are.',
  margin: [
    {
      title: 'Every model is tested on real rows.',
      words: 'What a model scores on synthetic rows says nothing here.',
    },
    { title: 'The intervals', words: 'cover the choice of test rows, not another fit or another synthetic table.' },
  ],
} as const;
