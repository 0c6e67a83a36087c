/** Laws of files with broken records: what is broken stays where it is, and nothing goes missing without being told. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReadResult } from '../../src/core/formats/read-table.ts';
import { forAllAsync } from '../helpers/properties.ts';
import { readText, rowsAsTexts } from '../helpers/reading.ts';

const choices = { delimiter: ',', header: true };
const countOf = ({ notices }: ReadResult, code: string): number =>
  notices.filter((notice) => notice.code === code).reduce((sum, { count }) => sum + count, 0);
const lineOf = ({ notices }: ReadResult, code: string): number | undefined =>
  notices.find((notice) => notice.code === code)?.place.line;

/** Fifty rows or more of a number, a category of two and a text that is quoted now and then. */
const rows = fc.array(
  fc
    .tuple(fc.integer({ min: 100, max: 9_999 }), fc.constantFrom('red', 'blue'), fc.constantFrom('x', 'a, b', 'é "q"'))
    .map(([n, c, t]) => [String(n), c, t]),
  { minLength: 50, maxLength: 70 },
);
const line = (row: readonly string[]): string =>
  row.map((cell) => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
const fileOf = (lines: readonly string[]): string => `n,c,t\n${lines.join('\n')}\n`;

test.each([
  ['rows-set-aside', 'too many cells', '17,red,x,more,and more', null],
  ['row-short', 'too few cells', '17,red', ['17', 'red', '']],
  ['quote-not-closed', 'a quote that never closes', '17,red,"x', ['17', 'red', '"x']],
  ['quote-not-closed', 'a quote that opens and leaves its cells whole', '17,"red,x', ['17', '"red', 'x']],
  ['stray-text-after-quote', 'text behind a closing quote', '17,"red" and,x', ['17', '"red" and', 'x']],
  ['blank-lines', 'no cell at all', '', null],
] as const)('%s: a record with %s changes no other row, and its line is told', (code, _what, broken, read) =>
  forAllAsync(
    fc.tuple(rows, fc.nat()),
    async ([cells, at]) => {
      const place = 1 + (at % (cells.length - 2)); // neither the first, which a header is judged by, nor the last
      const lines = cells.map(line);
      const whole = await readText(fileOf(lines), choices);
      const damaged = await readText(fileOf(lines.toSpliced(place, 0, broken)), choices);
      const others = rowsAsTexts(damaged.table);
      const extra = others.length - cells.length;
      const own = others.splice(place, extra);
      expect(others).toEqual(rowsAsTexts(whole.table));
      expect(damaged.inferences.map(({ kind }) => kind)).toEqual(whole.inferences.map(({ kind }) => kind));
      expect(countOf(damaged, code)).toBe(1);
      expect(lineOf(damaged, code)).toBe(place + 2);
      if (read !== null) expect(own).toEqual([read]);
    },
    60,
  ),
);

/** Lines of every sort, none of which spans two, and what each is: a row, or something that is told. */
const sorts: Readonly<Record<string, readonly string[]>> = {
  row: ['1,red,x', '2.5,blue,"a, b"', '3,"re""d",y', ',,', '4,red,'],
  'row-short': ['5,red', '6'],
  'row-long': ['7,red,x,y', '8,,,z'],
  'row-trimmed': ['9,red,x,', '10,blue,y,,'],
  'blank-lines': ['', '   '],
};
const mixed = fc.array(
  fc
    .constantFrom(...Object.keys(sorts), 'row', 'row', 'row', 'row')
    .chain((sort) => fc.constantFrom(...sorts[sort]!).map((made) => ({ sort, made }))),
  { minLength: 1, maxLength: 60 },
);

test('every line is a row or is told: kept and set aside, blank and below the table add up to the file', () =>
  forAllAsync(
    fc.tuple(mixed, fc.constantFrom('\n', '\r\n'), fc.boolean(), fc.constantFrom(3, 100_000)),
    async ([lines, lineEnd, finalLineEnd, chunkBytes]) => {
      const all = [...lines, { sort: 'row', made: '11,red,last' }];
      const body = all.map(({ made }) => made).join(lineEnd);
      const file = `n,c,t${lineEnd}1,red,first${lineEnd}${body}${finalLineEnd ? lineEnd : ''}`;
      const long = all.filter(({ sort }) => sort === 'row-long').length;
      const kept = all.length + 1 - long - all.filter(({ sort }) => sort === 'blank-lines').length;
      const read = await readText(file, choices, chunkBytes).catch((error: { code: string }) => error.code);
      if (typeof read === 'string') {
        expect(read).toBe('no-table');
        expect(long).toBeGreaterThan(kept);
        return;
      }
      expect(read.table.rowCount).toBe(kept);
      expect(countOf(read, 'row-long') + countOf(read, 'rows-set-aside')).toBe(long);
      for (const sort of ['row-short', 'row-trimmed', 'blank-lines']) {
        expect([sort, countOf(read, sort)]).toEqual([sort, all.filter((each) => each.sort === sort).length]);
      }
    },
    300,
  ));
