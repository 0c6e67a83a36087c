/** The words of reading a file otherwise, in English: overrides, answers to the reader's questions, lines set aside. */
import { formatCount } from './numbers.ts';

export const encodings: Readonly<Record<string, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'windows-1252': 'Western (Windows-1252)',
  macintosh: 'Western (Macintosh)',
  'windows-1250': 'Central European (Windows-1250)',
  'iso-8859-2': 'Central European (ISO 8859-2)',
  'windows-1251': 'Cyrillic (Windows-1251)',
  'koi8-r': 'Cyrillic (KOI8-R)',
  'windows-1253': 'Greek (Windows-1253)',
  'iso-8859-7': 'Greek (ISO 8859-7)',
  shift_jis: 'Japanese (Shift JIS)',
  'euc-jp': 'Japanese (EUC-JP)',
  gb18030: 'Chinese (GB 18030)',
  big5: 'Chinese (Big5)',
  'euc-kr': 'Korean (EUC-KR)',
};
export const delimiters: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'vertical bar',
  ':': 'colon',
  '^': 'caret',
  '~': 'tilde',
  '\u001f': 'unit separator',
  ' ': 'blanks',
  '': 'none: one column',
};
const quotes: Readonly<Record<string, string>> = { '"': 'double', "'": 'single', '': 'none' };
const escapes: Readonly<Record<string, string>> = { doubled: 'doubled quote', backslash: 'backslash' };
const comments: Readonly<Record<string, string>> = {
  '': 'none',
  '#': '#',
  '//': '//',
  '%': '%',
  '--': '--',
  ';': ';',
};
/** How many lines, as the value of a choice; `none`: the names are made. */
const headers: Readonly<Record<string, string>> = {
  none: 'none, names made',
  1: 'first line',
  2: 'two lines',
  3: 'three lines',
  4: 'four lines',
};
const wraps: Readonly<Record<string, string>> = { unwrap: 'read as records', keep: 'keep as one cell' };
const asides = {
  'leave-out': 'Leave them out',
  cut: 'Cut the surplus',
  'drop-empty': 'Drop one empty cell where that makes every type fit',
  'add-columns': 'Add columns',
} as const;

const totals = { keep: 'Keep them as rows', 'leave-out': 'Leave them out' } as const;

export const reading = {
  title: 'Read it differently',
  lede: 'Each choice has the file read again. What you said of columns stays, as far as they are still there. Undo takes a choice back.',
  discards: 'The synthetic rows of this visit go with it: they belong to the table as it is read.',
  close: 'Close',
  asFound: 'as found',
  again: ({ name }: { name: string }) => `Reading ${name} again`,
  cancelAgain: 'Cancel now and the table stays as it is.',
  failed: 'The table below is the one that was read before.',
  undo: 'Undo',
  redo: 'Redo',
  encodings,
  delimiters,
  quotes,
  escapes,
  comments,
  headers,
  wraps,
  asides,
  totals,
  fields: {
    encoding: 'Encoding',
    delimiter: 'Delimiter',
    quote: 'Quote',
    escape: 'Quote within a cell',
    header: 'Header',
    firstLine: 'First line',
    lastLine: 'Last line',
    comment: 'Comment lines begin with',
    sheet: 'Sheet',
    wrapped: 'Lines that are one quoted cell',
    aside: 'Lines that are too long',
    totals: 'Rows that sum up others',
    missing: 'Read as missing in every column',
  },
  lineProblem: 'Lines are counted from 1.',
  list: {
    add: 'Add',
    addTo: ({ label }: { label: string }) => `Add to ${label}`,
    remove: ({ value }: { value: string }) => `Remove ${value}`,
    hidden: 'Hidden with the real data.',
    empty: 'empty cell',
  },
  answers: {
    header: { header: 'The first line holds the names', none: 'The first line is a row' },
    wrapped: { unwrap: 'Each line is a record', keep: 'Each line is one cell' },
    decimal: { '.': 'The point stands before decimals', ',': 'The comma stands before decimals' },
    codes: {
      missing: 'They mean missing',
      value: 'They are values like any other',
      atom: 'Each is a value of its own beside the numbers',
    },
    marks: { merge: 'All mean one thing: missing', apart: 'Keep them apart' },
    sheet: ({ place }: { place: number }) => `Sheet ${place}`,
    asText: 'Leave it as text',
    memory: ({ rows }: { rows: number | null }) =>
      rows === null ? 'Read all rows' : `Read a sample of ${formatCount(rows)} rows`,
    pattern: ({ pattern }: { pattern: string }) => `Dates are written ${pattern}`,
    lines: ({ first, last }: { first: string; last: string }) =>
      first === last ? `Line ${first}` : `Lines ${first} to ${last}`,
  },
  hiddenTexts: 'The texts to compare are hidden with the real data.',
  setAside: {
    title: 'Set aside',
    count: ({ count }: { count: number }) => (count === 1 ? 'one line' : `${formatCount(count)} lines`),
    lede: 'These lines are not in the table. Nothing else was changed.',
    nothing: 'Every line is in the table, as you chose below.',
    choice: 'What becomes of lines that are too long',
    show: 'Show the lines',
    hide: 'Hide the lines',
    caption: ({ shown, of }: { shown: number; of: number }) =>
      shown === of ? 'Lines set aside' : `The first ${formatCount(shown)} of ${formatCount(of)} lines set aside`,
    line: 'Line',
    text: 'What it says',
    hidden: 'Real rows are hidden, and with them the lines set aside.',
  },
} as const;
