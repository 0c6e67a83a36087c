/** The words of synthesizers side by side, in English. */
import { formatCount, formatNumber } from './numbers.ts';

type Ends = Readonly<{ value: number; low: number | null; high: number | null }>;
export const compareSynthesizers = {
  title: 'Compare synthesizers',
  start: 'Compare synthesizers',
  again: 'Compare again',
  progress: 'Comparison of synthesizers',
  words: ({ count }: { count: number }) =>
    `Fits ${formatCount(count)} synthesizers on the same split and judges each on the rows kept back. Takes minutes on a large table; it makes no file.`,
  wordsClaim: ({ count, epsilon }: { count: number; epsilon: string }) =>
    `Fitting ${formatCount(count)} synthesizers on your rows would spend epsilon ${epsilon} for each. So they are compared by what the plan foretells, and by a rehearsal on an invented table of the same shape: no real row is touched, and nothing is spent.`,
  margin: {
    title: 'Choosing by results is a choice made on the real rows.',
    words:
      'Each synthesizer that is judged here counts as a look at the rows kept back; the report says how many there were.',
  },
  marginClaim: {
    title: 'Forecasts are free.',
    words: 'They follow from the plan. The rehearsal adds noise as a run would, to rows that nobody is in.',
  },
  stale: 'Choices have changed since this comparison.',
  stage: ({ name, stage }: { name: string; stage: string }) => `${name}: ${stage}`,
  waiting: 'waiting',
  controlStage: 'The control: the attack on fresh real rows',
  noControl: ({ message }: { message: string }) => `The attack has no control to stand beside. ${message}`,
  cancelled: 'cancelled',
  cancel: 'Keeps what is done.',
  caption: 'Synthesizers on the same split',
  captionClaim: 'Synthesizers by plan and rehearsal',
  synthesizer: 'Synthesizer',
  threeWay: 'Error of triples',
  usefulness: 'Usefulness',
  usefulnessOf: ({ value, metric, real }: { value: number; metric: string; real: number | null }) =>
    `${metric} ${formatNumber(value, 3)}${real === null ? '' : ` of ${formatNumber(real, 3)}`}`,
  attack: 'Strongest attack, AUC',
  withEnds: ({ value, low, high }: Ends) =>
    low === null || high === null
      ? formatNumber(value, 3)
      : `${formatNumber(value, 3)} (${formatNumber(low, 3)} to ${formatNumber(high, 3)})`,
  time: 'Time to fit',
  oneWay: 'Single columns',
  pair: 'Pairs',
  byPlan: 'by the plan',
  rehearsed: 'rehearsed',
  links: 'Links',
  choose: 'Choice',
  use: 'Use',
  useOf: ({ name }: { name: string }) => `Use ${name}`,
  chosen: 'chosen',
  note: ({ control, floor }: { control: number | null; floor: number | null }) =>
    [
      `Error of triples: lower is better${floor === null ? '.' : `; as many fresh real rows would have ${formatNumber(floor, 3)}, and what lies below it was dealt evenly or copied.`}`,
      'Usefulness: learners trained on synthetic rows, of what real rows reach.',
      control === null
        ? 'The attack: 0.5 is guessing.'
        : `The attack: 0.5 is guessing, and fresh real rows, which leak nothing, gave ${formatNumber(control, 3)} here.`,
    ].join(' '),
  noteClaim:
    'Errors of shares: lower is better. A dash means that pairs are not measured: columns on their own keep no links, whatever the budget.',
} as const;
