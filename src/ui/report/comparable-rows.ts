/** The scores of other tools as rows of one table: value, interval, what stands beside it, what it cannot show. */
import type { KMarginalResult } from '../../core/fidelity/comparable/k-marginal.ts';
import type { MostlyAccuracyResult } from '../../core/fidelity/comparable/mostly-accuracy.ts';
import type { SdmetricsResult } from '../../core/fidelity/comparable/sdmetrics.ts';
import { formatNumber, formatPercent, NO_VALUE } from '../text/numbers.ts';
import { scores } from '../text/scores.ts';
import { endsCell, numberCell } from './estimates.ts';

export type ComparableRow = Readonly<{
  score: string;
  value: string;
  interval: string;
  beside: string;
  cannot: string;
}>;

const words = scores.comparable;

export function comparableRows(found: {
  sdmetrics: SdmetricsResult | null;
  kMarginal: KMarginalResult | null;
  mostlyAccuracy: MostlyAccuracyResult | null;
}): readonly ComparableRow[] {
  const { sdmetrics, kMarginal, mostlyAccuracy } = found;
  return [
    ...(sdmetrics ? sdmetricsRows(sdmetrics) : []),
    ...(kMarginal ? [kMarginalRow(kMarginal)] : []),
    ...(mostlyAccuracy ? accuracyRows(mostlyAccuracy) : []),
  ];
}

function sdmetricsRows({
  columnShapes,
  columnPairTrends,
  overall,
  ends,
  pre027,
  pairs,
  newRowSynthesis,
}: SdmetricsResult): ComparableRow[] {
  const { sdmetrics: names, cannot } = words;
  const counted = words.counted({ counted: pairs.counted, of: pairs.scored });
  const all = words.allCount({ of: pairs.scored });
  const row = (
    score: string,
    value: number | null,
    interval: SdmetricsResult['ends'][keyof SdmetricsResult['ends']] | null,
    beside: string,
    blind: string,
  ): ComparableRow => ({ score, value: numberCell(value), interval: endsCell(interval), beside, cannot: blind });
  return [
    row(names.shapes, columnShapes, ends.columnShapes, NO_VALUE, cannot.shapes),
    row(names.trends, columnPairTrends, ends.columnPairTrends, counted, cannot.trends),
    row(names.overall, overall, ends.overall, counted, cannot.overall),
    row(names.trendsBefore, pre027.columnPairTrends, pre027.ends.columnPairTrends, all, cannot.trendsBefore),
    row(names.overallBefore, pre027.overall, pre027.ends.overall, all, cannot.overall),
    {
      score: names.newRows,
      value: numberCell(newRowSynthesis.score),
      interval: endsCell(newRowSynthesis),
      beside: NO_VALUE,
      cannot: cannot.newRows,
    },
  ];
}

function kMarginalRow({ score, low, high, sampleShare, yardsticks, reason }: KMarginalResult): ComparableRow {
  const [least] = yardsticks;
  const beside =
    sampleShare !== null
      ? words.closeAs({ share: percentOf(sampleShare) })
      : least && score !== null
        ? words.worse({ share: percentOf(least.share), score: formatNumber(least.score, 0) })
        : (reason ?? NO_VALUE);
  return {
    score: words.sdist,
    value: numberCell(score, 0),
    interval: endsCell({ low, high }, 0),
    beside,
    cannot: words.cannot.kMarginal,
  };
}

function accuracyRows({ overall, univariate, bivariate, trivariate }: MostlyAccuracyResult): ComparableRow[] {
  const orders = { overall, univariate, bivariate, trivariate };
  return (['overall', 'univariate', 'bivariate', 'trivariate'] as const).map((order) => ({
    score: words.mostly[order],
    value: numberCell(orders[order].accuracy),
    interval: endsCell(orders[order]),
    beside: orders[order].max === null ? NO_VALUE : words.most({ max: orders[order].max }),
    cannot: order === 'trivariate' ? words.cannot.max : words.cannot.accuracy,
  }));
}

/** The samples of the fitted rows that the k-marginal score is read against. */
export function yardstickSentence({ yardsticks }: KMarginalResult): string {
  const list = yardsticks.map(({ share, score }) =>
    words.yardstick({ share: percentOf(share), score: formatNumber(score, 0) }),
  );
  return words.yardsticks({ list });
}

function percentOf(share: number): string {
  return formatPercent(share, share < 0.1 && share * 100 !== Math.round(share * 100) ? 1 : 0);
}
