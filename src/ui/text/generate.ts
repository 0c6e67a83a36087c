/** The words of the Generate step, in English: before, while and after rows are made. */
import { formatCount, formatPercent } from './numbers.ts';

const lockedAway = (holdout: number): string =>
  holdout === 0
    ? 'Every real row is fitted; none is locked away for the checks.'
    : `${formatPercent(holdout)} of the real rows are locked away first, for the checks.`;

export const generate = {
  title: 'How many rows?',
  titleWorking: 'Making synthetic rows',
  titleDone: ({ rows }: { rows: number }) =>
    `${formatCount(rows)} synthetic ${rows === 1 ? 'row is' : 'rows are'} ready`,
  lede: ({ synthesizer, epsilon, holdout }: { synthesizer: string; epsilon: string; holdout: number }) =>
    `${synthesizer} at epsilon ${epsilon}. ${lockedAway(holdout)}`,
  ledeNone: ({ synthesizer, holdout }: { synthesizer: string; holdout: number }) =>
    `${synthesizer}, without a formal guarantee. ${lockedAway(holdout)}`,
  ledeWorking: ({ synthesizer, holdout }: { synthesizer: string; holdout: number }) =>
    holdout === 0
      ? `${synthesizer} learns from every real row.`
      : `${synthesizer} learns from ${formatPercent(1 - holdout)} of the rows. The others are locked away for the checks.`,
  ledeDone: ({ holdout }: { holdout: number }) =>
    holdout === 0
      ? 'Every real row was fitted, so Validate has none that no model saw.'
      : `Validate judges them on the ${formatCount(holdout)} real rows that no model saw.`,
  noClaim: 'no formal guarantee',
  rows: 'Rows',
  rowsWhy: 'More rows are not more information: they come from the same model.',
  rowsEmpty: 'as the source',
  rowsHint: 'Empty: as many as were fitted, by the noisy count. The exact count is private.',
  rowsHintNone: 'Empty: as many as were fitted.',
  rowsProblem: 'A whole number from 1 to 10,000,000.',
  marginRows: {
    title: 'More rows are not more information.',
    words: 'They come from the same model and cost nothing from the budget.',
  },
  stageWhat: {
    planning: 'a coin per row, never fitted again',
    measuring: 'each count with noise, entered in the ledger first',
    fitting: 'from what was measured',
    sampling: 'from the model alone',
  },
  marginWorking: [
    {
      title: 'You can go on reading.',
      words: 'Earlier steps stay open; what is changed there counts for the next run.',
    },
    {
      title: 'Under a guarantee',
      words: 'rows are seen only while counts are measured. From there on no real row is touched.',
    },
  ],
  stale: 'Choices have changed since these rows were made. They stay here until you generate again.',
  others: 'Other rows',
  again: 'Generate again',
  againCost: 'A further run spends its own budget; both count towards the total of this table.',
  againFree: 'A further run replaces these rows.',
  retry: 'Try again',
  nothingSpent: 'Nothing was spent, and nothing has changed.',
  wholeSpent: 'That sentence tells something of the rows, so the whole budget of the run counts as spent.',
  facts: {
    rows: ({ columns }: { columns: number }) => `synthetic rows, ${formatCount(columns)} columns`,
    time: 'from choice to rows',
    epsilon: ({ epsilon }: { epsilon: string }) => `epsilon ${epsilon}`,
    spent: ({ delta }: { delta: string }) => `spent in this run, delta ${delta}`,
    none: 'none',
    holdout: 'real rows locked away for the checks',
  },
  ledger: 'Ledger',
  ledgerBar: 'What the budget was spent on',
  ledgerCount: ({ entries, spent, budget }: { entries: number; spent: string; budget: string }) =>
    `${formatCount(entries)} entries, rho ${spent} of ${budget}`,
  ledgerHead: {
    step: 'Step',
    purpose: 'Purpose',
    mechanism: 'Mechanism',
    columns: 'Columns',
    cells: 'Cells',
    noise: 'Noise',
    rho: 'rho',
    share: 'Share',
  },
  mechanisms: {
    'discrete-gaussian': 'discrete Gaussian',
    'stability-histogram': 'discrete Gaussian above a threshold',
    exponential: 'exponential mechanism',
    'discrete-laplace': 'discrete Laplace',
  },
  noNoise: 'none released',
  notPublic: 'not public',
  ledgerNote: 'Noise is the standard deviation of one released number. Each entry was made before its noise was drawn.',
  eachOf: ({ count }: { count: number }) => `each of ${formatCount(count)}`,
  namesAndMore: ({ name, more }: { name: string; more: number }) => `${name} and ${formatCount(more)} more`,
  allEntries: ({ entries }: { entries: number }) => `Show all ${formatCount(entries)} entries`,
  byPurpose: 'Show by purpose',
  entries: ({ entries }: { entries: number }) => (entries === 1 ? '1 entry' : `${formatCount(entries)} entries`),
  preview: 'First synthetic rows',
  previewCaption: ({ shown }: { shown: number }) => `The first ${formatCount(shown)} synthetic rows`,
  sentence: ({ epsilon, delta }: { epsilon: string; delta: string }) =>
    `Spends epsilon ${epsilon}, delta ${delta} on this table, once a result leaves the engine`,
  sentenceTotal: ({ epsilon, delta, total }: { epsilon: string; delta: string; total: string }) =>
    `Spends epsilon ${epsilon}, delta ${delta} on this table, once a result leaves the engine. Total then: epsilon ${total} at most`,
  sentenceNone: 'Fits and samples without a guarantee; spends nothing',
  sentenceWorking: 'Validate opens when the rows are there',
  sentenceDone: 'Next: judged on real rows that no model saw; spends nothing',
  progressName: 'Generating rows',
  notices: 'What to know',
} as const;
