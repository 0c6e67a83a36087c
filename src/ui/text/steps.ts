/** The words of the steps, in English: what happened, where, what to do. Messages have named holes. */
import { formatCount, formatNumber, formatPercent } from './numbers.ts';

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
      'CSV and its kin (tab, semicolon, vertical bar), also gzipped. Sample: Adult, US census 1994, 10,000 rows, CC BY 4.0.',
    promiseStart:
      'Your table is read in this tab. This page’s own policy forbids it to send anything to anyone, and you can ',
    promiseTest: 'test that here',
    promiseMiddle:
      '. No rows are stored unless you ask; your choices, the budget spent and fingerprints of your exports stay in this browser until you press ',
    promiseForget: 'Forget everything',
    projects: 'Your tables in this browser. Choices and ledgers only, no rows: drop the file again to go on.',
    project: 'Table',
    lastRun: 'Last run',
    spent: 'Budget spent',
    runs: 'Runs',
    noClaim: 'no formal guarantee',
    storageRefused:
      'This browser refuses to store anything. Everything works in this visit, but nothing will be remembered, the ledger included.',
    spentEpsilon: ({ epsilon }: { epsilon: number }) => `epsilon ${formatNumber(epsilon, 2)} in total, at most`,
  },

  network: {
    testing: { sentence: 'Testing the network policy', short: 'Testing' },
    blocked: ({ time }: { time: string }) => ({
      sentence: `Network blocked by this page’s policy, tested ${time}`,
      short: 'Network blocked',
    }),
    open: { sentence: 'NOT blocked: this copy of the page could send data', short: 'NOT blocked' },
    openDetail:
      'The policy that should hold this page back is missing or broken. Do not read a private table here: use the single file, or another copy.',
    title: 'Network self-test',
    lede: 'A probe counts as blocked only if the browser reported the violation, not because the call failed. All are addressed to a name that resolves nowhere.',
    run: 'Run again',
    running: 'Testing',
    what: 'Attempt',
    page: 'From the page',
    worker: 'From a worker made for the test',
    time: 'Time',
    notOffered: 'not offered to workers',
    count: ({ blocked, of }: { blocked: number; of: number }) =>
      `${formatCount(blocked)} of ${formatCount(of)} probes blocked by policy`,
    names: {
      fetch: 'fetch',
      xmlhttprequest: 'XMLHttpRequest',
      beacon: 'beacon',
      websocket: 'web socket',
      eventsource: 'event stream',
      image: 'image',
      stylesheet: 'style sheet',
      font: 'font',
      frame: 'frame',
      module: 'remote module',
    } as Readonly<Record<string, string>>,
    cannotTitle: 'What the policy cannot stop',
    workers:
      'The workers that see your rows lack these functions altogether: they are deleted before anything else runs.',
    limits:
      'Browser extensions. A link that you follow or an address that you type. WebRTC in browsers that ignore the directive for it; this page contains no such code. A changed copy of this page: compare its hash with the published one. Files that you hand on. And the browser itself asks this site for newer versions of the app; the single file does not even do that.',
    close: 'Close',
    accept: 'Go on all the same',
  },

  data: {
    title: ({ rows, columns }: { rows: number; columns: number }) =>
      `${formatCount(rows)} rows of ${columns === 1 ? 'one column' : `${formatCount(columns)} columns`}`,
    lede: 'Read in this tab, and nowhere else. Every line fitted; nothing was set aside.',
    ledeSetAside: 'Read in this tab, and nowhere else. Lines that did not fit were set aside; they are listed below.',
    asItWas: 'The page is as it was: the table below is the one that was read before.',
    reading: ({ name }: { name: string }) => `Reading ${name}`,
    howRead: 'How it was read',
    facts: {
      size: 'Size',
      encoding: 'Encoding',
      delimiter: 'Delimiter',
      header: 'Header',
      lineEnd: 'Line ends',
      kept: 'Rows kept',
      missing: 'Cells missing',
    },
    delimiters: { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'vertical bar' } as Readonly<
      Record<string, string>
    >,
    lineEnds: { '\n': 'LF', '\r\n': 'CRLF', '\r': 'CR' } as Readonly<Record<string, string>>,
    encodings: {
      'utf-8': 'UTF-8',
      'utf-16le': 'UTF-16 LE',
      'utf-16be': 'UTF-16 BE',
      'windows-1252': 'Windows-1252',
    } as Readonly<Record<string, string>>,
    withMark: ({ encoding }: { encoding: string }) => `${encoding}, with mark`,
    hasHeader: 'first line',
    noHeader: 'none, names made',
    headerAnswers: { first: 'The first line holds the names', none: 'The first line is a row' },
    asFound: 'as found',
    differently: 'Read it differently',
    notices: 'Warnings and notes',
    noticeCount: ({ warnings, notes }: { warnings: number; notes: number }) =>
      `${formatCount(warnings)} ${warnings === 1 ? 'warning' : 'warnings'}, ${formatCount(notes)} ${notes === 1 ? 'note' : 'notes'}`,
    nothing: 'Nothing was odd: every line fitted, and nothing was set aside.',
    questions: ({ count }: { count: number }) =>
      count === 1
        ? 'Continue as read: one question answered for you'
        : `Continue as read: ${count} questions answered for you`,
    sentence: 'Continue as read: no question was left open',
    firstRows: 'First rows',
    moreNotes: ({ count }: { count: number }) => `Show ${formatCount(count)} more`,
    preview: 'Preview',
    summary: 'Summary',
    tabs: 'Rows or summary',
    filter: 'Filter the first rows',
    sortBy: 'Sort by',
    fileOrder: 'order of the file',
    previewCaption: ({ shown, of }: { shown: number; of: number }) =>
      `The first ${formatCount(shown)} of ${formatCount(of)} rows`,
    walk: ({ caption }: { caption: string }) => `${caption}. Arrow keys work in the table.`,
    filtered: ({ shown, of }: { shown: number; of: number }) =>
      `${formatCount(shown)} of the first ${formatCount(of)} rows`,
    noHits: 'No row among those looked at contains this text.',
    summaryCaption: ({ of }: { of: number }) => `Numbers among the first ${formatCount(of)} rows`,
    statistics: {
      count: 'count',
      mean: 'mean',
      std: 'deviation',
      min: 'smallest',
      median: 'median',
      max: 'largest',
      variance: 'variance',
    } as Readonly<Record<string, string>>,
    noNumbers: 'No column holds numbers.',
    hidden: 'Real rows are hidden.',
    confidential: 'these are your real rows.',
  },

  columns: {
    title: ({ count, check }: { count: number; check: number }) =>
      `${count === 1 ? 'One column' : `${formatCount(count)} columns`}${check === 0 ? '' : check === 1 ? ', one to check' : `, ${formatCount(check)} to check`}`,
    lede: 'Confirm what someone could know without the table. Identifiers and free text are never modelled.',
    caption: 'Columns',
    filter: 'Filter by name',
    undo: 'Undo',
    redo: 'Redo',
    head: {
      name: 'Name',
      kind: 'Kind',
      reason: 'Why this kind',
      confidence: 'Confidence',
      values: 'Values',
      missing: 'Missing',
      role: 'Role',
      source: 'Source',
      edit: 'Edit',
    },
    kindOf: ({ name }: { name: string }) => `Kind of ${name}`,
    roleOf: ({ name }: { name: string }) => `Role of ${name}`,
    kinds: {
      numeric: 'number',
      categorical: 'category',
      datetime: 'date',
      identifier: 'identifier',
      text: 'free text',
    },
    roles: { none: 'none', target: 'target', sensitive: 'sensitive', person: 'person key', 'left-out': 'leave out' },
    reasons: {
      'every-cell-whole-number': 'whole numbers in every cell',
      'every-cell-number': 'numbers in every cell',
      'few-levels': 'few levels, each in many rows',
      'few-whole-numbers': 'few whole numbers, each in many rows',
      'two-levels-of-a-pair': 'two values that form a pair',
      'every-cell-date': 'ISO dates in every cell',
      'counts-upwards': 'counts upwards by one',
      'all-distinct-tokens': 'nearly every value occurs once',
      'leading-zeros': 'codes with leading zeros',
      'name-says-identifier': 'its name says so, and values do not repeat',
      'long-or-distinct-text': 'long, or nearly all distinct',
      'one-level': 'the same value in every row',
      'no-value': 'no value in any row',
      'mixed-formats': 'formats are mixed',
      'chosen-by-user': 'your choice',
    },
    levels: ({ count, some }: { count: number; some: string }) => `${formatCount(count)} levels: ${some}`,
    range: ({ low, high }: { low: string; high: string }) => `${low} to ${high}`,
    distinct: ({ count }: { count: number }) => `${formatCount(count)} distinct, not modelled`,
    notModelled: 'not modelled',
    open: ({ name }: { name: string }) => `Edit ${name}`,
    bounds: 'Bounds',
    low: 'Lowest',
    high: 'Highest',
    levelsField: 'Levels, one a line',
    mayBeMissing: 'Cells may be missing',
    declare: 'Declare as public',
    reset: 'Reset',
    question: 'Would someone who never saw the table know this? Then declare it; it costs nothing.',
    publicSchema: 'State that this schema is public',
    publicTitle: ({ count }: { count: number }) =>
      count === 1
        ? 'The range or levels of one column were read off your rows.'
        : `Ranges and levels of ${formatCount(count)} columns were read off your rows.`,
    publicDetail:
      'Under a guarantee they must be public knowledge. With the box checked you state that they are: the statement is recorded and printed, and the guarantee holds only if it is true. Or declare column by column what someone who never saw the table would know.',
    sentencePublic: 'Going on states that names, ranges and levels are public.',
    sentenceDeclared: 'Every range and level is declared by you.',
    sentenceOpen: ({ count }: { count: number }) =>
      `${formatCount(count)} columns are neither declared nor left out: a guarantee will be refused.`,
    confidential: 'ranges and levels marked inferred were read off your real rows.',
    hiddenValues: 'hidden',
    reasonLevels: ({ levels }: { levels: number }) =>
      `${formatCount(levels)} ${levels === 1 ? 'level' : 'levels'}, each in many rows`,
    reason: ({ why, levels }: { why: string; levels: number }) =>
      `${why}; ${levels > 1000 ? 'over 1,000' : formatCount(levels)} distinct`,
    whole: ({ range }: { range: string }) => `${range}, whole`,
    note: ({ count }: { count: number }) =>
      `${count === 1 ? 'One column' : `${formatCount(count)} columns`}. Edit opens a row: bounds, levels and their order, missing cells. Each change can be undone.`,
    sources: 'Where each part comes from',
    legend: {
      declared: ({ count }: { count: number }) =>
        `${formatCount(count)} ${count === 1 ? 'column' : 'columns'}. You state that this is public knowledge. It costs nothing.`,
      inferred: ({ count }: { count: number }) =>
        `${formatCount(count)} ${count === 1 ? 'column' : 'columns'}. Read off the data. Under a guarantee it is used only if you state that it is public.`,
    },
  },

  privacy: {
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
    synthesizers: { copula: 'Gaussian copula', independent: 'Independent columns' } as Readonly<Record<string, string>>,
    synthesizerHelp: {
      copula:
        'Counts per column and one correlation matrix: links between ordered columns survive, those between categories come out rough.',
      independent: 'Each column on its own: the baseline that every other one must beat.',
    } as Readonly<Record<string, string>>,
    plan: 'The plan',
    parameters: 'Budget and synthesizer',
    fromPublic: 'Measurements planned from declared sizes; the error also from your row count, so it is confidential',
    measured: ({ entries }: { entries: number }) => `${formatCount(entries)} measured`,
    planNone: 'Exact counts are used. Nothing is spent, and nothing is promised.',
    split: 'Budget by purpose',
    planCaption: ({ rho, entries }: { rho: string; entries: number }) =>
      `rho ${rho} in ${formatCount(entries)} measurements, planned from declared parts alone.`,
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
    spentBefore: 'Spent before on this table',
    spent: {
      nothing: 'nothing in this browser',
      unknown: 'unknown: this browser keeps nothing',
      runs: ({ runs, epsilon }: { runs: number; epsilon: number }) =>
        `epsilon ${formatNumber(epsilon, 2)} at most, in ${formatCount(runs)} ${runs === 1 ? 'run' : 'runs'}`,
    },
    totalAfter: 'Total after this run',
    total: ({ epsilon, delta }: { epsilon: string; delta: string }) =>
      `epsilon ${epsilon} at most, delta ${delta} a run`,
    before: 'Before you run',
    beforeCount: ({ count }: { count: number }) => `${formatCount(count)} ${count === 1 ? 'thing' : 'things'} to know`,
    noise: 'At this epsilon the links will be mostly noise',
    noiseDetail: 'Expect little more than columns on their own. A larger epsilon or fewer columns would help.',
    assumed: ({ count }: { count: number }) =>
      `You state that the ranges and levels of ${count === 1 ? 'one column' : `${formatCount(count)} columns`} are public`,
    assumedDetail:
      'They were read off your rows. The guarantee holds only if somebody who never saw the table knows them.',
    useEpsilon: ({ epsilon }: { epsilon: string }) => `Use epsilon ${epsilon}`,
    confirm: ({ epsilon }: { epsilon: string }) => `Confirm ${epsilon}`,
    notPublic: 'A guarantee is refused: these columns are neither declared nor left out',
    statePublic: 'State that the schema is public',
    goColumns: 'Declare columns',
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
          title: 'The copula',
          words: 'keeps links between columns; independent columns keep none and are the baseline.',
        },
      ],
      plan: [
        {
          title: 'Fine, coarse, mostly noise',
          words: 'are words for the error of two-column tables: up to 0.15, up to 0.35, above.',
        },
        { title: 'Runs add up.', words: 'Every finished run on this table counts towards its total, exported or not.' },
      ],
      planNone: [{ title: 'No ledger is kept', words: 'for a run without a guarantee: there is no budget to spend.' }],
    },
    marginBefore: 'None of these blocks the run, unless a guarantee is refused. A fix changes the plan at once.',
    sentence: ({ epsilon, delta }: { epsilon: string; delta: string }) =>
      `Next: rows under epsilon ${epsilon}, delta ${delta}. Nothing is spent yet.`,
    sentenceNone: 'Next: rows without a formal guarantee.',
    sentenceRefused: 'Opens when every column is declared or left out',
    sentencePending: 'Opens when epsilon is confirmed',
    sentenceInvalid: 'Opens when the budget is in range',
  },

  generate: {
    title: 'How many rows?',
    titleWorking: 'Making synthetic rows',
    titleDone: ({ rows }: { rows: number }) => `${formatCount(rows)} synthetic rows are ready`,
    lede: ({ synthesizer, epsilon }: { synthesizer: string; epsilon: string }) =>
      `${synthesizer} at epsilon ${epsilon}. One fifth of the real rows is locked away first, for the checks.`,
    ledeNone: ({ synthesizer }: { synthesizer: string }) =>
      `${synthesizer}, without a formal guarantee. One fifth of the real rows is locked away first, for the checks.`,
    ledeWorking: ({ synthesizer }: { synthesizer: string }) =>
      `${synthesizer} learns from four fifths of the rows. One fifth is locked away for the checks.`,
    ledeDone: ({ holdout }: { holdout: string }) =>
      `Validate judges them on the ${holdout} real rows that no model saw.`,
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
    mechanism: 'discrete Gaussian',
    ledgerNote:
      'Noise is the standard deviation of one released number. Each entry was made before its noise was drawn.',
    eachOf: ({ count }: { count: number }) => `each of ${formatCount(count)}`,
    namesAndMore: ({ name, more }: { name: string; more: number }) => `${name} and ${formatCount(more)} more`,
    allEntries: ({ entries }: { entries: number }) => `Show all ${formatCount(entries)} entries`,
    byPurpose: 'Show by purpose',
    measured: ({ entries }: { entries: number }) => `${formatCount(entries)} measured`,
    preview: 'First synthetic rows',
    previewCaption: ({ shown }: { shown: number }) => `The first ${formatCount(shown)} synthetic rows`,
    sentence: ({ epsilon, delta }: { epsilon: string; delta: string }) =>
      `Spends epsilon ${epsilon}, delta ${delta} on this table, once a result leaves the engine`,
    sentenceNone: 'Fits and samples without a guarantee; spends nothing',
    sentenceWorking: 'Validate opens when the rows are there',
    sentenceDone: 'Next: judged on real rows that no model saw; spends nothing',
    progressName: 'Generating rows',
    notices: 'What to know',
  },

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
  },
} as const;
