/** The words of attacks on the rows and of the controls that say whether to believe the checks, in English. */
import { formatCount, formatInterval, formatNumber, formatPercent, formatPower, formatShort } from './numbers.ts';

export const attacks = {
  title: 'Privacy',
  claim: ({ epsilon, delta }: { epsilon: number; delta: number }) =>
    `Claim: epsilon ${formatShort(epsilon, 3)}, delta ${formatPower(delta)}. No lower bound was measured; the claim rests on the ledger, not on these attacks.`,
  noClaim: 'No formal guarantee is given. These attacks found this much; others may find more.',
  attacks: { nearest: 'nearest row', 'nearest-ratio': 'nearest row, against fresh rows' },
  knows: { table: 'holds the synthetic rows', population: 'also holds rows like the real ones' },
  roc: 'Membership, strongest attack',
  rocCaption: ({ auc, low, high }: { auc: number; low: number; high: number }) =>
    `AUC ${formatNumber(auc, 3)} (${formatInterval(low, high, 3)}). Dashed: guessing.`,
  few: 'Where it would hurt: few false alarms',
  fewCaption: ({ hits, low, high }: { hits: string; low: string; high: string }) =>
    `At 1 % false alarms it hits ${hits} (${low} to ${high}).`,
  fewLimit: ({ limit }: { limit: string }) => `The claim allows ${limit}.`,
  range: ({ auc, low, high }: { auc: number; low: number; high: number }) =>
    `Strongest attack: AUC ${formatNumber(auc, 3)}, between ${formatNumber(low, 3)} and ${formatNumber(high, 3)}`,
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
} as const;

export const controls = {
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
    `${formatNumber(value, 3)}${low === null || high === null ? '' : ` (${formatInterval(low, high, 3)})`}`,
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
} as const;
