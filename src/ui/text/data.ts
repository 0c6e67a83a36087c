/** The words of the Data step, in English: what was read, how, and what was odd about it. */
import { formatCount } from './numbers.ts';

export const data = {
  title: ({ rows, columns }: { rows: number; columns: number }) =>
    `${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'} of ${columns === 1 ? 'one column' : `${formatCount(columns)} columns`}`,
  lede: 'Read in this tab, and nowhere else. Every line fitted; nothing was set aside.',
  ledeSetAside: 'Read in this tab, and nowhere else. Lines that did not fit were set aside; you can see them below.',
  asItWas: 'The page is as it was: the table below is the one that was read before.',
  reading: ({ name }: { name: string }) => `Reading ${name}`,
  early: ({ shown, of }: { shown: number; of: number }) =>
    `The first ${formatCount(shown)} of about ${formatCount(of)} rows. Kinds and numbers may change once all are read.`,
  howRead: 'How it was read',
  facts: {
    format: 'Format',
    size: 'Size',
    encoding: 'Encoding',
    delimiter: 'Delimiter',
    header: 'Header',
    quote: 'Quotes',
    escape: 'Quote in a cell',
    comment: 'Comments',
    sheet: 'Sheet',
    lines: 'Lines read',
    above: 'Above the table',
    below: 'Below the table',
    lineEnd: 'Line ends',
    marks: 'Missing marks',
    kept: 'Rows kept',
    aside: 'Set aside',
    missing: 'Cells missing',
  },
  formats: { json: 'JSON', jsonl: 'JSON lines', parquet: 'Parquet', xlsx: 'Excel workbook' } as Readonly<
    Record<string, string>
  >,
  lineEnds: { '\n': 'LF', '\r\n': 'CRLF', '\r': 'CR' } as Readonly<Record<string, string>>,
  withMark: ({ encoding }: { encoding: string }) => `${encoding}, with mark`,
  hasHeader: ({ rows }: { rows: number }) => (rows === 1 ? 'first line' : `${rows} lines`),
  noHeader: 'none, names made',
  quoting: { minimal: 'where needed', 'all-text': 'around every text', all: 'around every cell' } as Readonly<
    Record<string, string>
  >,
  singleQuoting: ({ quoting }: { quoting: string }) => `single, ${quoting}`,
  lines: ({ count }: { count: number }) => (count === 1 ? 'one line' : `${formatCount(count)} lines`),
  fromTo: ({ first, last }: { first: number | null; last: number | null }) =>
    first === null
      ? `up to line ${formatCount(last ?? 0)}`
      : last === null
        ? `from line ${formatCount(first)} on`
        : `${formatCount(first)} to ${formatCount(last)}`,
  hiddenFact: 'hidden',
  notices: 'Warnings and notes',
  noticeCount: ({ warnings, notes }: { warnings: number; notes: number }) =>
    `${formatCount(warnings)} ${warnings === 1 ? 'warning' : 'warnings'}, ${formatCount(notes)} ${notes === 1 ? 'note' : 'notes'}`,
  atLines: ({ lines, more }: { lines: readonly string[]; more: boolean }) =>
    more ? `Lines ${lines.join(', ')} and more` : `Lines ${lines.join(', ')}`,
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
} as const;
