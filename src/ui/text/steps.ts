/** The words of the steps, in English: what happened, where, what to do. Messages have named holes. */
import { columns } from './columns.ts';
import { data } from './data.ts';
import { generate } from './generate.ts';
import { network } from './network.ts';
import { formatPercent } from './numbers.ts';
import { privacy } from './privacy.ts';

export const steps = {
  names: {
    data: 'Data',
    columns: 'Columns',
    privacy: 'Privacy',
    generate: 'Generate',
    validate: 'Validate',
    export: 'Export',
  },
  skip: 'Skip to the step',
  back: ({ step }: { step: string }) => `Back to ${step}`,
  working: ({ share }: { share: number | null }) => (share === null ? 'Working' : `${formatPercent(share)} done`),
  stages: {
    reading: 'Reading rows',
    typing: 'Finding out what the columns are',
    planning: 'Setting rows aside for judging',
    measuring: 'Measuring with noise',
    fitting: 'Fitting the model',
    sampling: 'Sampling rows',
    fidelity: 'Comparing columns and pairs',
    utility: 'Training learners on either table',
    attacks: 'Attacking the synthetic rows',
    controls: 'Running the controls',
    writing: 'Writing the files',
  },
  done: { read: 'Read.', generated: 'Generated.', judged: 'Judged.' },
  cancel: {
    reading: 'Cancel now and the page stays as it was.',
    generating: 'Cancel now and nothing is spent: no result has left the engine yet.',
    generatingNone: 'Cancel now and the step is as it was before.',
  },

  first: {
    title: ['A stand-in for', 'a private table'],
    lede: 'Drop a table here. You get synthetic rows, a stated guarantee, and a report that says how good they are and for what.',
    drop: 'Drop a table',
    choose: 'Choose a file',
    sample: 'Try the sample data',
    accepted:
      'CSV and its kin (tab, semicolon, vertical bar), JSON, Parquet and Excel. Sample: Adult, US census 1994, 10,000 rows, CC BY 4.0.',
    promiseStart:
      'Your table is read in this tab. This page’s own policy forbids it to send anything to anyone, and you can ',
    promiseTest: 'test that here',
    promiseMiddle:
      '. No rows are stored unless you ask; your choices, the budget spent, the scores of your runs and fingerprints of your exports stay in this browser until you press ',
    promiseForget: 'Forget everything',
    judge: 'Judge a synthetic table',
    judgeWhy: 'You have a synthetic table that something else made, and the real one.',
    projects: 'Your tables in this browser. Choices, ledgers and scores, no rows: drop the file again to go on.',
    project: 'Table',
    lastRun: 'Last run',
    spent: 'Budget spent',
    runs: 'Runs',
    noClaim: 'no formal guarantee',
    storageRefused:
      'This browser refuses to store anything. Everything works in this visit, but nothing will be remembered, the ledger included.',
    spentEpsilon: ({ epsilon }: { epsilon: string }) => `epsilon ${epsilon} in total, at most`,
  },

  network,

  data,

  columns,

  privacy,

  generate,

  backTo: ({ name }: { name: string }) => `Back to ${name}`,

  footer: { forget: 'Forget everything', home: 'Start over', recipe: 'Save recipe' },
  forget: {
    title: 'Forget everything?',
    body: 'This removes what this browser keeps of Understudy: the list of your tables, the budget spent on each, your settings, and the copy of the app for working offline. What was spent on a table is then unknown. Files that you downloaded are not touched.',
    yes: 'Forget everything',
    no: 'Keep it',
    done: ({ what }: { what: string }) => `Removed: ${what}.`,
    nothing: 'There was nothing to remove.',
  },
  crash: {
    title: 'Something broke, and it is our fault',
    body: 'Lost: the rows of this visit. Kept: your choices, the ledger, your file on disk. Save the recipe, then reload the page.',
    save: 'Save recipe',
    reload: 'Reload',
    technical: 'Technical note',
    facts: ({ version, commit, step, message }: { version: string; commit: string; step: string; message: string }) =>
      `build ${version} ${commit}, step ${step}: ${message}`,
  },
} as const;
