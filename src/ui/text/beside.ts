/** The words of what lies beside the path, in English. Messages have named holes. */
import { formatCount } from './numbers.ts';

export const beside = {
  judge: {
    title: 'Check a synthetic table made elsewhere',
    lede: 'For rows that another program made: drop them beside the real table, and every check runs on them here, in this tab.',
    drop: 'Drop the tables',
    slots: {
      real: {
        title: 'Real table',
        what: 'The rows that the synthetic ones were made from.',
        choose: 'Choose the real table',
      },
      synthetic: { title: 'Synthetic table', what: 'The rows to be judged.', choose: 'Choose the synthetic table' },
      holdout: {
        title: 'Holdout, if there is one',
        what: 'Real rows that the synthetic ones were not made from. Without them a fifth of the real table is set aside.',
        choose: 'Choose a holdout',
      },
    },
    state: {
      empty: 'none chosen yet',
      working: ({ name }: { name: string }) => `Reading ${name}`,
      done: ({ name, rows, columns }: { name: string; rows: number; columns: number }) =>
        `${name}, ${formatCount(rows)} rows of ${formatCount(columns)} columns`,
    },
    remove: ({ slot }: { slot: string }) => `Remove: ${slot}`,
    accepted:
      'CSV and its kin, JSON, Parquet and Excel. Dropped together, the first is taken as real, the second as synthetic.',
    unseen:
      'Without a holdout the synthetic rows may have been made from those that are set aside. Scores, and attacks above all, then look better than they are; the report says so.',
    back: 'Back to the first screen',
    primary: 'Validate',
    sentence: {
      empty: 'Opens once the real and the synthetic table are there',
      ready: 'Pairs the columns by name. Nothing is spent, and no rows are stored.',
    },
  },
  found: {
    title: 'How the two tables fit together',
    lede: ({ compared, of }: { compared: number; of: number }) =>
      compared === of
        ? `All ${formatCount(of)} columns are compared.`
        : `${formatCount(compared)} of ${formatCount(of)} columns are compared.`,
    fits: 'Both have the same columns in the same order, of the same kinds, and no level that the real table lacks.',
  },
} as const;
