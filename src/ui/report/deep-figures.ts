/** From a sweep and a rare class to what charts and tables are given. Nothing is measured here. */
import type { RareClass, RareTable } from '../../core/utility/rare-class.ts';
import type { Recommendation } from '../../core/utility/sweep-choice.ts';
import type { SweepRatio } from '../../core/utility/sweep-summary.ts';
import { formatNumber, formatPercent, formatShort } from '../text/numbers.ts';
import { deep as text } from '../text/deep.ts';
import { validate } from '../text/validate.ts';
import type { DotRow } from './figures.ts';

type Design = SweepRatio['design'];

/** A share as per cent, a multiple as people write it: ¼, ½, 1, 2. */
export function ratioText(design: Design, ratio: number): string {
  if (design === 'substitute') return formatPercent(ratio);
  return { 0.25: '¼', 0.5: '½' }[ratio] ?? formatShort(ratio);
}

export type SweepCurve = Readonly<{
  key: string;
  heading: string;
  caption: string;
  axisTitle: string;
  valueTitle: string;
  zero: number | null;
  recommended: Readonly<{ name: string; words: string }> | null;
  points: readonly Readonly<{
    name: string;
    at: number;
    value: number;
    low: number | null;
    high: number | null;
    repeats: readonly number[];
    cells: readonly (string | number | null)[];
  }>[];
  recommendation: Recommendation | null;
}>;

/** One curve for each design and number of real rows. Shares stand to scale, multiples at equal steps. */
export function sweepCurves(
  ratios: readonly SweepRatio[],
  recommendations: readonly Recommendation[],
): readonly SweepCurve[] {
  const keyOf = ({ design, base }: { design: Design; base: number }): string => `${design} ${base}`;
  return [...new Set(ratios.map(keyOf))].map((key) => {
    const own = ratios.filter((ratio) => keyOf(ratio) === key);
    const recommendation = recommendations.find((each) => keyOf(each) === key) ?? null;
    return curveOf(key, own, recommendation);
  });
}

function curveOf(key: string, own: readonly SweepRatio[], recommendation: Recommendation | null): SweepCurve {
  const [first] = own;
  const design = first?.design ?? 'substitute';
  const last = Math.max(1, own.length - 1);
  const zero = own.find(({ ratio }) => ratio === 0) ?? null;
  const rows = (zero?.realRows ?? 0) + (zero?.syntheticRows ?? 0);
  const name = recommendation ? ratioText(design, recommendation.ratio) : null;
  const words = text.sweep;
  const isNone =
    recommendation !== null && (recommendation.ratio === 0 || (design === 'augment' && !recommendation.beatsReal));
  const heading =
    design === 'substitute'
      ? isNone || name === null
        ? words.substitute.headingNone
        : words.substitute.heading({ ratio: name })
      : isNone || name === null
        ? words.augment.headingNone({ rows })
        : words.augment.heading({ rows, ratio: name });
  return {
    key,
    heading,
    caption: recommendation ? [...choiceSentences(recommendation), words.rings].join(' ') : words.rings,
    axisTitle: design === 'substitute' ? words.substitute.axis({ rows }) : words.augment.axis,
    valueTitle: words.value({ metric: validate.useful.metrics[first?.metric ?? 'auc'], n: first?.n ?? 0 }),
    zero: zero?.value ?? null,
    recommended: name === null ? null : { name, words: words.recommended({ ratio: name }) },
    points: own.map((each, place) => ({
      name: ratioText(design, each.ratio),
      at: design === 'substitute' ? each.ratio : place / last,
      value: each.value,
      low: each.low,
      high: each.high,
      repeats: each.values,
      cells: [each.realRows, each.syntheticRows, each.gap.value, each.gap.low, each.gap.high],
    })),
    recommendation,
  };
}

/** The recommendation in words, with how often it was chosen and what it gave on rows that did not choose. */
export function choiceSentences({ design, ratio, chosen, range, report, gap, beatsReal }: Recommendation): string[] {
  const words = text.sweep;
  const choice = {
    ratio: ratioText(design, ratio),
    chosen: chosen.find((each) => each.ratio === ratio)?.share ?? 0,
    low: ratioText(design, range.low),
    high: ratioText(design, range.high),
    share: range.share,
  };
  return [
    design === 'substitute' ? words.substituteChoice(choice) : words.augmentChoice(choice),
    ...(ratio === 0 ? [] : [words.reported({ ...gap, n: report.n })]),
    ...(design === 'augment' ? [beatsReal ? words.helped : words.nothing] : []),
  ];
}

/** The name of a training table. */
export function rareName({ id, wanted }: RareTable): string {
  return id === 'synthetic' ? text.rare.tables.synthetic({ share: formatPercent(wanted ?? 0) }) : text.rare.tables[id];
}

/** Average precision of every training table, one row each; those with synthetic rows as discs. */
export function rareRows({ tables }: Pick<RareClass, 'tables'>): readonly DotRow[] {
  return tables.flatMap((table): DotRow[] => {
    const { value, low, high } = table.scores.averagePrecision;
    if (value === null) return [];
    const kind = table.id === 'synthetic' ? 'synthetic' : 'real';
    const ends = { low: low ?? undefined, high: high ?? undefined };
    return [{ name: rareName(table), marks: [{ kind, value, ...ends, name: formatNumber(value, 3) }] }];
  });
}
