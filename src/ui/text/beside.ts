/** The words of what lies beside the path, in English. Messages have named holes. */
import { formatCount, formatNumber, formatPercent } from './numbers.ts';

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
  ways: {
    title: 'Beside the path',
    lede: 'What numbers cannot see, and what other runs on this table came to.',
    review: 'Review a sample',
    compare: 'Compare runs',
  },
  review: {
    title: 'Review a sample of rows',
    lede: 'You see rows one at a time and say whether each could be real: a judgement that no number makes.',
    confidential: 'a mix shows real rows, and marks are stored with the run in this browser.',
    setup: 'What is drawn',
    rows: 'Synthetic rows',
    rowsHint: 'From 50 to 100. None wrong among 50 still allows 7 %.',
    rowsProblem: 'A whole number from 50 to 100.',
    seed: 'Seed',
    seedHint: 'The same seed draws the same rows of this table.',
    blind: 'I may see real rows: mix in held-out ones, unnamed',
    blindHint: 'Three in ten rows are then real. People call real rows implausible too; the difference is what counts.',
    blindHidden: 'Not while real data is hidden, and not without a holdout.',
    begin: 'Begin',
    goOn: 'Go on',
    drawing: 'Drawing',
    failed: 'The rows could not be drawn.',
    row: ({ place, of }: { place: number; of: number }) => `Row ${formatCount(place)} of ${formatCount(of)}`,
    column: 'Column',
    value: 'Value',
    fault: 'At fault',
    isAtFault: ({ name }: { name: string }) => `${name} is at fault`,
    marks: 'Mark',
    mark: { plausible: 'Plausible', implausible: 'Implausible', wrong: 'Wrong', 'cannot-tell': 'Cannot tell' },
    meaning: {
      plausible: 'could be real',
      implausible: 'hardly could',
      wrong: 'cannot happen',
      'cannot-tell': 'I do not know',
    },
    given: ({ mark }: { mark: string }) => `Marked: ${mark}`,
    target: ({ name }: { name: string }) => `The target value is wrong (${name})`,
    note: 'Note',
    noteHint: 'Stays in the internal report.',
    keys: 'The keys 1 to 4 mark the row while this part has the focus. Say what is at fault before you mark.',
    before: 'Row before',
    finish: 'Finish',
    again: 'Draw anew',
    second: 'Let a second person mark these rows',
    isSecond: 'Second person: what the first one marked is not shown.',
    save: 'Download marks (JSON)',
    back: 'Back to Validate',
    sentence: {
      setup: 'Nothing is spent. Marks are kept at once.',
      marking: ({ marked }: { marked: number }) => `${formatCount(marked)} marked, and kept`,
      over: 'The marks stand in the report',
    },
    unlikely: {
      title: 'The least likely rows',
      lede: 'The model itself finds these synthetic rows least likely. They were not drawn by chance and count in no share above.',
      none: 'This synthesizer cannot say which rows it finds least likely: trees, AIM, MST and columns on their own can, one at a time.',
      table: ({ count }: { count: number }) => `The ${formatCount(count)} least likely rows, least likely first`,
      row: 'Row',
    },
    result: {
      title: 'What the marks say',
      few: ({ judged }: { judged: number }) =>
        `${formatCount(judged)} rows were judged; fewer than 50 say too little for a verdict.`,
      table: 'Marks of synthetic rows',
      realTable: 'Marks of real rows',
      what: 'What',
      share: 'Share',
      between: 'Between',
      rows: 'Rows',
      floor: 'Implausible or wrong',
      wrong: 'Wrong',
      targetWrong: 'Target value wrong',
      realFloor: 'Real rows: implausible or wrong',
      difference: 'Difference',
      secondFloor: 'Second person: implausible or wrong',
      secondWrong: 'Second person: wrong',
      secondTable: 'Marks of the second person',
      kappa: 'Agreement of both, kappa',
      isShown: 'Synthetic rows were called implausible or wrong more often than real ones.',
      isLess: 'Synthetic rows were called implausible or wrong less often than real ones.',
      notShown: 'No difference between synthetic and real rows is shown.',
      counts: ({
        plausible,
        implausible,
        wrong,
        unknown,
      }: Record<'plausible' | 'implausible' | 'wrong' | 'unknown', number>) =>
        `Plausible ${formatCount(plausible)}, implausible ${formatCount(implausible)}, wrong ${formatCount(wrong)}, cannot tell ${formatCount(unknown)}.`,
      faults: ({ names }: { names: string }) => `Named most often: ${names}.`,
      note: 'Intervals are Wilson’s and Newcombe’s, 95 %. Rows of which nobody can tell are not judged. It is a person’s judgement.',
    },
  },
  compare: {
    title: 'Runs side by side',
    lede: 'What differs between runs on this table: their choices, what they spent, and what was found.',
    confidential: 'scores compare with your real rows. Choosing between runs by them is not covered by the guarantee.',
    none: 'Two judged runs on this table are needed. Generate and validate with other choices, and come back.',
    pick: 'Runs',
    pickHint: 'Two or three. The first one is what the others are compared with.',
    run: ({
      day,
      synthesizer,
      epsilon,
      id,
    }: {
      day: string;
      synthesizer: string;
      epsilon: number | null;
      id: string;
    }) => `${day}, ${synthesizer}, ${epsilon === null ? 'no claim' : `epsilon ${formatNumber(epsilon, 2)}`}, ${id}`,
    letter: ({ place }: { place: number }) => `Run ${'ABC'.charAt(place)}`,
    choices: 'Choices that differ',
    sameChoices: 'All choices are the same: the runs differ by chance alone.',
    sameChoicesElsewhere: 'All choices are the same: the tables that were judged differ.',
    choice: 'Choice',
    budget: 'Budget',
    budgetHead: 'What',
    budgetWhat: {
      claim: 'Claim',
      rho: 'rho spent',
      rows: 'Synthetic rows',
      trainRows: 'Rows fitted',
      holdoutRows: 'Rows held out',
    },
    noClaim: 'none',
    claimUnknown: 'not known',
    findings: 'Findings',
    finding: 'Finding',
    minus: ({ place }: { place: number }) => `${'ABC'.charAt(place)} less A`,
    noDifference: 'no difference shown',
    notMeasured: 'not measurable',
    value: ({ value, low, high }: { value: number; low: number | null; high: number | null }) =>
      low === null || high === null
        ? formatNumber(value, 3)
        : `${formatNumber(value, 3)} (${formatNumber(low, 3)} to ${formatNumber(high, 3)})`,
    note: 'The interval of a difference joins those of both values. Runs judged on one holdout rise and fall together, so it is rather too wide.',
    columns: 'Columns, furthest apart first',
    column: 'Column',
    chart: ({ run, worst }: { run: string; worst: string }) => `${run}: lowest score ${worst}`,
    axis: 'like real, 1 at best',
    more: ({ count }: { count: number }) => `${formatCount(count)} more columns lie closer together.`,
    back: 'Back to Validate',
  },
  percent: (value: number) => formatPercent(value, 1),
} as const;
