/**
 * The words of what counting scores miss, and of scores by other tools' definitions. Each number stands beside the same
 * number of real rows, and each score beside what it cannot show.
 */
import { formatCount, formatInterval, formatNumber, formatPercent, formatShort } from './numbers.ts';

const number = (value: number): string => formatNumber(value, 3);

export const scores = {
  comparable: {
    title: 'Scores comparable with other tools',
    lede: 'By their definitions, for whoever has to compare. None of them is our verdict.',
    table: 'Scores by the definitions of other tools',
    head: { score: 'Score', value: 'Value', interval: '95 % interval', beside: 'Beside it', cannot: 'Cannot show' },
    sdmetrics: {
      shapes: 'SDMetrics 0.29: column shapes',
      trends: 'SDMetrics 0.29: pair trends',
      overall: 'SDMetrics 0.29: overall',
      trendsBefore: 'SDMetrics before 0.27: pair trends',
      overallBefore: 'SDMetrics before 0.27: overall',
      newRows: 'SDMetrics: new rows',
    },
    sdist: 'NIST k-marginal',
    mostly: {
      overall: 'mostlyai accuracy',
      univariate: 'mostlyai, single columns',
      bivariate: 'mostlyai, pairs',
      trivariate: 'mostlyai, triples',
    },
    counted: ({ counted, of }: { counted: number; of: number }) =>
      `${formatCount(counted)} of ${formatCount(of)} pairs count`,
    allCount: ({ of }: { of: number }) => `all ${formatCount(of)} pairs count`,
    most: ({ max }: { max: number }) => `a perfect sample: ${number(max)}`,
    closeAs: ({ share }: { share: string }) => `as close as a random ${share} sample`,
    worse: ({ share, score }: { share: string; score: string }) => `further than a random ${share} sample (${score})`,
    yardsticks: ({ list }: { list: readonly string[] }) =>
      `k-marginal of random samples of the fitted rows: ${list.join(', ')}.`,
    yardstick: ({ share, score }: { share: string; score: string }) => `${share} ${score}`,
    cannot: {
      shapes: 'links: independent columns reach 0.996 on Adult',
      trends: 'weak links, which it leaves out; links of three columns',
      trendsBefore: 'links that exist: pairs without any lift it',
      overall: 'which half is low',
      newRows: 'leaks: rows close to fitted ones count as new',
      kMarginal: 'links of three columns; values within a bin',
      accuracy: 'rare levels: they count as little as they are rare',
      max: 'nearly empty cells, where its reference lies too low',
    },
    sdNote: ({ correlation, association }: { correlation: number; association: number }) =>
      `From 0.27 on a pair counts only if its real correlation is above ${formatShort(correlation)} or its association above ${formatShort(association)}. All rows are counted; their random subsample above 50,000 rows is not imitated.`,
  },
  rules: {
    title: 'Rules',
    lede: 'Of the rules that were stated, how many rows break each.',
    caption: 'Rows that break a rule',
    head: { rule: 'Rule', synthetic: 'Synthetic', train: 'Fitted', holdout: 'Held out' },
    share: ({ value }: { value: number }) => formatPercent(value, value > 0 && value < 0.01 ? 2 : 1),
    note: 'A rule that holds in every row has 0 % among synthetic ones. Where real rows break it, it made them tidier than the data.',
  },
  marginals: {
    title: ({ count }: { count: number }) => `The ${formatCount(count)} worst triples of columns`,
    head: { columns: 'Columns', error: 'Error of shares' },
    note: 'The sum of the absolute differences of all shares: 0 is alike, 2 has nothing in common.',
  },
  differences: {
    title: ({ count }: { count: number }) =>
      count === 1 ? 'The largest difference of a link' : `The ${formatCount(count)} largest differences of links`,
    head: {
      pair: 'Columns',
      measure: 'Link by',
      real: 'Real',
      synthetic: 'Synthetic',
      difference: 'Difference',
      interval: '95 % interval',
      n: 'n',
      reading: 'Reading',
    },
    measures: {
      pearson: 'Pearson',
      'cramers-v': 'Cramér’s V',
      eta: 'eta',
      spearman: 'Spearman',
      phi: 'phi of missing',
    },
    differs: 'differs',
    same: 'no difference shown',
    untested: 'not tested',
    note: 'Differs: after Benjamini and Hochberg at 5 % over all links of the table.',
    pair: ({ first, second }: { first: string; second: string }) => `${first} × ${second}`,
    means: ({
      measure,
      value,
      floor,
      pairs,
    }: {
      measure: string;
      value: number;
      floor: number | null;
      pairs: number;
    }) =>
      `${measure}: ${number(value)} apart on average over ${pairs === 1 ? '1 pair' : `${formatCount(pairs)} pairs`}` +
      (floor === null ? '.' : `, where fresh real rows would be ${number(floor)} apart.`),
  },
  tails: {
    title: 'Ends, rare rows and what is too clean',
    lede: 'Models drop what is rare first, and averages do not show it.',
    chart: ({ thin, of }: { thin: number; of: number }) =>
      of === 1
        ? thin === 1
          ? 'The one number or date has thinner ends than real rows'
          : 'The one number or date has ends as thick as real rows, or too few to tell'
        : `${formatCount(thin)} of ${formatCount(of)} numbers and dates have thinner ends than real rows`,
    axis: 'rows in the outer 1 % at either end, synthetic over real; 1 is alike',
    caption: 'Thin: the whole interval is below 0.7. Worst first.',
    mark: 'synthetic over real',
    none: 'No number or date has ends that can be compared.',
    table: 'Odd values, worst first',
    head: {
      column: 'Column',
      outer: 'Beyond 1 % ends',
      real: 'Real',
      far: 'Beyond 3 IQR',
      farReal: 'Real',
      absurd: 'Absurd',
    },
    note: 'Shares of rows. Beyond 3 IQR: outside the quartiles of the fitted rows by three times their distance. Absurd: outside twice the real range, counted.',
    clean: {
      fires: ({ held, measured }: { held: number; measured: number }) =>
        `Too clean: ${formatCount(held)} of ${formatCount(measured)} signs hold. Rare rows are missing here that real data has.`,
      quiet: ({ held, measured }: { held: number; measured: number }) =>
        `Not too clean: ${formatCount(held)} of ${formatCount(measured)} signs hold, two are needed.`,
      unknown: 'Too few signs could be measured to say whether it is too clean.',
      table: 'Signs of a table that is too clean',
      head: { sign: 'Sign', value: 'Value', interval: '95 % interval', bound: 'Bound', reading: 'Holds' },
      signs: {
        'thin-tails': 'share of numbers and dates with thin ends',
        combinations: 'odd combinations, synthetic over real',
        'rare-cells': 'rows in rare cells, synthetic over real',
        'lost-levels': 'levels lost beyond chance',
        labels: 'labels easier to predict than real ones, AUC or R²',
        missing: 'missing cells, synthetic over real',
      },
      yes: 'holds',
      no: 'does not hold',
    },
    combinations: {
      title: 'Odd rows',
      head: {
        what: 'Share of rows',
        synthetic: 'Synthetic',
        real: 'Real rows no model saw',
        difference: 'Difference',
        interval: '95 % interval',
      },
      unlike: 'unlike anything fitted',
      rare: 'in pair cells with fewer than five fitted rows',
    },
    margin: [
      {
        title: 'Too clean',
        words: 'is the danger for rare events: a table can fit every average and lack every outlier.',
      },
      { title: 'Two signs of six', words: 'must hold, each with its whole interval, before it says so.' },
    ],
  },
  groups: {
    title: 'Groups of rows',
    lede: 'Rates within groups of one or two columns, against rows that no model saw.',
    table: ({ count, differing, searched }: { count: number; differing: number; searched: number }) =>
      `The ${formatCount(count)} worst of ${formatCount(differing)} that differ, of ${formatCount(searched)} rates`,
    none: ({ searched }: { searched: number }) =>
      `Of ${formatCount(searched)} rates within groups none was shown to differ.`,
    absent: ({ absent }: { absent: number }) =>
      absent === 1 ? '1 group is missing altogether.' : `${formatCount(absent)} groups are missing altogether.`,
    head: {
      rate: 'Rate',
      group: 'In the group',
      synthetic: 'Synthetic',
      real: 'Real',
      difference: 'Difference',
      interval: '95 % interval',
      n: 'n',
    },
    share: ({ column, level }: { column: string; level: string }) => `${column}: ${level}`,
    mean: ({ column }: { column: string }) => `mean of ${column}`,
    part: ({ column, level }: { column: string; level: string }) => `${column}: ${level}`,
    missing: 'missing',
    note: 'After Benjamini and Hochberg at 5 % over all that were searched.',
    margin: [
      {
        title: 'An average can be right',
        words: 'while a group is wrong. The search looks at all of them and corrects for looking.',
      },
    ],
  },
  missing: {
    title: 'Missing cells',
    complete: ({ count }: { count: number }) =>
      count === 1
        ? '1 column lacks no cell on either side.'
        : `${formatCount(count)} columns lack no cell on either side.`,
    none: 'No column lacks a cell, on either side.',
    table: 'Missing cells by column',
    head: {
      column: 'Column',
      synthetic: 'Synthetic',
      real: 'Fitted',
      holdout: 'Held out',
      difference: 'Difference',
      interval: '95 % interval',
      reading: 'Reading',
    },
    patterns: ({
      tv,
      low,
      high,
      floor,
    }: {
      tv: number;
      low: number | null;
      high: number | null;
      floor: number | null;
    }) =>
      `Patterns of missing cells differ by a total variation of ${number(tv)}` +
      (low === null || high === null ? '' : ` (${formatInterval(low, high, 3)})`) +
      (floor === null ? '.' : `, where fresh real rows would differ by ${number(floor)}.`),
    rates: 'Where the rate of missing cells depends on another column',
    rate: ({ column }: { column: string }) => `missing in ${column}`,
  },
  spread: {
    title: 'Coverage and diversity',
    lede: 'Each beside the same number for as many real rows.',
    table: 'What is covered, and how varied the rows are',
    head: { what: 'What', synthetic: 'Synthetic', interval: '95 % interval', real: 'Real rows', reading: 'Best' },
    lost: 'levels lost beyond chance',
    lostOf: ({ lost, of, chance }: { lost: number; of: number; chance: number }) =>
      `${formatCount(lost)} of ${formatCount(of)}; chance ${formatNumber(chance, 1)}`,
    invented: 'levels invented',
    balls: 'real rows with a synthetic row near',
    distinct: 'distinct rows, on bins',
    simpson: 'effective number of rows (Simpson), on bins',
    near: 'near copies of each other',
    pair: 'mean entropy of pairs, bits',
    pmse: 'pMSE ratio against fitted rows',
    pmseHoldout: 'pMSE ratio against rows no model saw',
    pmseBest: ({ z }: { z: number }) => `1; here z = ${formatNumber(z, 1)}`,
    best: { zero: '0', like: 'as real' },
    columns: 'Columns that lose most',
    columnHead: {
      column: 'Column',
      synthetic: 'Bits, synthetic',
      real: 'Bits, real',
      effective: 'Effective levels',
      reached: 'Reached',
    },
    effective: ({ synthetic, real }: { synthetic: number; real: number }) =>
      `${formatShort(synthetic, 3)} of ${formatShort(real, 3)}`,
    lostLevels: ({ lost, levels }: { lost: number; levels: number }) =>
      `${formatCount(lost)} of ${formatCount(levels)} levels lost`,
    span: ({ share }: { share: string }) => `${share} of the range`,
    margin: [
      {
        title: 'pMSE',
        words:
          'is 1 if synthetic rows follow the law of the real ones; it sees main effects, and products where they are few enough.',
      },
    ],
  },
  skipped: ({ column, reason }: { column: string; reason: string }) => `Not compared: ${column}, ${reason}.`,
} as const;
