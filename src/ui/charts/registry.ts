/**
 * Every kind of chart under its name, with fixed made-up data: what the development gallery shows and the tests walk.
 * The page itself imports the charts one by one.
 */
import type { Component } from 'svelte';
import ColumnCell from './ColumnCell.svelte';
import DotRange from './DotRange.svelte';
import DotRows from './DotRows.svelte';
import FloorCeiling from './FloorCeiling.svelte';
import HeatMap from './HeatMap.svelte';
import HistogramOverlay from './HistogramOverlay.svelte';
import PairedBars from './PairedBars.svelte';
import RatioChart from './RatioChart.svelte';
import RocChart from './RocChart.svelte';
import StackedBar from './StackedBar.svelte';

export type ChartEntry = Readonly<{
  id: string;
  /** The kind, as the gallery names it. */
  title: string;
  component: Component<Record<string, unknown>>;
  props: Readonly<Record<string, unknown> & { label: string }>;
}>;

/** Ties a component to props of its own type; the list then forgets that type. */
function entry<Props extends { label: string }>(
  id: string,
  title: string,
  component: Component<Props>,
  props: Props & Record<string, unknown>,
): ChartEntry {
  return { id, title, component: component as unknown as ChartEntry['component'], props };
}

const ages = [
  5.2, 7.0, 7.7, 7.5, 7.9, 8.0, 8.1, 7.5, 6.8, 6.0, 5.6, 4.0, 3.2, 2.7, 2.2, 1.5, 1.0, 0.9, 0.5, 0.3, 0.3, 0.2, 0.1,
  0.15,
];
const agesMade = [
  5.2, 6.9, 8.0, 8.0, 7.7, 7.9, 8.2, 8.0, 7.2, 6.6, 5.7, 4.5, 4.2, 3.1, 2.9, 2.2, 1.6, 0.9, 0.8, 0.4, 0.3, 0.2, 0.1,
  0.1,
];
const percent = (values: readonly number[]): number[] => values.map((value) => value / 100);

const educations: readonly (readonly [string, number, number])[] = [
  ['HS-grad', 32.3, 32.6],
  ['Some-college', 22.3, 21.0],
  ['Bachelors', 16.4, 16.5],
  ['Masters', 5.4, 5.6],
  ['Assoc-voc', 4.2, 4.3],
  ['11th', 3.7, 4.1],
  ['Assoc-acdm', 3.3, 3.4],
  ['other (9)', 12.3, 12.5],
];

const houseNames = [
  'longitude',
  'latitude',
  'house age',
  'rooms',
  'bedrooms',
  'population',
  'households',
  'income',
  'value',
];
/** A made-up correlation matrix with one strong negative pair and one strong block. */
const houseLinks = houseNames.map((_, row) =>
  houseNames.map((__, column) => {
    if (row === column) return null;
    const [low, high] = [Math.min(row, column), Math.max(row, column)];
    if (low === 0 && high === 1) return -0.92;
    if (low >= 3 && high <= 6) return 0.86 + 0.02 * (high - low);
    if (low === 7 && high === 8) return 0.69;
    if (low === 2) return -0.3 + 0.01 * high;
    return Math.sin(low * 7 + high * 3) * 0.2;
  }),
);
const weaker = houseLinks.map((line) => line.map((value) => (value === null ? null : value * 0.93)));
const gap = houseLinks.map((line, row) =>
  line.map((value, column) =>
    value === null ? null : (weaker[row]?.[column] ?? 0) - value + Math.sin(row + column) * 0.04,
  ),
);

const curve = Array.from({ length: 41 }, (_, index) => {
  const falseAlarms = index / 40;
  return { falseAlarms, hits: falseAlarms + 0.03 * Math.sin(Math.PI * falseAlarms) };
});

export const charts: readonly ChartEntry[] = [
  entry('histogram', 'Histogram overlay with quantile strip', HistogramOverlay, {
    label: 'Age: synthetic within 0.02 of real, upper tail 4 % thin',
    heading: 'Age: synthetic within 0.02 of real',
    caption: 'Upper tail 4 % thin. n = 39,074 and 39,000.',
    fileName: 'age',
    edges: Array.from({ length: 25 }, (_, index) => 17 + index * 3),
    real: percent(ages),
    synthetic: percent(agesMade),
    quantiles: { real: [19, 28, 37, 48, 63], synthetic: [19, 28, 37, 48, 62.5] },
    axisTitle: 'in years',
  }),
  entry('bars', 'Paired bars, sorted, with other', PairedBars, {
    label: 'Education: no level off by more than 1.3 points',
    heading: 'Education: no level off by more than 1.3 points',
    caption: 'Nine smaller levels are counted as other.',
    fileName: 'education',
    levels: educations.map(([name, real, synthetic]) => ({ name, real: real / 100, synthetic: synthetic / 100 })),
  }),
  entry('heat-map', 'Heat map, diverging, fixed ends, negative striped', HeatMap, {
    label: 'Housing: links 7 % weaker than real',
    heading: 'Housing: links 7 % weaker than real',
    caption: 'Longitude and latitude: −0.92 real, −0.86 synthetic.',
    fileName: 'links',
    names: houseNames,
    panels: [
      { title: 'real', values: houseLinks },
      { title: 'synthetic', values: weaker },
      { title: 'difference', values: gap, factor: 4 },
    ],
  }),
  entry('floor-ceiling', 'Dot and range between ceiling and floor', FloorCeiling, {
    label: 'Two-way score 0.878, one-way 0.980',
    heading: 'Two-way score 0.878',
    caption: 'Ceiling left, floor right; further right is better.',
    fileName: 'k-way',
    rows: [
      {
        name: 'One column',
        detail: '15 of 15 marginals',
        error: 0.031,
        low: 0.03,
        high: 0.032,
        floor: 0.013,
        ceiling: 0.93,
        score: 0.98,
      },
      {
        name: 'Two columns',
        detail: '105 of 105',
        error: 0.055,
        low: 0.051,
        high: 0.059,
        floor: 0.04,
        ceiling: 0.163,
        score: 0.878,
      },
    ],
  }),
  entry('dot-rows', 'Dot and range on one axis', DotRows, {
    label: 'Boosting loses 0.034 of AUC when trained on synthetic rows',
    heading: 'Boosting loses 0.034 of AUC',
    caption: 'Ring trained on real, disc on synthetic; bars are 95 %.',
    fileName: 'usefulness',
    axis: [0.48, 0.96],
    axisTitle: 'AUC on the holdout, n = 9,768',
    rows: [
      {
        name: 'Boosting',
        marks: [
          { kind: 'baseline', name: 'baseline', value: 0.5 },
          { kind: 'synthetic', name: 'trained on synthetic', value: 0.894, low: 0.887, high: 0.901 },
          { kind: 'real', name: 'trained on real', value: 0.928, low: 0.922, high: 0.934 },
        ],
      },
      {
        name: 'Logistic',
        marks: [
          { kind: 'baseline', name: 'baseline', value: 0.5 },
          { kind: 'synthetic', name: 'trained on synthetic', value: 0.888, low: 0.88, high: 0.895 },
          { kind: 'real', name: 'trained on real', value: 0.904, low: 0.897, high: 0.911 },
        ],
      },
    ],
  }),
  entry('dot-range', 'Dot and range with words', DotRange, {
    label: 'Two-way score 0.912, between 0.905 and 0.919: good, above 0.9',
    heading: 'Two-way score 0.912: good',
    caption: 'Poor below 0.75, good above 0.9.',
    fileName: 'score',
    axis: [0.6, 1],
    value: 0.912,
    low: 0.905,
    high: 0.919,
    thresholds: [0.75, 0.9],
    words: [
      { word: 'poor', at: 0.73 },
      { word: 'unclear', at: 0.825 },
      { word: 'good', at: 0.925, isCurrent: true },
    ],
  }),
  entry('dot-control', 'Dot and range with a control', DotRange, {
    label: 'Nearest-row attack: AUC 0.504, between 0.493 and 0.515; its control 0.502',
    heading: 'Attack no better than its control',
    caption: 'AUC 0.504 (0.493 to 0.515); 0.5 is guessing.',
    fileName: 'attack',
    axis: [0.46, 0.62],
    value: 0.504,
    low: 0.493,
    high: 0.515,
    thresholds: [0.5, 0.6],
    marks: [{ kind: 'control', value: 0.502, low: 0.491, high: 0.513, label: 'control' }],
  }),
  entry('roc', 'ROC with band and diagonal', RocChart, {
    label: 'Strongest attack: AUC 0.504, between 0.493 and 0.515, no better than its control',
    heading: 'Strongest attack no better than its control',
    caption: 'AUC 0.504, between 0.493 and 0.515. Dotted: control.',
    fileName: 'roc',
    scale: 'linear',
    curve,
    control: curve.map(({ falseAlarms }) => ({ falseAlarms, hits: falseAlarms + 0.01 * Math.sin(5 * falseAlarms) })),
    band: curve.map(({ falseAlarms, hits }) => ({
      falseAlarms,
      low: Math.max(0, hits - 0.05 * Math.sin(Math.PI * falseAlarms)),
      high: Math.min(1, hits + 0.05 * Math.sin(Math.PI * falseAlarms)),
    })),
  }),
  entry('roc-log', 'Hit rate at few false alarms, both axes logarithmic', RocChart, {
    label: 'At 1 % false alarms it hits 1.04 %, between 0.83 and 1.28; the claim allows 1.91 %',
    heading: 'At 1 % false alarms it hits 1.04 %',
    caption: 'The claim allows 1.91 %. Interval 0.83 to 1.28 %.',
    fileName: 'roc-few',
    scale: 'log',
    limit: [
      { falseAlarms: 0.001, hits: 0.0022 },
      { falseAlarms: 0.01, hits: 0.0191 },
      { falseAlarms: 0.1, hits: 0.163 },
    ],
    spots: [
      { falseAlarms: 0.001, hits: 0.0012, low: 0.0006, high: 0.0022 },
      { falseAlarms: 0.01, hits: 0.0104, low: 0.0083, high: 0.0128 },
    ],
  }),
  entry('ratio', 'Score over the mix of real and synthetic rows, with band', RatioChart, {
    label: 'Half of the real rows may be replaced: 50 %, chosen in 61 % of resamples',
    heading: 'Half of the real rows may be replaced',
    caption: '50 %, chosen in 61 % of resamples; 25 to 75 % in 92 %. Rings are repeats.',
    fileName: 'sweep',
    valueTitle: 'AUC on the holdout',
    axisTitle: 'synthetic share of 39,074 rows',
    heads: ['Real rows', 'Synthetic rows'],
    zero: 0.927,
    recommended: { name: '50\u00a0%', words: 'recommended: 50\u00a0%' },
    points: [0.927, 0.926, 0.924, 0.918, 0.894].map((value, index) => ({
      name: `${index * 25}\u00a0%`,
      at: index / 4,
      value,
      low: value - 0.004 - index * 0.001,
      high: value + 0.004 + index * 0.001,
      repeats: index === 0 ? [value] : [-2, -1, 0, 1, 2].map((step) => value + step * 0.0012 * Math.sin(index + step)),
      cells: [39_074 - index * 9768, index * 9768],
    })),
  }),
  entry('stacked', 'Stacked bar', StackedBar, {
    label: 'Two fifths of the budget go to pairs',
    heading: 'Two fifths of the budget go to pairs',
    caption: 'rho 0.02436 in 56 entries.',
    fileName: 'budget',
    parts: [
      { name: 'bounds and levels', share: 0.1, detail: '7 measured' },
      { name: 'bins', share: 0.05, detail: '6 measured' },
      { name: 'single columns', share: 0.3, detail: '15 measured' },
      { name: 'choosing pairs', share: 0.15, detail: '14 measured' },
      { name: 'pairs', share: 0.4, detail: '14 measured' },
    ],
  }),
  entry('cell-numeric', 'Column of the grid, numbers, cut', ColumnCell, {
    label: 'capital-loss: synthetic 0.942 like real',
    name: 'capital-loss',
    score: '0.942',
    kind: 'numeric',
    real: percent([95, 0.1, 0.1, 0.5, 1.1, 1.9, 0.5, 0.5, 0.1, 0.1]),
    synthetic: percent([94.4, 0.3, 0.2, 0.6, 1.4, 2.4, 0.4, 0.5, 0.2, 0.1]),
    ends: ['0', '4,356'],
  }),
  entry('cell-categories', 'Column of the grid, categories', ColumnCell, {
    label: 'occupation: synthetic 0.971 like real',
    name: 'occupation',
    score: '0.971',
    kind: 'categorical',
    real: percent([13.4, 13.2, 12.8, 12.1, 11.9, 10.4, 6.1, 20.1]),
    synthetic: percent([13.9, 14.1, 12.4, 12.6, 12.5, 9.8, 6.6, 21.9]),
    ends: ['Prof-specialty', '+7 as other'],
  }),
];
