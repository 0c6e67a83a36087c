/**
 * A table as delimited text that looks like the file it came from: delimiter, quotes, line ends, header as written,
 * places of numbers, patterns of dates, marks for missing. Bytes go out in parts of about 1 MiB, straight from the
 * columns; every level is spelled once. Always UTF-8, with a byte-order mark if the source had one.
 * Reading back gives the same cells. Left out: a level that the reader takes for missing, such as `-`, cannot be told apart.
 */
import { unreachable } from '../errors.ts';
import type { Column, NumericColumn, Table } from '../table/column.ts';
import { writeDate } from '../table/dates.ts';
import type { ColumnWriting, Dialect } from './dialect.ts';
import { MAX_DECIMALS } from './numbers.ts';
import { spellStyled } from './number-style.ts';
import { needsQuotes } from './quotes.ts';
import { spellText, wrapped, type Places, type TextSpelling } from './spelling.ts';
import {
  datesWriter,
  levelsWriter,
  missingCells,
  wholeOf,
  writeRows,
  type CellWriter,
  type OnPart,
} from './write-rows.ts';

export type WriteOptions = Readonly<{
  /** Texts that a spreadsheet would take for a formula get a leading apostrophe; numbers never. */
  guardFormulas: boolean;
  /** One more column behind the last, the same in every row. */
  tag: Readonly<{ name: string; value: string }> | null;
}>;

const encoder = new TextEncoder();

/** The table in parts, in order. */
export function writeCsv(table: Table, dialect: Dialect, options: WriteOptions, onPart: OnPart): void {
  const columnCount = table.columns.length + (options.tag ? 1 : 0);
  const isWrapped = dialect.isWrapped === true && !table.columns.some(hasLineEnds);
  const delimiterOf = columnCount === 1 && dialect.isOneColumn === true ? '' : dialect.delimiter;
  const { quote, escape } = dialect;
  const spelling = { quote, escape, delimiter: delimiterOf, guardFormulas: options.guardFormulas, isWrapped };
  const writers = table.columns.map((column, index) => writerOf(column, index, dialect, spelling, columnCount === 1));
  if (options.tag) {
    writers.push({ kind: 'constant', bytes: spellText(options.tag.value, dialect.quoting !== 'minimal', spelling) });
  }
  const delimiter = encoder.encode(dialect.delimiter + (dialect.padded ? ' ' : ''));
  const lineEnd = encoder.encode(dialect.lineEnd);
  const around = isWrapped ? '"' : '';
  const first = encoder.encode(around);
  const frame = {
    head: headOf(table, dialect, options, spelling),
    before: writers.map((_, index) => (index === 0 ? first : delimiter)),
    after: encoder.encode((dialect.trailingDelimiter ? dialect.delimiter : '') + around),
    between: lineEnd,
    tail: encoder.encode(dialect.finalLineEnd && table.rowCount > 0 ? dialect.lineEnd : ''),
  };
  writeRows(table.rowCount, writers, frame, onPart);
}

/** The whole file. */
export function writeCsvBytes(table: Table, dialect: Dialect, options: WriteOptions): Uint8Array<ArrayBuffer> {
  return wholeOf((onPart) => writeCsv(table, dialect, options, onPart));
}

function hasLineEnds(column: Column): boolean {
  return 'levels' in column && column.levels.some((level) => /[\r\n]/.test(level));
}

/** What stands above the rows: mark, `sep=` line, header. */
function headOf(table: Table, dialect: Dialect, { tag }: WriteOptions, spelling: TextSpelling): Uint8Array {
  const { quote, lineEnd, headerNames } = dialect;
  const { delimiter, isWrapped } = spelling;
  const text = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const names = table.columns.map(({ name }, index) => {
    const written = headerNames[index];
    const isSafe =
      written !== undefined &&
      (written.trimStart().startsWith(quote) || !needsQuotes(written.trim(), delimiter, quote));
    return isSafe ? written : text(spellText(name, false, { ...spelling, guardFormulas: false, isWrapped: false }));
  });
  if (tag) {
    const areQuoted = names.length > 0 && names.every((name) => name.trimStart().startsWith(quote));
    const name = text(spellText(tag.name, areQuoted, { ...spelling, isWrapped: false }));
    names.push(dialect.padded ? ` ${name}` : name);
  }
  const above = (dialect.headerAbove ?? []).map((row) => (tag ? [...row, ''] : row).join(delimiter));
  const trailing = dialect.trailingDelimiter ? delimiter : '';
  const lineOf = (line: string): string => (isWrapped ? `"${wrapped(line + trailing)}"` : line + trailing) + lineEnd;
  const lines = [
    ...(dialect.separatorLine ? [`sep=${dialect.delimiter}${lineEnd}`] : []),
    ...(dialect.header ? [...above, names.join(delimiter)].map(lineOf) : []),
  ];
  return encoder.encode((dialect.mark ? '\uFEFF' : '') + lines.join(''));
}

function writerOf(
  column: Column,
  index: number,
  dialect: Dialect,
  spelling: TextSpelling,
  isAlone: boolean,
): CellWriter {
  const writing = dialect.columns[index];
  const mark = dialect.missingMarks[index] ?? '';
  // An empty line would be no row.
  const spellMark = (text: string): Uint8Array =>
    spellText(text, (writing?.isMissingQuoted ?? false) || (isAlone && text === ''), {
      ...spelling,
      guardFormulas: false,
    });
  const missing = spellMark(mark);
  const isQuoted = writing?.isQuoted ?? dialect.quoting === 'all';
  switch (column.kind) {
    case 'numeric': {
      const style = writing?.style;
      if (style !== undefined) {
        const places = placesOf(column, writing);
        return datesWriter(
          column.values,
          (value) => spellText(spellStyled(value, style, places), isQuoted, { ...spelling, guardFormulas: false }),
          missingCells(column, missing, spellMark),
        );
      }
      const quote = encoder.encode(
        isQuoted ? (spelling.isWrapped === true ? wrapped(dialect.quote) : dialect.quote) : '',
      );
      const places = placesOf(column, writing);
      return {
        kind: 'numbers',
        values: column.values,
        places,
        missing: missingCells(column, missing, spellMark),
        quote,
      };
    }
    case 'datetime':
      return datesWriter(
        column.epochMs,
        (moment) => spellText(writeDate(moment, column.format), isQuoted, spelling),
        missingCells(column, missing, spellMark),
      );
    case 'categorical':
    case 'identifier':
    case 'text':
      return levelsWriter(column.codes, [
        ...column.levels.map((level) => spellText(level, isQuoted, spelling)),
        missing,
      ]);
    default:
      return unreachable(column);
  }
}

/** As the file had them, unless the user asked for other decimals since. */
export function placesOf({ decimals }: NumericColumn, writing: ColumnWriting | undefined): Places {
  const places = writing?.places;
  if (!places) return { fewest: decimals, most: decimals };
  if (decimals === places.most || (decimals === MAX_DECIMALS && places.most > MAX_DECIMALS)) return places;
  return { fewest: Math.min(places.fewest, decimals), most: decimals };
}
