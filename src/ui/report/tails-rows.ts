/** What counting scores miss, as rows of charts and tables. Nothing is measured here. */
import type { TailsResult } from '../../core/fidelity/tails/assess-tails.ts';
import type { CoverageResult } from '../../core/fidelity/tails/coverage.ts';
import type { GroupPart } from '../../core/fidelity/tails/groups.ts';
import type { ColumnTails } from '../../core/fidelity/tails/tails.ts';
import { NO_VALUE } from '../text/numbers.ts';
import { scores } from '../text/scores.ts';
import { endsCell, numberCell, percentCell, percentEnds } from './estimates.ts';
import type { DotRow } from './figures.ts';

/** Rows in the outer 1 % of either end, synthetic over real, the thinnest first. */
export function tailRows(columns: readonly ColumnTails[], most: number): readonly DotRow[] {
  return columns
    .flatMap(({ column, thinner: { value, low, high } }): DotRow[] =>
      value === null
        ? []
        : [
            {
              name: column,
              marks: [
                { kind: 'synthetic', name: scores.tails.mark, value, low: low ?? undefined, high: high ?? undefined },
              ],
            },
          ],
    )
    .slice(0, most);
}

/** Share of rows beyond both 1 % cuts together. */
export function outerShares({ cuts }: ColumnTails): Readonly<{ synthetic: number | null; train: number | null }> {
  const outer = cuts.filter(({ at }) => at === 0.01 || at === 0.99);
  const sum = (side: 'synthetic' | 'train'): number | null =>
    outer.length === 0 ? null : outer.reduce((total, cut) => total + (cut[side].value ?? 0), 0);
  return { synthetic: sum('synthetic'), train: sum('train') };
}

/** A group of rows in words: a column and its level, or two of them. */
export function groupText(parts: readonly GroupPart[]): string {
  return parts
    .map(({ column, level }) => scores.groups.part({ column, level: level ?? scores.groups.missing }))
    .join(', ');
}

export type SpreadRow = Readonly<{ what: string; synthetic: string; interval: string; real: string; best: string }>;

/** Coverage, diversity and pMSE as rows of one table. */
export function spreadRows({
  coverage,
  diversity,
  pmse,
}: Pick<TailsResult, 'coverage' | 'diversity' | 'pmse'>): readonly SpreadRow[] {
  const words = scores.spread;
  const { lost, invented, balls } = coverage;
  const beside = (
    what: string,
    { synthetic, real }: TailsResult['diversity']['distinct'],
    isShare: boolean,
  ): SpreadRow => ({
    what,
    synthetic: isShare ? percentCell(synthetic.value, 1) : numberCell(synthetic.value, 1),
    interval: isShare ? percentEnds(synthetic, 1) : endsCell(synthetic, 1),
    real: isShare ? percentCell(real.value, 1) : numberCell(real.value, 1),
    best: words.best.like,
  });
  return [
    {
      what: words.lost,
      synthetic: numberCell(lost.excess.value, 1),
      interval: endsCell(lost.excess, 1),
      real: words.lostOf({ lost: lost.levels, of: lost.of, chance: lost.byChance }),
      best: words.best.zero,
    },
    {
      what: words.invented,
      synthetic: String(invented.levels),
      interval: NO_VALUE,
      real: NO_VALUE,
      best: words.best.zero,
    },
    {
      what: words.balls,
      synthetic: percentCell(balls.synthetic.value, 1),
      interval: percentEnds(balls.synthetic, 1),
      real: percentCell(balls.train.value, 1),
      best: percentCell(balls.expected, 1),
    },
    beside(words.distinct, diversity.distinct, true),
    beside(words.simpson, diversity.simpson, false),
    beside(words.near, diversity.nearCopies, true),
    ...(diversity.meanPair
      ? [
          {
            what: words.pair,
            synthetic: numberCell(diversity.meanPair.synthetic, 2),
            interval: NO_VALUE,
            real: numberCell(diversity.meanPair.real, 2),
            best: words.best.like,
          },
        ]
      : []),
    propensity(words.pmse, pmse),
    ...(pmse.holdout ? [propensity(words.pmseHoldout, pmse.holdout)] : []),
  ];
}

function propensity(
  what: string,
  { ratio, z, reason, low, high }: NonNullable<TailsResult['pmse']['holdout']>,
): SpreadRow {
  return {
    what,
    synthetic: numberCell(ratio, 1),
    interval: endsCell({ low, high }, 1),
    real: NO_VALUE,
    best: z === null ? (reason ?? NO_VALUE) : scores.spread.pmseBest({ z }),
  };
}

export type LossRow = Readonly<{ column: string; synthetic: string; real: string; effective: string; reached: string }>;

/** The columns that lose most of their entropy, with what of their levels or range is reached. */
export function lossRows(
  diversity: TailsResult['diversity'],
  coverage: Pick<CoverageResult, 'columns'>,
  most: number,
): readonly LossRow[] {
  const words = scores.spread;
  return diversity.columns.slice(0, most).map(({ column, synthetic, real, effective }) => {
    const reach = coverage.columns.find((each) => each.column === column);
    return {
      column,
      synthetic: numberCell(synthetic.value, 2),
      real: numberCell(real.value, 2),
      effective: words.effective(effective),
      reached:
        reach === undefined
          ? NO_VALUE
          : reach.kind === 'levels'
            ? words.lostLevels(reach)
            : words.span({ share: percentCell(reach.synthetic.value, 1) }),
    };
  });
}
