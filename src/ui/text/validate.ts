/**
 * The words of judging, in English: on the Validate step and in the report. Numbers before adjectives, the interval in
 * words, and what each number does not show. Messages have named holes.
 */
import { attacks, controls } from './attacks.ts';
import { formatCount, formatInterval, formatNumber, formatPercent } from './numbers.ts';
import { usefulness } from './usefulness.ts';

const number = (value: number | null): string => (value === null ? '' : formatNumber(value, 3));

export const validate = {
  title: 'Judged on rows that no model saw',
  lede: ({ holdoutRows }: { holdoutRows: number }) =>
    holdoutRows === 0
      ? 'No rows were locked away, so what needs them is not measurable.'
      : `${formatCount(holdoutRows)} real rows, locked away before fitting.`,
  titleElsewhere: 'A table made elsewhere, judged on real rows',
  ledeElsewhere: ({ holdoutRows, name, mayHaveSeen }: { holdoutRows: number; name: string; mayHaveSeen: boolean }) =>
    mayHaveSeen
      ? `${name} is compared with the real table and with ${formatCount(holdoutRows)} rows set aside from it, which it may have been made from too.`
      : `${name} is compared with the real table and with ${formatCount(holdoutRows)} real rows that it was not made from.`,
  ledeControls: ({ ok, failed, of }: { ok: number; failed: number; of: number }) =>
    of === 0
      ? ''
      : ok === of
        ? `All ${of} controls gave what they must.`
        : failed > 0
          ? `${ok} of ${of} controls gave what they must; verdicts that rest on the others are withheld.`
          : `${ok} of ${of} controls gave what they must; the others are not measurable on this table.`,
  target: 'Target column',
  targetWhy: 'Models learn to predict this column, once from real rows and once from synthetic ones.',
  noTarget: 'No column can be predicted.',
  proposed: ({ name }: { name: string }) => `${name} (proposed)`,
  again: 'Validate again',
  depth: {
    label: 'How much',
    choices: {
      quick: { label: 'Quick: counts, rare rows, attacks, usefulness by boosting only' },
      full: { label: 'Full: told apart, all of usefulness and controls too' },
    },
  },
  rest: ({ count }: { count: number }) => (count === 1 ? 'Run the part left out' : `Run the ${count} parts left out`),
  notAsked: 'Not run: it was not asked for.',
  look: ({ looks, holdoutRows }: { looks: number; holdoutRows: number }) =>
    `Look ${formatCount(looks)} on this holdout of ${formatCount(holdoutRows)} rows.`,
  lookWhy: 'The more often a holdout is looked at, the less it can still surprise.',
  confidential: 'this screen compares with your real rows.',
  confidentialClaim:
    'this screen compares with your real rows. Choosing between runs by what you see here is not covered by the guarantee.',
  hidden: 'Real data is hidden: marks, shares and names read off real rows are left out. Scores stay.',
  before: {
    title: 'What will be run',
    lede: 'Nothing is spent and nothing leaves this tab. The synthetic rows do not change by it.',
    checks: [
      {
        name: 'Columns and links',
        asks: 'How far are counts over one to three columns from the real ones, and how far would fresh real rows be?',
      },
      {
        name: 'Rare rows and groups',
        asks: 'Are ends, odd rows, groups and missing cells as they are in real rows, or is it too clean?',
      },
      {
        name: 'Told apart',
        asks: 'Can boosted trees tell a synthetic row from a held-out real one, and by which column?',
      },
      {
        name: 'Usefulness',
        asks: 'Does a model trained on synthetic rows do as well on real ones as one trained on real rows?',
      },
      {
        name: 'Privacy attacks',
        asks: 'Can the nearest synthetic row tell who was fitted? Are there more copies of fitted rows than chance explains?',
      },
      {
        name: 'Controls',
        asks: 'Do the same checks alarm on a copy, stay quiet on fresh rows, and see that columns were shuffled?',
      },
      {
        name: 'Deep, afterwards',
        asks: 'Asked for one by one, each with its cost said first: how much may be synthetic, a rare class, every column in turn.',
      },
    ],
    marginTitle: 'Judging is a look.',
    margin:
      'Each look at the same holdout makes the next one a little less fresh. They are counted here and in the report.',
  },
  working: {
    name: 'Validating',
    stage: ({ done, of }: { done: number; of: number }) => `Judging: ${done} of ${of} parts done`,
    busy: 'Validating',
    pending: 'Follows when all parts are done.',
    cost: 'Cancel now and what is done stays. Nothing more is spent either way.',
  },
  notRun: 'Not run: the judgement was cancelled.',
  notAnswered: 'Not worked out: the judgement was cancelled.',
  notAnsweredFailed: 'Not worked out: its part did not finish.',
  failed: 'This part did not finish.',
  failedAll: 'The answers could not be put together.',
  retry: 'Try again',
  stale: {
    recipe: 'These findings belong to choices that have changed since. Generate and validate again to renew them.',
    target: 'These findings belong to another target column. Validate again to renew them.',
    elsewhere: 'These findings belong to choices that have changed since. Validate again to renew them.',
  },
  sentence: {
    before: ({ target }: { target: string | null }) =>
      target === null
        ? 'Compares synthetic with real rows. Spends nothing.'
        : `Compares with real rows, with ${target} as target. Spends nothing.`,
    working: 'Findings appear part by part',
    done: 'Next: what will be written, and who may see it',
    stale: 'These findings are of older choices',
  },
  verdict: {
    good: 'good',
    unclear: 'unclear',
    poor: 'poor',
    'not-measurable': 'not measurable',
    'not-calibrated': 'not calibrated',
  },
  attackVerdict: {
    good: 'not above guessing',
    unclear: 'unclear',
    poor: 'alarm',
    'not-measurable': 'not measurable',
    'not-calibrated': 'not calibrated',
  },
  questions: {
    'three-way': 'Does it look like the real table?',
    c2st: 'Can it be told from real rows?',
    tstr: 'Can models be trained on it?',
    tails: 'Does it hold what is rare?',
    attack: 'Does it give anyone away?',
    claim: 'Does the claim hold?',
  },
  answers: 'Answers',
  also: 'Also asked',
  words: { poor: 'poor', unclear: 'unclear', good: 'good', control: 'control' },
  columns: {
    title: 'Columns, worst first',
    section: 'Columns',
    method:
      'One minus the largest difference of shares (Kolmogorov–Smirnov for numbers and dates, total variation for categories).',
    cell: ({ name, score }: { name: string; score: string }) => `${name}: ${score} like real`,
    cellNone: ({ name, reason }: { name: string; reason: string }) => `${name}: ${reason}`,
    notMeasurable: 'not measurable',
    otherEnd: ({ levels }: { levels: number }) => `+${formatCount(levels)} other`,
    other: ({ levels }: { levels: number }) => `other (${formatCount(levels)} levels)`,
    more: ({ count, least }: { count: number; least: number | null }) =>
      `Show ${formatCount(count)} more ${count === 1 ? 'column' : 'columns'}${least === null ? '' : `, ${count === 1 ? 'at' : 'all at'} ${number(least)} or above`}`,
    fewer: 'Show fewer columns',
    inJson: ({ count, least }: { count: number; least: number | null }) =>
      `${formatCount(count)} more ${count === 1 ? 'column' : 'columns'}${least === null ? '' : `, ${count === 1 ? 'at' : 'all at'} ${number(least)} or above`}, in the JSON.`,
    leftOut: ({ names }: { names: readonly string[] }) =>
      `Take part in nothing: ${names.join(', ')} (identifiers, free text, left out).`,
    none: 'No column is modelled, so there is nothing to compare.',
    heading: ({ name, score, low, high }: { name: string; score: number; low: number | null; high: number | null }) =>
      `${name}: ${number(score)} like real${low === null || high === null ? '' : `, between ${number(low)} and ${number(high)}`}`,
    caption: ({ n, nSynthetic }: { n: number; nSynthetic: number }) =>
      `n = ${formatCount(n)} real and ${formatCount(nSynthetic)} synthetic cells.`,
    holdout: ({ distance, holdout }: { distance: number; holdout: number }) =>
      `Distance to the fitted rows ${number(distance)}, to rows that no model saw ${number(holdout)}.`,
    beyond: ({ real, synthetic }: { real: number; synthetic: number }) =>
      `Beyond the drawn range: ${formatPercent(real, 1)} of real, ${formatPercent(synthetic, 1)} of synthetic cells.`,
    facts: 'Beside the chart',
    fact: { what: 'What', real: 'Real', synthetic: 'Synthetic' },
    missing: 'Missing cells',
    mean: 'Mean',
    deviation: 'Standard deviation',
    range: 'Smallest to largest',
    median: 'Median',
    worstLevel: ({ level }: { level: string }) => `Furthest level: ${level}`,
    marginWorst: ({
      name,
      level,
      real,
      synthetic,
    }: {
      name: string;
      level: string;
      real: string;
      synthetic: string;
    }) => ({
      name,
      words: `furthest at ${level}: ${synthetic} of synthetic rows, ${real} of real ones.`,
    }),
    marginMean: ({ name, gap }: { name: string; gap: string }) => ({
      name,
      words: `lies ${gap} of its usual range away on average.`,
    }),
    marginRead:
      'Open a column for its large chart. The score is 1 where shares agree; columns alone say little of their links.',
  },
  links: {
    title: 'Links between columns',
    lede: 'Error of the tables of counts, between shuffled columns and fresh real rows.',
    orders: { '1': 'One column', '2': 'Two columns', '3': 'Three columns' },
    marginals: ({ marginals, of }: { marginals: number; of: number }) =>
      `${formatCount(marginals)} of ${formatCount(of)} ${of === 1 ? 'marginal' : 'marginals'}`,
    kway: ({ score, order }: { score: number | null; order: string }) =>
      score === null ? `${order}: no score` : `${order}: score ${number(score)}`,
    kwayCaption: ({
      order,
      error,
      low,
      high,
      floor,
    }: {
      order: '1' | '2' | '3';
      error: number;
      low: number | null;
      high: number | null;
      floor: number | null;
    }) =>
      `${{ '1': 'One', '2': 'Two', '3': 'Three' }[order]}-way counts err by ${number(error)}${low === null || high === null ? '' : ` (${formatInterval(low, high, 3)})`}` +
      `${floor === null ? '' : `; fresh real rows would err by ${number(floor)}`}.`,
    kwayHoldout: ({ error, floor }: { error: number; floor: number }) =>
      `Against rows that no model saw: ${number(error)}, where fresh rows would reach ${number(floor)}.`,
    belowFloor:
      'Closer to the fitted rows than fresh rows would be: even draws do that, and so do copies. See the attacks.',
    map: ({ pairs }: { pairs: string }) => `Links: furthest apart at ${pairs}`,
    mapNone: 'Links between columns',
    mapCaption:
      'Pearson for two numbers, Cramér’s V for two categories, eta for one of each. Striped cells are negative.',
    mapWorst: ({ shown, of }: { shown: number; of: number }) =>
      `Only the ${shown} columns of ${of} whose links differ most are drawn; the others are in the JSON.`,
    difference: 'difference',
    measures: { pearson: 'Pearson', 'cramers-v': 'Cramér’s V', eta: 'eta' },
    worst: ({ count, of }: { count: number; of: number }) =>
      of === 1 ? 'The one pair of columns' : `The ${formatCount(count)} worst pairs of ${formatCount(of)}`,
    head: {
      pair: 'Columns',
      score: 'Score',
      interval: '95 % interval',
      measure: 'Link by',
      real: 'Real',
      synthetic: 'Synthetic',
      difference: 'Difference',
    },
    pair: ({ first, second }: { first: string; second: string }) => `${first} × ${second}`,
    noPairs: 'Fewer than two columns are modelled, so there are no pairs.',
    margin: [
      {
        title: 'Three questions.',
        words: 'How wrong are the counts? How wrong would fresh rows be? How wrong is no link at all?',
      },
      {
        title: 'Further right is better.',
        words: 'A score of 1 is what fresh real rows reach, 0 is columns shuffled.',
      },
    ],
  },
  apart: {
    title: 'Told apart by a classifier',
    section: 'Told apart',
    learners: { boosting: 'Boosting', logistic: 'Logistic' },
    finding: ({ auc, low, high }: { auc: number; low: number; high: number }) =>
      `Boosted trees tell synthetic from held-out rows with AUC ${number(auc)}, between ${number(low)} and ${number(high)}`,
    axis: 'AUC of telling synthetic from real; 0.5 is not at all',
    real: 'fitted rows',
    shuffled: 'shuffled',
    caption: ({ n }: { n: number }) =>
      `n = ${formatCount(n)} rows, half of each. Squares: fitted real rows against held-out ones, and shuffled columns.`,
    columns: 'Columns that give it away',
    columnsNone: 'No column alone gives it away.',
    head: { column: 'Column', auc: 'AUC alone', interval: '95 % interval', gain: 'Share of splits’ gain' },
    margin: [
      { title: 'Against the holdout,', words: 'never against the fitted rows: a copy of those would win that test.' },
      { title: 'Look at the columns.', words: 'What separates may be trivial, such as decimals.' },
    ],
  },
  useful: usefulness,
  privacy: attacks,
  controls,
} as const;
