/**
 * The words of judging, in English: on the Validate step and in the report. Numbers before adjectives, the interval in
 * words, and what each number does not show. Messages have named holes.
 */
import { formatCount, formatInterval, formatNumber, formatPercent, formatPower, formatShort } from './numbers.ts';

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
  useful: {
    title: ({ target }: { target: string | null }) => (target === null ? 'Usefulness' : `Usefulness for ${target}`),
    learners: { boosting: 'Boosting', logistic: 'Logistic', forest: 'Forest' },
    linear: 'Linear',
    trained: { real: 'trained on real', synthetic: 'trained on synthetic' },
    metrics: { auc: 'AUC', 'macro-auc': 'mean AUC of one class against the rest', r2: 'R²' },
    finding: ({ learner, gap, low, high }: { learner: string; gap: number; low: number | null; high: number | null }) =>
      `${learner} ${gap < 0 ? 'loses' : 'gains'} ${number(Math.abs(gap))}` +
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
    givesAway: ({ column, target }: { column: string; target: string }) =>
      `${column} gives ${target} away: by itself it says most of what all columns together say.`,
    givesAwayDetail: ({ alone, all }: { alone: number; all: number }) =>
      `Alone it reaches ${number(alone)}, all columns ${number(all)}. It is pointed out, not removed: every score above is mostly about it.`,
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
        `Ranks of all columns agree with Spearman’s ${number(value)}${low === null || high === null ? '' : ` (${formatInterval(low, high, 3)})`}.`,
      onlyReal: ({ names }: { names: readonly string[] }) =>
        `Only the model of real rows leans on ${names.join(', ')}.`,
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
  },
  privacy: {
    title: 'Privacy',
    claim: ({ epsilon, delta }: { epsilon: number; delta: number }) =>
      `Claim: epsilon ${formatShort(epsilon, 3)}, delta ${formatPower(delta)}. No lower bound was measured; the claim rests on the ledger, not on these attacks.`,
    noClaim: 'No formal guarantee is given. These attacks found this much; others may find more.',
    attacks: { nearest: 'nearest row', 'nearest-ratio': 'nearest row, against fresh rows' },
    knows: { table: 'holds the synthetic rows', population: 'also holds rows like the real ones' },
    roc: 'Membership, strongest attack',
    rocCaption: ({ auc, low, high }: { auc: number; low: number; high: number }) =>
      `AUC ${number(auc)} (${formatInterval(low, high, 3)}). Dashed: guessing.`,
    few: 'Where it would hurt: few false alarms',
    fewCaption: ({ hits, low, high }: { hits: string; low: string; high: string }) =>
      `At 1 % false alarms it hits ${hits} (${low} to ${high}).`,
    fewLimit: ({ limit }: { limit: string }) => `The claim allows ${limit}.`,
    range: ({ auc, low, high }: { auc: number; low: number; high: number }) =>
      `Strongest attack: AUC ${number(auc)}, between ${number(low)} and ${number(high)}`,
    table: 'Attacks',
    head: {
      attack: 'Attack',
      auc: 'AUC',
      interval: '95 % interval',
      hits: 'Hits at 1 %',
      fewer: 'Hits at 0.1 %',
      control: 'Control',
      n: 'n',
      reading: 'Reading',
    },
    above: 'above guessing',
    notAbove: 'not above guessing',
    copies: 'Copies of real rows among the synthetic ones',
    copiesHead: {
      kind: 'Copies',
      train: 'Of fitted rows',
      holdout: 'Of held-out rows',
      gap: 'Difference',
      interval: '95 % interval',
      n: 'n',
    },
    exact: 'exact',
    near: 'near: at most one column differs',
    equal: ({ equal, of }: { equal: number; of: number }) =>
      `${formatCount(equal)} of ${formatCount(of)} synthetic rows equal a fitted row. Alone this says nothing: common rows are met by chance.`,
    canShow: ({ auc, copies }: { auc: number | null; copies: number | null }) =>
      auc === null && copies === null
        ? 'A holdout of this size could have shown no leak at all.'
        : 'A holdout of this size notices, four times in five, ' +
          [
            ...(auc === null ? [] : [`a membership leak of ${formatPercent(auc, 1)} of fitted rows`]),
            ...(copies === null ? [] : [`exact copies of ${formatPercent(copies, 2)} of them`]),
          ].join(' and ') +
          '. Less than that it cannot see.',
    margin: [
      {
        title: 'Few false alarms',
        words: 'is what an attacker wants: to be sure about somebody, not right on average.',
      },
      { title: 'Held-out rows', words: 'were never fitted, so their share of copies is what chance alone explains.' },
    ],
    marginClaim: { title: 'Under a claim', words: 'no attack, known or not, can go above the line.' },
  },
  controls: {
    title: 'Controls',
    lede: 'The same checks on data whose answer is known.',
    names: { copy: 'copy', fresh: 'fresh', shuffled: 'shuffled', narrowed: 'narrowed', 'no-signal': 'no signal' },
    madeBy: {
      copy: 'Fitted rows copied word for word',
      fresh: 'Fresh real rows play the synthetic table',
      shuffled: 'Each column shuffled on its own',
      narrowed: 'Fitted rows without their ends and rare levels',
      'no-signal': 'Fitted rows with the column to predict shuffled',
    },
    checks: {
      'nearest-auc': 'nearest-row attack, AUC',
      'nearest-ratio-auc': 'nearest row against fresh rows, AUC',
      'exact-copies': 'exact copies',
      'near-copies': 'near copies',
      'pair-error': 'two-way error',
      'pair-score': 'two-way score',
      'c2st-auc': 'told apart, AUC',
      'too-clean': 'signs of being too clean',
      baseline: 'trained on it, above guessing by',
    },
    head: { control: 'Control', check: 'Check', expected: 'Must give', observed: 'Gave', ok: 'As it must' },
    ok: 'as it must',
    notOk: 'not as it must',
    notMeasurable: 'not measurable',
    gave: ({ value, low, high }: { value: number; low: number | null; high: number | null }) =>
      `${number(value)}${low === null || high === null ? '' : ` (${formatInterval(low, high, 3)})`}`,
    repeated: ({ name }: { name: string }) =>
      `The first try of ${name} did not give what it must, so it was repeated with other halves; each of its checks errs once in twenty by design.`,
    none: 'There are too few rows for any control.',
    margin: [
      {
        title: '',
        words:
          'If one does not give what it must, the answer that it guards says not calibrated, and its verdict is withheld. The numbers stay.',
      },
    ],
  },
} as const;
