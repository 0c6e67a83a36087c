/** The words of what is asked of the rows, in English: rows of a kind, rules between columns, and what became of them. */
import { formatCount, formatPercent } from './numbers.ts';

const rows = (count: number): string => (count === 1 ? '1 row' : `${formatCount(count)} rows`);

export const asked = {
  open: ({ title }: { title: string }) => `Open ${title}`,
  close: ({ title }: { title: string }) => `Close ${title}`,
  openShort: 'Open',
  closeShort: 'Close',
  none: 'none',
  problem: 'one cannot be',
  edit: 'Edit',
  remove: 'Remove',
  save: 'Save',
  cancel: 'Cancel',
  inTheWay: ({ missing }: { missing: string }) => `This form is still open. ${missing} Or cancel it.`,
  editOf: ({ what }: { what: string }) => `Edit: ${what}`,
  removeOf: ({ what }: { what: string }) => `Remove: ${what}`,
  hidden: 'Hidden with the real data.',
  notDeclared: ({ name }: { name: string }) =>
    `${name} is only inferred. Under a guarantee it is bought with noise; a level that stays hidden then fails the run, and its budget is spent.`,
  declare: ({ name }: { name: string }) => `Declare ${name}`,
  notCounted: ({ message }: { message: string }) => `Real rows could not be counted. ${message}`,
  conditions: {
    title: 'Rows of a kind',
    words: 'Ask for so many rows of one kind, such as a rare class, or age of 65 and above.',
    count: ({ count }: { count: number }) => (count === 1 ? '1 kind' : `${formatCount(count)} kinds`),
    list: 'Kinds of rows',
    add: 'Add a kind of rows',
    formNew: 'A new kind of rows',
    formEdit: 'This kind of rows',
    exact: 'Made exactly: the synthesizer draws rows of the kind as such.',
    rejection:
      'Made by rejection: this synthesizer draws all sorts of rows, and those of the kind are kept. A rare kind takes long, and may come out short.',
    half: ({ level }: { level: string }) => `Half of them ${level}`,
    rareIn: ({ name }: { name: string }) => `Rare in ${name}`,
    amount: 'How many',
    unit: 'Of what',
    units: { rows: 'rows', share: '% of all rows' },
    asks: ({ rows: count }: { rows: number }) => rows(count),
    asksShare: ({ share }: { share: number }) => `${formatPercent(share)} of all rows`,
    behind: ({ rows: count }: { rows: number }) =>
      count === 0
        ? 'No real row is of this kind.'
        : `${count === 1 ? '1 real row is' : `${formatCount(count)} real rows are`} of this kind.`,
    few: 'So few real rows teach a model little of what sets the kind apart: more rows of it are no more information.',
    tooMany: 'Together these ask for more than all rows.',
    incomplete: 'Name a column and what it must be, and how many.',
  },
  where: {
    column: 'Column',
    choose: 'please choose',
    is: 'Is',
    among: 'one of',
    between: 'between',
    missing: 'missing',
    levels: 'Levels',
    low: 'Lowest',
    high: 'Highest',
    dateHint: 'Such as 2024-06-30',
    addColumn: 'And another column',
    removeColumn: ({ name }: { name: string }) => `Without ${name}`,
    isMissing: ({ name }: { name: string }) => `${name} is missing`,
    isLevel: ({ name, levels }: { name: string; levels: string }) => `${name} is ${levels}`,
    isBetween: ({ name, low, high }: { name: string; low: string; high: string }) =>
      low === high ? `${name} is ${low}` : `${name} from ${low} to ${high}`,
    or: ' or ',
    and: ' and ',
  },
  rules: {
    title: 'Rules between columns',
    words: 'State what every row must keep, such as an end that is not before its start.',
    count: ({ count }: { count: number }) => (count === 1 ? '1 rule' : `${formatCount(count)} rules`),
    list: 'Rules',
    add: 'Add a rule',
    formNew: 'A new rule',
    formEdit: 'This rule',
    kind: 'Says',
    kinds: {
      order: 'one column is not above another',
      derived: 'a column follows from others',
      'missing-together': 'columns are missing together',
      implies: 'if this, then that',
      combinations: 'only these combinations',
      range: 'a column lies in a range',
      levels: 'a column has only these levels',
    },
    force: 'Holds',
    forces: { hard: 'in every row', soft: 'counted only' },
    broken: ({ share }: { share: number }) =>
      share === 0 ? 'No real row breaks it.' : `${formatPercent(share, share < 0.01 ? 2 : 1)} of real rows break it.`,
    public:
      'Under a guarantee a rule must be public knowledge: something that a person who never saw the table would know. The guarantee does not cover what a rule gives away.',
    publicNone: 'Rules are obeyed as they are stated; the report counts how many real rows break them.',
    incomplete: 'Fill in what the rule speaks of.',
    columns: 'Columns, lowest first',
    columnAt: ({ place }: { place: number }) => `Column ${formatCount(place)}`,
    addColumn: 'One more column',
    dropColumn: 'One column less',
    together: 'Columns',
    strict: 'Never equal',
    column: 'Column',
    source: 'From',
    from: 'Follows as',
    froms: { sum: 'a sum', table: 'a level for each level', part: 'a part of a date' },
    factor: ({ place }: { place: number }) => `Times ${formatCount(place)}`,
    plus: 'Plus',
    part: 'Part',
    parts: { year: 'year', month: 'month', day: 'day', weekday: 'weekday, Monday is 1', hour: 'hour' },
    table: 'Level of one = level of the other, one a line',
    allowed: 'Allowed, one a line, levels parted by |',
    low: 'Lowest',
    high: 'Highest',
    if: 'If',
    then: 'Then',
    saysRange: ({ name, low, high }: { name: string; low: string | null; high: string | null }) =>
      low === null
        ? `${name} at most ${high}`
        : high === null
          ? `${name} at least ${low}`
          : `${name} from ${low} to ${high}`,
    saysLevels: ({ name, count }: { name: string; count: number }) =>
      `${name} has only ${count === 1 ? 'one level' : `${formatCount(count)} levels`}`,
    saysOrder: ({ names, strict }: { names: readonly string[]; strict: boolean }) => names.join(strict ? ' < ' : ' ≤ '),
    saysSum: ({ name, sum }: { name: string; sum: string }) => `${name} = ${sum}`,
    saysTable: ({ name, source, count }: { name: string; source: string; count: number }) =>
      `${name} follows from ${source}, ${count === 1 ? 'one level' : `${formatCount(count)} levels`}`,
    saysPart: ({ name, part, source }: { name: string; part: string; source: string }) =>
      `${name} is the ${part} of ${source}`,
    saysImplies: ({ first, second }: { first: string; second: string }) => `if ${first}, then ${second}`,
    saysCombinations: ({ names, count }: { names: string; count: number }) =>
      `${names}: ${count === 1 ? 'one combination' : `${formatCount(count)} combinations`}`,
    saysTogether: ({ names }: { names: string }) => `${names} are missing together`,
    soft: ({ says }: { says: string }) => `${says} (counted only)`,
  },
  proposals: {
    look: 'Look for rules in the rows',
    looking: 'Looking',
    title: 'Rules that the rows seem to keep',
    words: 'Inferred from the real rows. None of them counts until you accept it.',
    claimed:
      'Inferred from the real rows, which the guarantee does not cover. Accept only what someone who never saw the table would know as well.',
    nothing: 'No further rule is kept by nearly all rows.',
    kept: ({ share }: { share: number }) =>
      share === 1 ? 'kept by all rows' : `kept by ${formatPercent(Math.floor(share * 10_000) / 10_000, 2)} of rows`,
    accept: 'Accept',
    acceptOf: ({ what }: { what: string }) => `Accept: ${what}`,
    hidden: 'What was read off the rows is hidden with the real data.',
  },
  kept: {
    title: 'What was asked for',
    caption: 'Rows of a kind that were asked for',
    head: { kind: 'Kind', asked: 'Asked', made: 'Made', tried: 'Tried' },
    note: 'Tried: rows that were drawn until so many of the kind were there.',
    replaced: 'Broke a rule and were drawn again',
    mended: 'Mended in the end',
    leftOut: 'Left out in the end',
    rules: ({ count }: { count: number }) => (count === 1 ? 'By the rule' : `By ${formatCount(count)} rules`),
    did: ({ replaced, mended, leftOut }: { replaced: number; mended: number; leftOut: number }) =>
      replaced + mended + leftOut === 0
        ? 'No row that was drawn broke a rule.'
        : `${replaced === 1 ? '1 row was' : `${formatCount(replaced)} rows were`} drawn again, ${formatCount(mended)} mended, ${formatCount(leftOut)} left out.`,
  },
} as const;
