/**
 * A table from CSV text whose kinds are known, for golden tests: RFC 4180 quotes, a header, an empty cell is missing and
 * nothing else is, levels by code point, dates as yyyy-MM-dd. It is not the product's reader, so that a fault there
 * shows there.
 */
import type { Column, Table } from '../../src/core/table/column.ts';
import { categorical, datetime, numeric, tableOf } from './tables.ts';

export type CsvKinds = Readonly<Record<string, 'numeric' | 'categorical' | 'datetime'>>;

/** Only the columns named in `kinds`, in that order. */
export function csvTable(csv: string, kinds: CsvKinds): Table {
  const [header, ...rows] = records(csv);
  return tableOf(
    ...Object.entries(kinds).map(([name, kind]): Column => {
      const place = header!.indexOf(name);
      const cells = rows.map((row) => (row[place] === '' ? null : row[place]!));
      if (kind === 'numeric')
        return numeric(
          name,
          cells.map((cell) => (cell === null ? null : Number(cell))),
        );
      if (kind === 'datetime') return datetime(name, cells);
      const levels = [...new Set(cells.filter((cell) => cell !== null))].sort((a, b) => (a < b ? -1 : 1));
      return categorical(name, cells, levels);
    }),
  );
}

function records(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1)!.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
    if (end === '') break;
    if (end !== ',') rows.push([]);
  }
  return rows.filter((row) => row.length > 1 || row[0] !== '');
}
