/** The words of the Columns step, in English: kinds, reasons, sources, and the statement that the schema is public. */
import { formatCount } from './numbers.ts';

export const columns = {
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
} as const;
