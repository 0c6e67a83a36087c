/**
 * The words of the report, in English. A sentence says what the number is and what it does not show. Messages have named
 * holes.
 */
import { glossary } from './glossary.ts';
import { formatCount, formatPower, formatSeconds, formatShort } from './numbers.ts';

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

/** 2026-11-21 as 21 November 2026. */
export function dayInWords(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${Number(date)} ${MONTHS[Number(month) - 1] ?? month} ${year}`;
}

/** The ends of a hash: 4be1 09d7 … 77a2. */
export function shortHash(hex: string): string {
  return hex.length < 16 ? hex : `${hex.slice(0, 4)} ${hex.slice(4, 8)} … ${hex.slice(-4)}`;
}

/** Of a synthetic table. `columns` counts those that only say that its rows are synthetic. */
export type Size = Readonly<{ rows: number; columns: number; isTagged: boolean }>;

export function sizeInWords({ rows, columns, isTagged }: Size): string {
  return `${formatCount(rows)} rows, ${formatCount(columns)} columns${isTagged ? ' with the tag' : ''}`;
}

export const report = {
  head: ({ run }: { run: string }) => `Understudy report, run ${run.slice(0, 8)}, internal view`,
  foot: ({ hash }: { hash: string }) => `Synthetic table sha256 ${shortHash(hash)}`,
  footEnd: ({ day, version }: { day: string; version: string }) => `${dayInWords(day)}, Understudy ${version}`,
  label: 'Report',
  title: ({ name }: { name: string }) => `Synthetic stand-in for ${name}`,
  subtitle: (
    facts: Size & {
      generation: number;
      synthesizer: string;
      claim: string;
      looks: number;
      holdoutRows: number;
      isJudged: boolean;
    },
  ) =>
    `${sizeInWords(facts)}, generation ${facts.generation}. ${facts.synthesizer}, ${facts.claim}. ` +
    (facts.isJudged
      ? `Look ${formatCount(facts.looks)} on a holdout of ${formatCount(facts.holdoutRows)} rows.`
      : 'Not judged against real rows.'),
  titleElsewhere: ({ name }: { name: string }) => `Judgement of ${name}`,
  subtitleElsewhere: (facts: {
    rows: number;
    columns: number;
    looks: number;
    holdoutRows: number;
    isJudged: boolean;
  }) =>
    `${formatCount(facts.rows)} rows, ${formatCount(facts.columns)} columns, made elsewhere. ` +
    (facts.isJudged
      ? `Look ${formatCount(facts.looks)} on a holdout of ${formatCount(facts.holdoutRows)} rows.`
      : 'Not judged against real rows.'),
  claimShort: ({ epsilon, delta }: { epsilon: number; delta: number }) =>
    `epsilon ${formatShort(epsilon, 3)}, delta ${formatPower(delta)}`,
  noClaimShort: 'no formal guarantee',
  guarantee: {
    title: 'Guarantee',
    claim: 'Claim',
    claimed: ({ epsilon, delta, rho }: { epsilon: number; delta: number; rho: number }) =>
      `(epsilon, delta) = (${formatShort(epsilon, 3)}, ${formatPower(delta)}), rho = ${formatShort(rho)}`,
    none: 'No formal guarantee',
    unknown: 'Not known here: something else made the rows',
    neighbours: 'Neighbours',
    neighbourWords: { 'add-remove': 'add or remove one person', 'replace-one': 'replace one person' },
    rowsPerPerson: 'Rows per person',
    stated: ({ rows }: { rows: number }) => `${formatCount(rows)}, stated by the user`,
    budget: 'Budget',
    spent: ({ spent, budget, entries }: { spent: number; budget: number; entries: number }) =>
      `rho ${formatShort(spent)} of ${formatShort(budget)}, ${formatCount(entries)} ${entries === 1 ? 'entry' : 'entries'}`,
    schema: 'Ranges and levels',
    schemaPublic: 'stated public by the user, first read off the data',
    schemaDeclared: 'declared or bought from the budget',
    kinds: 'Kinds of columns',
    kindsDeclared: 'declared',
    allows: 'It allows',
    readout: ({ bets, at1, at01 }: { bets: number; at1: string; at01: string }) =>
      `${bets} of 100 bets won at most; hits of at most ${at1} at 1 % false alarms, ${at01} at 0.1 %`,
  },
  shareable: {
    label: 'Shareable report',
    head: ({ run }: { run: string }) => `Understudy report, run ${run.slice(0, 8)}, shareable view`,
    foot: 'Nothing here was measured on real rows, but what the ledger lists',
    lede: 'The view that may go with the synthetic rows. Scores against real rows stand in the internal report only.',
    what: 'What this is',
    rows: 'Synthetic rows',
    columns: 'Columns',
    columnCount: ({ columns, isTagged }: Omit<Size, 'rows'>) =>
      `${formatCount(columns)}${isTagged ? ' with the tag' : ''}`,
    version: ({ synthesizer, version }: { synthesizer: string; version: number }) =>
      `${synthesizer}, version ${version}`,
    notCovered: 'What no guarantee covers',
    ledger: 'Ledger by purpose',
    methods: 'Methods and versions',
    glossary: 'Glossary',
    tables: 'The table of the chart',
  },
  headline: {
    title: 'Headline',
    head: {
      question: 'Question',
      value: 'Value',
      interval: 'Interval',
      best: 'Best',
      control: 'Control',
      verdict: 'Verdict',
      caveat: 'Cannot see',
    },
    names: {
      'three-way': 'Counts of columns together, score',
      c2st: 'Told apart, boosted AUC',
      tstr: 'Difference when trained on it',
      tails: 'Numbers thinner at their ends',
      attack: 'Strongest attack, AUC',
      claim: 'Claim, and bound observed',
    },
    note: 'Intervals at 95 %; that of the attack is corrected for the number of attacks. No overall score is given.',
    none: 'It was not judged against real rows, so there is no headline.',
  },
  rely: {
    guarantee: 'The guarantee in words',
    limits: 'Limits',
    warnings: 'Warnings',
    noWarnings: 'None.',
    controls: ({ ok, of }: { ok: number; of: number }) =>
      of === 0 ? 'No control was run.' : `Controls: ${ok} of ${of} gave what they must (section 12).`,
    notRun: ({ parts }: { parts: readonly string[] }) => `Not run: ${parts.join(', ')}.`,
    parts: {
      fidelity: 'columns and links',
      sweep: 'sweep',
      rareClass: 'rare class',
      tails: 'ends, groups and variety',
      c2st: 'told apart',
      utility: 'usefulness',
      attacks: 'privacy attacks',
      controls: 'controls',
    } as Readonly<Record<string, string>>,
    disclosures: 'Rows looked at',
    kept: ({ what, kept, of }: { what: string; kept: number; of: number }) =>
      `${what}: ${formatCount(kept)} of ${formatCount(of)}`,
  },
  sections: {
    answer: '1. In five sentences',
    guarantee: '2. Guarantee',
    headline: '3. Headline',
    rely: '4. Before you rely on it',
    columns: '5. Columns, worst first',
    relations: '6. Relations',
    apart: '6.1 Told apart by a classifier',
    tails: '7. Ends, rare rows, coverage and diversity',
    useful: ({ target }: { target: string | null }) => (target ? `8. Usefulness for ${target}` : '8. Usefulness'),
    privacy: '9. Privacy',
    audit: '11. What a person saw in a sample',
    controls: '12. Controls',
    comparable: '13. Scores comparable with other tools',
    recipe: '14. Recipe, ledger and timings',
    methods: '15. Methods and versions',
    glossary: '16. Glossary',
    tables: 'Appendix: the tables of all charts',
  },
  notRun: 'This part was not run.',
  outcome: {
    caption: 'Plan against outcome',
    head: { name: 'Error of shares', planned: 'Foretold', measured: 'Measured' },
    oneWay: 'Single columns',
    pair: 'Pairs of columns',
    note: 'Foretold from the planned noise alone; measured on the bins of the checks, so it also holds what bins and levels lose.',
  },
  ledger: {
    none: 'Nothing was measured with noise, so there is no ledger.',
    finding: ({ purpose, share }: { purpose: string; share: string }) => `${share} of the budget went to ${purpose}`,
    caption: ({ spent, entries }: { spent: number; entries: number }) =>
      `rho ${formatShort(spent)} in ${formatCount(entries)} ${entries === 1 ? 'entry' : 'entries'}. What is left of the bar was not spent.`,
    entries: ({ entries }: { entries: number }) => (entries === 1 ? '1 entry' : `${formatCount(entries)} entries`),
    others: 'other purposes',
    hash: ({ hash }: { hash: string }) => `Running hash ${shortHash(hash)}; every entry is in the JSON.`,
    head: { purpose: 'Purpose', entries: 'Entries', rho: 'Rho', share: 'Share of the budget' },
    table: 'Ledger by purpose',
  },
  recipe: {
    synthesizer: 'Synthesizer',
    draw: 'Draw of rows',
    holdout: 'Held out',
    elsewhere: ({ name, bytesSha256 }: { name: string; bytesSha256: string }) =>
      `something else: ${name}, SHA-256 ${bytesSha256}`,
    heldFile: ({ rows, name }: { rows: number; name: string }) => `${formatCount(rows)} rows of ${name}`,
    heldOut: ({ share, rows, seed }: { share: string; rows: number; seed: number }) =>
      `${share}, ${formatCount(rows)} rows, seed ${seed}`,
    rows: 'Rows asked for',
    same: 'as many as were fitted',
    target: 'Target',
    proposed: 'proposed',
    edited: 'Columns with choices of yours',
    none: 'none',
    source: 'Source',
    sourceWords: ({ rows, columns, hash }: { rows: number; columns: number; hash: string }) =>
      `${formatCount(rows)} rows, ${formatCount(columns)} columns, sha256 ${shortHash(hash)}`,
    expected: 'Expected error',
    expectedWords: ({ oneWay, pair }: { oneWay: string; pair: string | null }) =>
      `${oneWay} in single columns${pair === null ? '' : `, ${pair} in pairs`}, from the plan`,
    timings: ({ times }: { times: readonly string[] }) => `Timings: ${times.join('; ')}.`,
    time: ({ stage, seconds }: { stage: string; seconds: number }) => `${stage} ${formatSeconds(seconds)}`,
  },
  methods: {
    items: [
      'Column score: 1 − KS (numbers, dates) or 1 − total variation (categories) against the fitted rows.',
      'k-way error: mean over marginals of the summed absolute difference of shares on fixed bins. Floor: what two independent samples of the law of the fitted rows are expected to differ by, from their counts. Ceiling: columns shuffled. Score: 1 − (error − floor) / (ceiling − floor).',
      'Told apart: area under the ROC of boosted trees, five folds, synthetic rows against held-out rows, as many of each.',
      'Usefulness: trained on synthetic, tested on held-out rows, against trained on as many real rows; paired intervals.',
      'Attacks: distance to the nearest synthetic row, alone and against fresh rows; intervals after DeLong; above guessing after Benjamini and Hochberg.',
      'Copies: shares of fitted and of held-out rows found again among synthetic ones; interval of the difference after Newcombe.',
      'Guarantee: zero-concentrated differential privacy, exact noise by the mechanisms that the ledger names, costs summed in whole grains of 2⁻⁴⁴ rho, converted at what failures leave of the stated delta, and rounded up.',
    ],
    version: ({ name, version, commit }: { name: string; version: string; commit: string }) =>
      `${name} ${version}, build ${commit}; report schema version 1.`,
    run: ({ run }: { run: string }) => `Run ${run}.`,
  },
  glossary,
} as const;
