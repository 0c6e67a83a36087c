/** Random tables of every kind of column, with cells that are awkward to write: for the laws of readers and writers. */
import fc from 'fast-check';
import type { Column, Table } from '../../src/core/table/column.ts';
import { categorical, datetime, numeric, tableOf, text } from './tables.ts';

const MARK = /^(?:|\?+|\.+|-+|\*+|\\N|#N\/A|#NULL!)$/;

/** None is a mark for missing, blank, or begins or ends with an apostrophe, which may be a quote. */
export const awkwardText = fc
  .string({
    unit: fc.constantFrom('a', 'B', '7', '0', ' ', ',', ';', '\t', '|', '"', "'", '\n', '.', 'é', '漢', '😀', '='),
    maxLength: 8,
  })
  .filter((cell) => !/^'|'$/.test(cell) && !MARK.test(cell) && !/^\s*$/.test(cell));

const DAY_MS = 86_400_000;
const TIME_FORMATS = ['yyyy-MM-dd HH:mm', 'yyyy-MM-dd HH:mm:ss', "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss'Z'"];

function columns(rowCount: number): fc.Arbitrary<Column> {
  const each = <T>(cell: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
    fc.array(cell, { minLength: rowCount, maxLength: rowCount });
  const maybe = <T>(cell: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(cell, { freq: 5 });
  const name = fc.constantFrom('a', 'b c', 'size, mm', 'say "x"', 'größe');
  const levels = fc.constantFrom(['red', 'blue', 'off, white'], ['yes', 'no'], ['true', 'false'], ['1', '2', '3']);
  return fc.oneof(
    fc.tuple(name, each(maybe(fc.integer({ min: -1e9, max: 1e9 })))).map(([n, cells]) => numeric(n, cells)),
    fc
      .tuple(name, fc.integer({ min: 1, max: 6 }), each(maybe(fc.integer({ min: -1e8, max: 1e8 }))))
      .map(([n, places, cells]) =>
        numeric(
          n,
          cells.map((cell) => cell && cell / 10 ** places),
          places,
        ),
      ),
    fc.tuple(name, each(maybe(awkwardText))).map(([n, cells]) => text(n, cells)),
    fc.tuple(name, fc.uniqueArray(fc.nat(99_999), { minLength: rowCount, maxLength: rowCount })).map(([n, keys]) =>
      text(
        n,
        keys.map((key) => `k${String(key).padStart(5, '0')}`),
        'identifier',
      ),
    ),
    levels.chain((among) =>
      fc.tuple(name, each(maybe(fc.constantFrom(...among)))).map(([n, cells]) => categorical(n, cells)),
    ),
    fc.tuple(name, each(maybe(fc.integer({ min: -20_000, max: 40_000 })))).map(([n, days]) =>
      datetime(
        n,
        days.map((day) => (day === null ? null : new Date(day * DAY_MS).toISOString().slice(0, 10))),
      ),
    ),
    fc
      .tuple(name, fc.constantFrom(...TIME_FORMATS), each(maybe(fc.integer({ min: 0, max: 20_000 * 1_440 }))))
      .map(([n, format, minutes]): Column => ({
        kind: 'datetime',
        name: n,
        epochMs: Float64Array.from(minutes, (minute) => (minute === null ? NaN : minute * 60_000)),
        format,
      })),
  );
}

/** Names are unique, as they are in every table that was read. */
export const anyTable: fc.Arbitrary<Table> = fc
  .integer({ min: 1, max: 30 })
  .chain((rowCount) =>
    fc
      .array(columns(rowCount), { minLength: 2, maxLength: 6 })
      .map((made) => tableOf(...made.map((column, place) => ({ ...column, name: `${column.name} ${place}` })))),
  );
