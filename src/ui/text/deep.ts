/**
 * The words of what is asked for one by one: the ratio sweep, a rare class, every column in turn. What it costs is said
 * before it is asked for; a recommendation comes with how often it was chosen.
 */
import { formatCount, formatNumber, formatPercent, formatSeconds, formatSigned } from './numbers.ts';

const number = (value: number): string => formatNumber(value, 3);
const ends = (low: number | null, high: number | null): string =>
  low === null || high === null ? '' : `, between ${number(low)} and ${number(high)}`;
const plural = (count: number, one: string, many: string): string =>
  count === 1 ? `1 ${one}` : `${formatCount(count)} ${many}`;

export const deep = {
  sweep: {
    title: 'How much may be synthetic?',
    lede: 'Boosting learns from mixes of real and synthetic rows, and is tested on real rows that nobody learnt from.',
    ask: {
      what: ({ points, tables, seconds }: { points: number; tables: number; seconds: number }) =>
        `${plural(points, 'point', 'points')}, ${plural(tables, 'training table', 'training tables')}, about ${formatSeconds(seconds)} in this tab.`,
      refits: ({ refits }: { refits: number }) =>
        `The model is fitted anew ${plural(refits, 'time', 'times')}, because there is no claim to pay for. Nothing of it leaves this tab.`,
      released:
        'Under the claim a refit would be a run and would be charged. The rows that are already made stand in instead: it spends nothing, and only asks what happens when they replace real ones.',
      start: 'Try other mixes',
      again: 'Try again',
      planning: 'Working out what that takes',
    },
    name: 'Sweep',
    stage: ({ done, of }: { done: number; of: number }) => `Learning from mixes: ${done} of ${of} points done`,
    left: ({ seconds }: { seconds: number }) => `about ${formatSeconds(seconds)} left`,
    cost: 'Cancel now and the points that are done are summed up. Nothing is spent either way.',
    cut: ({ done, of }: { done: number; of: number }) =>
      `Cancelled: ${done} of ${of} points are in these curves, so their bands rest on fewer repeats.`,
    failed: 'The sweep did not finish.',
    substitute: {
      heading: ({ ratio }: { ratio: string }) => `Replacing real rows: ${ratio} may be synthetic`,
      headingNone: 'Replacing real rows: none without a loss that shows',
      axis: ({ rows }: { rows: number }) => `synthetic share of a training table of ${formatCount(rows)} rows`,
    },
    augment: {
      heading: ({ rows, ratio }: { rows: number; ratio: string }) =>
        `Adding to ${formatCount(rows)} real rows: ${ratio} synthetic ${ratio === '1' ? 'row' : 'rows'} for each`,
      headingNone: ({ rows }: { rows: number }) =>
        `Adding to ${formatCount(rows)} real rows: synthetic rows bought nothing here`,
      axis: 'synthetic rows for each real one',
    },
    value: ({ metric, n }: { metric: string; n: number }) => `${metric} on the holdout, n = ${formatCount(n)}`,
    recommended: ({ ratio }: { ratio: string }) => `recommended: ${ratio}`,
    substituteChoice: (found: { ratio: string; chosen: number; low: string; high: string; share: number }) =>
      `The largest share whose loss does not show is ${found.ratio}: chosen in ${formatPercent(found.chosen)} of resamples, ` +
      `${found.low === found.high ? `${found.low} in ${formatPercent(found.share)}` : `${found.low} to ${found.high} in ${formatPercent(found.share)}`}.`,
    augmentChoice: (found: { ratio: string; chosen: number; low: string; high: string; share: number }) =>
      `The fewest that do as well as any are ${found.ratio} for each real row: chosen in ${formatPercent(found.chosen)} of resamples, ` +
      `${found.low === found.high ? `${found.low} in ${formatPercent(found.share)}` : `${found.low} to ${found.high} in ${formatPercent(found.share)}`}.`,
    reported: (found: { value: number; low: number | null; high: number | null; n: number }) =>
      `On ${plural(found.n, 'row', 'rows')} that did not choose, the difference to real rows alone is ${formatSigned(found.value, 3)}${ends(found.low, found.high)}.`,
    nothing: 'No mix beats real rows alone with its whole interval: synthetic rows bought nothing here.',
    helped: 'That mix beats real rows alone with its whole interval.',
    rings: 'Rings are repeats with other rows; the band is 95 %.',
    heads: { real: 'Real rows', synthetic: 'Synthetic rows', gap: 'Difference', gapLow: 'from', gapHigh: 'to' },
    table: 'Every mix',
    groups: {
      title: ({ shown, of }: { shown: number; of: number }) =>
        `Groups that would choose another mix (${formatCount(shown)} of ${formatCount(of)})`,
      same: ({ count }: { count: number }) =>
        count === 1
          ? 'The one group that can be judged would choose the same mix.'
          : `All ${formatCount(count)} groups that can be judged would choose the same mix.`,
      head: {
        group: 'Group',
        ratio: 'Its best mix',
        gap: 'Gain over the common mix',
        interval: '95 % interval',
        pay: 'Others would lose',
        n: 'n',
        reading: 'Reading',
      },
      group: ({ column, level }: { column: string; level: string }) => `${column}: ${level}`,
      tradeOff: 'a trade-off',
      none: 'no difference shown',
    },
    margin: [
      {
        title: 'The mix is chosen',
        words:
          'on one half of the holdout and reported on the other, so that the report is not the choice’s own praise.',
      },
      {
        title: 'The rows that replace',
        words: 'come from a model that saw all real rows, so they stand for rows left out too.',
      },
    ],
  },
  rare: {
    title: 'A rare class',
    lede: 'Do synthetic rows of a rare level help to find it? Compared with weights and with repeated rows, which cost nothing.',
    level: 'Rare level',
    option: ({ column, level, share }: { column: string; level: string; share: number }) =>
      `${column}: ${level} (${formatPercent(share, 1)})`,
    none: 'No level under 20 % has 30 held-out rows, so none can be tried.',
    what: 'Seven training tables, tested where the level is as rare as it is.',
    refit: 'The model is fitted once more. Nothing of it leaves this tab.',
    released: 'The rows that are already made are used: it spends nothing.',
    start: 'Try this level',
    name: 'Rare class',
    stage: 'Learning to find the rare level',
    cost: 'Cancel now and nothing is kept. Nothing is spent either way.',
    failed: 'The comparison did not finish.',
    finding: ({ level, better }: { level: string; better: readonly string[] }) =>
      better.length === 0
        ? `For ${level}, synthetic rows beat neither weights nor repeated rows with their whole interval`
        : `For ${level}, synthetic rows up to ${better.join(', ')} beat real rows alone, weights and repeats`,
    rows: (found: { train: number; distinct: number; share: number; holdout: number; n: number }) =>
      `${formatCount(found.train)} fitted rows of it, ${formatCount(found.distinct)} of them distinct (${formatPercent(found.share, 1)}); ` +
      `${formatCount(found.holdout)} among ${formatCount(found.n)} held-out rows.`,
    tables: {
      real: 'real rows alone',
      weights: 'real, class weighted',
      repeats: 'real, rows repeated',
      synthetic: ({ share }: { share: string }) => `with synthetic, up to ${share}`,
    },
    axis: ({ n }: { n: number }) => `average precision on the holdout, n = ${formatCount(n)}`,
    table: 'What each training table finds',
    head: { table: 'Training table', rows: 'Rows', interval: '95 % interval', gap: 'Difference' },
    measures: {
      averagePrecision: 'Average precision',
      recallAtPrecision: 'Recall at the precision of real alone',
      precisionAtRecall: 'Precision at its recall',
      recallAtAlarms: 'Recall at as many alarms',
      precision: 'Precision from its threshold on',
      recall: 'Recall from its threshold on',
    },
    margin: [
      {
        title: 'Weights and repeats',
        words: 'stand beside it because synthetic rows must beat those too to be worth anything.',
      },
    ],
  },
  every: {
    title: 'Every column in turn',
    lede: 'Each column as the target once: what is lost by learning it from synthetic rows.',
    what: ({ columns }: { columns: number }) =>
      `${plural(columns, 'column', 'columns')}, two short fits of boosting for each, on at most 10,000 rows. Nothing is spent.`,
    start: 'Try every column',
    name: 'Every column',
    stage: ({ done, of }: { done: number; of: number }) => `Column ${Math.min(done + 1, of)} of ${of}`,
    cost: 'Cancel now and nothing is kept. Nothing is spent either way.',
    failed: 'The comparison did not finish.',
    finding: (found: { median: number; column: string; value: number; low: number | null; high: number | null }) =>
      `Half of the columns lose at most ${number(Math.max(0, -found.median))}; the worst is ${found.column}: ${formatSigned(found.value, 3)}${ends(found.low, found.high)}`,
    none: 'No column can be predicted from the others, so there is nothing to compare.',
    rows: ({ trained, tested }: { trained: number; tested: number }) =>
      `Boosting of 50 rounds, ${formatCount(trained)} rows of each table, tested on ${formatCount(tested)} held-out rows.`,
    table: 'Columns as targets, worst first',
    head: {
      column: 'Column',
      metric: 'Score',
      real: 'Real',
      synthetic: 'Synthetic',
      gap: 'Difference',
      interval: '95 % interval',
    },
  },
  part: 'Asked for one by one',
} as const;
