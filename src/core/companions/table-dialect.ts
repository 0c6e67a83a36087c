/**
 * The Table Dialect of Data Package v2 in and out: how a text file is written, as choices about reading.
 * What has no word there (no quote at all, the last line, how odd records are read) is carried beside it by the caller.
 */
import type { Dialect } from '../formats/dialect.ts';
import type { ReadingChoices } from '../recipe.ts';
import { flagOf, given, invalid, isObject, textOf, type Json } from './json.ts';

/** `unsaid`: members that mean nothing here. */
export type DialectRead = Readonly<{ reading: ReadingChoices; unsaid: readonly string[] }>;

/** Found out by the reader, whatever is said, or of no meaning for it. */
const FOUND = ['$schema', 'lineTerminator', 'skipInitialSpace', 'title', 'name', 'description', 'csvddfVersion'];
const SAID = [
  'delimiter',
  'quoteChar',
  'doubleQuote',
  'escapeChar',
  'commentChar',
  'header',
  'headerRows',
  'sheetName',
];

/** Throws `schema-invalid`. */
export function readTableDialect(json: unknown): DialectRead {
  if (!isObject(json)) invalid('dialect', 'must be an object');
  const nullSequence = textOf(json['nullSequence'], 'nullSequence');
  const escape = textOf(json['escapeChar'], 'escapeChar');
  const doubled = flagOf(json['doubleQuote'], 'doubleQuote');
  if (escape === '\\' && doubled === true) invalid('escapeChar', 'contradicts doubleQuote');
  const header = flagOf(json['header'], 'header');
  const rows = headerRowsOf(json['headerRows']);
  if (header === false && rows.length > 0) invalid('headerRows', 'contradicts header');
  const first = rows[0] ?? 1;
  const join = json['headerJoin'];
  const known = new Set([
    ...FOUND,
    ...SAID,
    'nullSequence',
    ...(join === undefined || join === ' ' ? ['headerJoin'] : []),
  ]);
  const unsaid = Object.keys(json).filter((key) => !known.has(key));
  return {
    reading: given<ReadingChoices>({
      delimiter: textOf(json['delimiter'], 'delimiter'),
      quote: textOf(json['quoteChar'], 'quoteChar'),
      escape: escape === '\\' ? 'backslash' : doubled === true ? 'doubled' : undefined,
      comment: textOf(json['commentChar'], 'commentChar'),
      header,
      headerRows: rows.length > 1 ? rows.length : undefined,
      firstLine: first > 1 ? first : undefined,
      sheet: textOf(json['sheetName'], 'sheetName'),
      missing: nullSequence === undefined ? undefined : [nullSequence],
    }),
    unsaid: [...unsaid, ...(escape === undefined || escape === '\\' ? [] : ['escapeChar'])],
  };
}

/** What was said of reading; with `found` also what was found out. Null if there is nothing to say. */
export function writeTableDialect(reading: ReadingChoices, found: Dialect | null): Json | null {
  const isOneColumn = found?.delimiter === '\0';
  const header = reading.header ?? found?.header;
  const rows = reading.headerRows ?? 1;
  const first = reading.firstLine ?? 1;
  const dialect = given<Record<string, unknown>>({
    delimiter: filled(reading.delimiter) ?? (isOneColumn ? undefined : found?.delimiter),
    lineTerminator: found?.lineEnd,
    quoteChar: filled(reading.quote) ?? found?.quote,
    doubleQuote: reading.escape === undefined ? undefined : reading.escape === 'doubled',
    escapeChar: reading.escape === 'backslash' ? '\\' : undefined,
    commentChar: filled(reading.comment),
    skipInitialSpace: found?.padded,
    header,
    headerRows:
      header !== false && (rows > 1 || first > 1) ? Array.from({ length: rows }, (_, row) => first + row) : undefined,
    sheetName: reading.sheet,
  });
  return Object.keys(dialect).length === 0 ? null : dialect;
}

function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

/** Lines, 1-based, one below the other. */
function headerRowsOf(value: unknown): readonly number[] {
  if (value === undefined) return [];
  const rows = Array.isArray(value) ? (value as unknown[]) : invalid('headerRows', 'must be a list of lines');
  return rows.map((row, place) => {
    const isNext =
      place === 0 ? Number.isSafeInteger(row) && (row as number) >= 1 : row === (rows[0] as number) + place;
    return isNext ? (row as number) : invalid('headerRows', 'must be lines one below the other, from 1');
  });
}
