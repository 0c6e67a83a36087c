/** The words of the Privacy step, in English: the guarantee, its bets, the plan, and what to know before the run. */
import { formatCount, formatNumber, formatPercent } from './numbers.ts';

export const privacy = {
  title: 'How much may one person matter?',
  lede: 'Choose a guarantee. The plan below says what it will cost in accuracy, before anything is spent.',
  guarantee: 'Guarantee',
  choices: {
    claim: {
      label: 'Differential privacy',
      sentence:
        'What comes out is almost the same with or without any one person. Holds against methods not yet known.',
    },
    none: {
      label: 'No formal guarantee',
      sentence: 'Sharper tables. Attacks are measured here; tomorrow’s may find more.',
    },
  },
  epsilon: 'Epsilon',
  epsilonWhy:
    'How far one person may shift what comes out: exp(epsilon) is the most that any outcome becomes likelier.',
  epsilonLine: 'Epsilon on a logarithmic line',
  stops: { strong: 'strong', standard: 'standard', light: 'light' },
  bets: ({ bets }: { bets: number }) =>
    `Someone who knows all other rows and sees the result has to bet whether a certain person is in the table. A coin wins 50 of 100 such bets; here no method wins more than ${bets}.`,
  advantage: ({ advantage, hits }: { advantage: number; hits: number }) =>
    `Attack advantage ${formatPercent(advantage, 1)}. With 1 false alarm in 100 it hits at most ${formatNumber(hits * 100, 1)} times in 100.`,
  delta: 'Delta',
  deltaWhy: 'The probability that the promise fails altogether. Keep it far below one in the number of rows.',
  rowsPerPerson: 'Rows per person',
  rowsPerPersonWhy:
    'The most rows that one person has in the file. It is your word: the guarantee holds for people with at most that many.',
  synthesizer: 'Synthesizer',
  synthesizers: {
    auto: 'Chosen for this table',
    aim: 'AIM',
    mst: 'MST',
    trees: 'Sequential trees',
    copula: 'Gaussian copula',
    independent: 'Independent columns',
    ensemble: 'Ensemble',
  } as Readonly<Record<string, string>>,
  /** Why this one was chosen, by what the table and the guarantee are. */
  synthesizerAuto: ({ id, columns, isClaimed }: { id: string; columns: number; isClaimed: boolean }): string => {
    const of = `this table has ${formatCount(columns)}`;
    switch (id) {
      case 'independent':
        return 'Independent columns, because a single column is modelled and has no links to keep.';
      case 'aim':
        return `AIM, because under a guarantee nothing here is more accurate for up to 100 columns; ${of}.`;
      case 'trees':
        return `Sequential trees, because without a guarantee nothing here is more faithful for up to 100 columns; ${of}.`;
      case 'mst':
        return `MST, because it is quick above 100 columns, and most of them are categories here; ${of}.`;
      default:
        return isClaimed
          ? `Gaussian copula, because above 100 columns one matrix costs less than pairs do, and at least half of them are numbers or dates; ${of}.`
          : `Gaussian copula, because it fits any number of columns, and trees at most 100; ${of}.`;
    }
  },
  synthesizerHelp: {
    aim: 'Measures the combinations of columns that matter most, one by one, and joins them: the most accurate under a guarantee.',
    mst: 'Measures the pairs that hang together most, one fewer than there are columns: quick, for many columns and small budgets.',
    copula:
      'Counts per column and one correlation matrix: links between ordered columns survive, those between categories come out rough.',
    trees:
      'Each column from a tree over the columns before it: the most faithful rows, for which no guarantee is possible.',
    independent: 'Each column on its own: the baseline that every other one must beat.',
    ensemble:
      'Two to four synthesizers, each making a share of the rows: what one gets wrong the others may get right.',
  } as Readonly<Record<string, string>>,
  parts: {
    label: 'Parts of the ensemble',
    synthesizer: ({ place }: { place: number }) => `Part ${place + 1}`,
    share: 'Share of rows, %',
    shareProblem: 'Above 0 and below 100.',
    remove: 'Remove',
    removeOf: ({ name }: { name: string }) => `Remove ${name} from the ensemble`,
    add: 'Add a part',
    expected: ({ oneWay, pair }: { oneWay: string; pair: string | null }) =>
      pair === null
        ? `Predicted error: single columns ${oneWay}; pairs are not measured.`
        : `Predicted error: single columns ${oneWay}, pairs ${pair}.`,
    budget:
      'The budget is split equally. Counts of single columns are bought once, for what all parts would spend on them, and serve them all.',
    budgetNone: 'Each part learns from the same rows and makes its share of the synthetic ones.',
    tags: 'Each row of the file says which part made it.',
  },
  plan: 'The plan',
  parameters: 'Budget and synthesizer',
  fromPublic: 'Confidential: it looks at your row count, and at what you see instead of what will be bought',
  entries: ({ entries }: { entries: number }) => (entries === 1 ? '1 entry' : `up to ${formatCount(entries)} entries`),
  planNone: 'Exact counts are used. Nothing is spent, and nothing is promised.',
  memory: ({ size }: { size: string }) => `It holds up to ${size} beside the tables while it fits and draws.`,
  stepsBack: {
    proposed: ({ isMemory }: { isMemory: boolean }) =>
      isMemory ? 'The model may be too large for this device' : 'The run may take over 5 minutes',
    doWith: ({ steps }: { steps: readonly string[] }) =>
      `It could do with ${steps.join(', ')}. Nothing changes unless you say so.`,
    step: ({ what, from, to }: Readonly<Record<string, unknown>>): string => {
      switch (what) {
        case 'cap':
          return `a smaller model (${String(to)}, not ${String(from)})`;
        case 'workload':
          return 'pairs of columns instead of triples';
        default:
          return `${String(to)} instead of ${String(from)}`;
      }
    },
    take: 'Make it smaller',
  },
  split: 'Budget by purpose',
  planCaption: ({ rho, entries }: { rho: string; entries: number }) =>
    `rho ${rho} in at most ${formatCount(entries)} entries.`,
  words: {
    fine: 'Links between columns will be fine.',
    coarse: 'Links between columns will be coarse.',
    'mostly noise': 'Links between columns will be mostly noise.',
  },
  anchors: ({ rows, group }: { rows: string; group: string }) =>
    `Counts will be about as good as a sample of ${rows} rows; groups below ${group} rows will not show.`,
  pairError: ({ error }: { error: string }) => `Predicted pair error ${error}`,
  pairErrorLabel: ({ error, word }: { error: string; word: string }) => `Predicted pair error ${error}: ${word}`,
  oneWay: 'Predicted error of single columns',
  spent: {
    title: 'Spent on this file',
    runs: ({ runs }: { runs: number }) => `${formatCount(runs)} ${runs === 1 ? 'run counts' : 'runs count'}`,
    thisRun: 'This run',
    soFar: 'So far',
    after: 'Total after it',
    budget: ({ epsilon, delta }: { epsilon: string; delta: string }) => `epsilon ${epsilon}, delta ${delta}`,
    atMost: ({ epsilon, delta }: { epsilon: string; delta: string }) => `epsilon ${epsilon} at most, delta ${delta}`,
    soFarRuns: ({ runs, epsilon }: { runs: number; epsilon: string }) =>
      `epsilon ${epsilon} at most, in ${formatCount(runs)} ${runs === 1 ? 'run' : 'runs'}`,
    free: 'nothing: no formal guarantee is given',
    nothing: 'nothing in this browser',
    nothingHere: 'nothing in this visit; before it, not known',
    unknown: 'unknown: what is stored was altered or damaged',
    afterUnknown: 'unknown',
    cap: 'Cap on the total',
    capWhy: 'The largest total epsilon that you want for this table. A run that would pass it is refused.',
    capEmpty: 'none',
    capLeft: ({ left }: { left: string }) => `Epsilon ${left} is left below it.`,
    capNone: 'Empty: no cap.',
    capProblem: 'A number above 0, or nothing.',
    pastCap: ({ asked, left }: { asked: string; left: string }) =>
      `The run asks for epsilon ${asked}; ${left} is left below the cap of this table`,
    pastCapDetail: 'Use a smaller epsilon, or raise the cap. What is spent stays spent.',
    removeCap: 'Remove the cap',
    reused: 'Ranges and levels that an earlier run bought are used again',
    reusedDetail: ({ share }: { share: string }) =>
      `They take ${share} of this run’s budget and count once in the total.`,
    discoverAgain: 'Discover again',
    anew: 'Ranges and levels are bought anew',
    anewDetail: 'The earlier ones stay until this run is done; both purchases count.',
    useBought: 'Use what was bought',
    recovered: ({ count }: { count: number }) =>
      count === 1
        ? 'A run was under way when its tab was closed'
        : `${formatCount(count)} runs were under way when their tabs were closed`,
    recoveredDetail: 'Its result may have been seen, so its whole budget counts as spent.',
    forgetful: 'This browser keeps nothing: the ledger will be forgotten',
    forgetfulDetail: 'It holds until this tab is closed. Export it, and import it on the next visit.',
    table: 'Runs on this file',
    head: { day: 'Day', synthesizer: 'Synthesizer', budget: 'Budget', state: 'State' },
    noGuarantee: 'no formal guarantee',
    states: {
      reserved: 'under way: its budget is reserved',
      spent: 'spent',
      whole: 'spent whole: its ledger did not come back',
      'not-released': 'not released: cost nothing',
      free: 'finished: cost nothing',
      seeded: 'seeded: NOT PRIVATE, not counted',
    },
    export: 'Export ledger',
    import: 'Import ledger',
    taken: ({ count }: { count: number }) =>
      count === 0
        ? 'The file holds no run that is not known here.'
        : `${formatCount(count)} ${count === 1 ? 'run was' : 'runs were'} taken from the file.`,
    files: 'The exported file names this table by a fingerprint: keep it with the table.',
    margin: [
      {
        title: 'Runs add up.',
        words: 'Every finished run on this table counts towards its total, exported or not. Publish the total.',
      },
      {
        title: 'Other files',
        words: 'with the same people do not know of each other: those you must add up yourself.',
      },
    ],
  },
  overEpsilon: {
    caption: 'The same plan at other budgets',
    oneWay: 'Single columns',
    pair: 'Pairs',
    word: 'Links',
    note: 'Predicted errors of shares. For comparison: columns on their own are 0.3 to 0.9 off on the pairs that matter.',
  },
  rehearsal: {
    name: 'Rehearsal',
    start: 'Rehearse',
    again: 'Rehearse again',
    what: 'The whole run on an invented table of this shape, with links of medium strength. No real row is touched; it costs nothing.',
    outcome: ({ oneWay, pair }: { oneWay: string; pair: string | null }) =>
      pair === null
        ? `On the invented table single columns came out ${oneWay} off.`
        : `On the invented table single columns came out ${oneWay} off, pairs ${pair}.`,
  },
  before: 'Before you run',
  beforeCount: ({ count }: { count: number }) => `${formatCount(count)} ${count === 1 ? 'thing' : 'things'} to know`,
  noise: 'At this epsilon the links will be mostly noise',
  noiseDetail: 'Expect little more than columns on their own. A larger epsilon or fewer columns would help.',
  assumed: ({ count }: { count: number }) =>
    `You state that the ranges and levels of ${count === 1 ? 'one column' : `${formatCount(count)} columns`} are public`,
  assumedDetail:
    'They were read off your rows. The guarantee holds only if somebody who never saw the table knows them.',
  useSynthesizer: ({ name }: { name: string }) => `Use ${name}`,
  declareAll: ({ count }: { count: number }) =>
    count === 1 ? 'Declare it as it was read' : 'Declare them as they were read',
  buy: 'Buy what is not declared',
  leaveOut: 'Leave columns out',
  useEpsilon: ({ epsilon }: { epsilon: string }) => `Use epsilon ${epsilon}`,
  confirm: ({ epsilon }: { epsilon: string }) => `Confirm ${epsilon}`,
  goColumns: 'Declare columns',
  confirmLedger: 'Confirm and go on',
  ledgerConfirmed: 'You go on although the stored ledger does not hold',
  ledgerConfirmedDetail: 'Manifest and reports of the next run will say so. What was spent before is not known.',
  above10: 'Above 10 needs a confirmation: a method can then win nearly every bet.',
  guaranteeWhy:
    'A guarantee holds against every method, known or not. Without one, what is known is what was tried here.',
  synthesizerWhy: 'The kind of model that is fitted to the rows and then sampled.',
  margins: {
    claim: [
      {
        title: 'What is promised.',
        words:
          'Take any one person and remove all of that person’s rows from the file. What comes out looks almost the same, whatever is done with it later.',
      },
    ],
    none: [
      {
        title: 'Nothing is promised.',
        words: 'The report still attacks what comes out. Calm attacks are not a proof.',
      },
    ],
    bets: [
      {
        title: 'How to read the bets.',
        words: 'Filled: won by tossing a coin. Squares: won by the best possible method, with everything else known.',
      },
      {
        title: 'What stays visible.',
        words: 'That smokers are ill more often remains learnable about a smoker who is not in the table.',
      },
      { title: 'Delta', words: 'is a probability of failure, not a share of rows.' },
    ],
    synthesizer: [
      {
        title: 'AIM, MST, copula',
        words: 'keep links between columns; independent columns keep none and are the baseline.',
      },
    ],
    plan: [
      {
        title: 'Fine, coarse, mostly noise',
        words: 'are words for the error of two-column tables: up to 0.15, up to 0.35, above.',
      },
    ],
    planNone: [{ title: 'No ledger is kept', words: 'for a run without a guarantee: there is no budget to spend.' }],
  },
  marginBefore: 'None of these blocks the run, unless it is said to. A fix changes the plan at once.',
  sentence: ({ epsilon, delta }: { epsilon: string; delta: string }) =>
    `Next: rows under epsilon ${epsilon}, delta ${delta}. Nothing is spent yet.`,
  sentenceNone: 'Next: rows without a formal guarantee.',
  sentenceLedger: 'Opens when the stored ledger is confirmed',
  sentenceCap: 'Opens when the run fits below the cap',
  sentencePending: 'Opens when epsilon is confirmed',
  sentenceInvalid: 'Opens when the budget is in range',
  sentenceUndeclared: 'Opens when every column is declared',
} as const;
