/** The words of the Columns step, in English: kinds, reasons, sources, and the statement that the schema is public. */
import { formatCount } from './numbers.ts';

function boughtFor(share: string | null): string {
  return share === null ? 'Bought' : `Bought for ${share} of the budget`;
}

export const columns = {
  title: ({ count, check }: { count: number; check: number }) =>
    `${count === 1 ? 'One column' : `${formatCount(count)} columns`}${check === 0 ? '' : check === 1 ? ', one to check' : `, ${formatCount(check)} to check`}`,
  fact: ({ count, check }: { count: number; check: number }) =>
    check > 0 ? `${formatCount(check)} to check` : `${formatCount(count)} ${count === 1 ? 'column' : 'columns'}`,
  lede: 'Confirm what someone could know without the table. Identifiers and free text are never modelled.',
  caption: 'Columns',
  loadSchema: 'Load schema',
  saveSchema: 'Save schema',
  withInferred: 'Save also what was read off the rows: it describes real data',
  filter: 'Filter by name',
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
    'every-cell-date': 'dates of one pattern in every cell',
    'counts-upwards': 'counts upwards by one',
    'all-distinct-tokens': 'nearly every value occurs once',
    'leading-zeros': 'codes with leading zeros',
    'name-says-identifier': 'its name says so, and values do not repeat',
    'long-or-distinct-text': 'long, or nearly all distinct',
    'one-level': 'the same value in every row',
    'no-value': 'no value in any row',
    'mixed-formats': 'formats are mixed',
    'looks-personal': 'looks like something that points at a person',
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
  levelsTitle: 'Levels and their order',
  levelsEditor: {
    label: ({ name }: { name: string }) => `Levels of ${name}`,
    keys: 'Alt with an arrow key moves a level, Delete removes it.',
    up: 'Move up',
    down: 'Move down',
    remove: 'Remove',
    add: 'Add a level',
    addHint: 'Enter adds it at the end.',
    paste: 'Paste a list',
    pasteLabel: 'Levels, one a line',
  },
  kindAlone: ({ kind }: { kind: string }) => `Read as ${kind}.`,
  kindOthers: ({ kind, others }: { kind: string; others: readonly string[] }) =>
    `Read as ${kind}. It could also be ${others.join(' or ')}.`,
  format: {
    title: 'Format',
    asFound: 'as found',
    decimals: 'Decimals',
    decimal: 'Decimal mark',
    decimalMarks: { '.': 'point', ',': 'comma' },
    group: 'Between thousands',
    groupMarks: { '': 'nothing', ',': 'comma', '.': 'point', "'": 'apostrophe', ' ': 'blank' },
    date: 'Date pattern',
    dateHint: 'Such as dd/MM/yyyy or yyyy-MM-dd HH:mm.',
  },
  missingMarks: 'Also read as missing',
  missingHint: 'Words, or codes such as −99. Empty cells are always missing.',
  valueMarks: 'Never read as missing',
  valueHint: 'Texts that look like a mark and are values here.',
  beside: {
    title: 'Beside the numbers',
    atoms: 'Values of their own',
    atomsHint: 'Numbers that are codes and no amounts, such as 999 for does not apply.',
    apart: 'Missing for different reasons',
    apartHint: 'Marks for missing that are kept apart; each keeps its share.',
    range: ({ range, codes }: { range: string; codes: readonly string[] }) => `${range}, and ${codes.join(', ')}`,
  },
  hiddenPart: 'Hidden with the real data.',
  selectAll: 'Select all shown',
  bulk: {
    title: ({ count }: { count: number }) =>
      count === 1 ? 'One column selected' : `${formatCount(count)} columns selected`,
    kind: 'Kind of all',
    role: 'Role of all',
    missing: 'Missing cells of all',
    missingAnswers: { may: 'may be missing', never: 'never missing' },
    missingRead: 'as read',
    various: 'various',
    clear: 'Clear selection',
  },
  personal: {
    mark: 'Personal?',
    sorts: {
      name: 'names of persons',
      email: 'e-mail addresses',
      phone: 'phone numbers',
      street: 'streets',
      iban: 'bank account numbers',
      card: 'card numbers',
      'national-number': 'national numbers',
      ip: 'IP addresses',
      mac: 'device addresses',
      url: 'web addresses',
      uuid: 'unique identifiers',
      'birth-date': 'dates of birth',
      'postal-code': 'postal codes',
      coordinates: 'coordinates',
    },
    byName: ({ sort }: { sort: string }) => `Its name says ${sort}.`,
    byShape: ({ sort, share }: { sort: string; share: string }) => `${share} of its values look like ${sort}.`,
    byBoth: ({ sort, share }: { sort: string; share: string }) =>
      `Its name says ${sort}, and ${share} of its values look like it.`,
  },
  missingCells: 'Missing cells',
  missingRead: { may: 'as read: some', never: 'as read: none' },
  missingBought: 'Under a guarantee any cell may come out missing. Declare never missing to avoid that.',
  bought: {
    bounds: {
      risk: ({ share }: { share: string | null }) => `${boughtFor(share)}: may reach beyond the real range`,
      wayOut: 'Bought: may reach beyond the real range. Declare bounds to avoid that.',
    },
    levels: {
      risk: ({ share }: { share: string | null }) => `${boughtFor(share)}: rare levels become other`,
      wayOut: 'Bought: rare levels become other. Declare levels to avoid that.',
    },
    declare: ({ range }: { range: string }) => `Declare ${range}`,
    declareOf: ({ name, range }: { name: string; range: string }) => `Declare ${name} as ${range}`,
  },
  declare: 'Declare as public',
  reset: 'Reset',
  question: 'Would someone who never saw the table know this? Then declare it; it costs nothing.',
  publicSchema: 'State that this schema is public',
  publicTitle: ({ count }: { count: number }) =>
    count === 1
      ? 'The range or levels of one column are not declared.'
      : `Ranges and levels of ${formatCount(count)} columns are not declared.`,
  publicDetail: ({ share }: { share: string | null }) =>
    `What you see was read off your rows. Under a guarantee it is not used: the page buys it with noise, for ${share === null ? 'a part' : share} of the budget. Declare what someone who never saw the table would know. With the box checked you state that all of it is public: the statement is printed, and the guarantee holds only if it is true.`,
  sentencePublic: 'Going on states that names, ranges and levels are public.',
  sentenceDeclared: 'Every range and level is declared by you.',
  sentenceOpen: ({ count }: { count: number }) =>
    count === 1
      ? 'Under a guarantee the range or levels of one column will be bought.'
      : `Under a guarantee the ranges or levels of ${formatCount(count)} columns will be bought.`,
  cost: ({ share }: { share: string }) => `${share} of the budget`,
  confidential: 'ranges and levels marked inferred were read off your real rows.',
  hiddenValues: 'hidden',
  reasonLevels: ({ levels }: { levels: number }) =>
    `${formatCount(levels)} ${levels === 1 ? 'level' : 'levels'}, each in many rows`,
  reason: ({ why, levels }: { why: string; levels: number }) =>
    `${why}; ${levels > 1000 ? 'over 1,000' : formatCount(levels)} distinct`,
  whole: ({ range }: { range: string }) => `${range}, whole`,
  note: ({ count }: { count: number }) =>
    `${count === 1 ? 'One column' : `${formatCount(count)} columns`}. Edit opens a row: bounds, format, levels and their order, missing cells. Each change can be undone.`,
  sources: 'Where each part comes from',
  legend: {
    declared: ({ count }: { count: number }) =>
      `${formatCount(count)} ${count === 1 ? 'column' : 'columns'}. You state that this is public knowledge. It costs nothing.`,
    inferred: ({ count }: { count: number }) =>
      `${formatCount(count)} ${count === 1 ? 'column' : 'columns'}. Read off the data, for you to see. Under a guarantee it will be bought from the budget.`,
    discovered: ({ count }: { count: number }) =>
      `${formatCount(count)} ${count === 1 ? 'column' : 'columns'}. Bought with noise from the budget in an earlier run. It may be used.`,
  },
} as const;
