/**
 * Several rows of one person: a column that names the person cuts each to the first k rows in file order, before anything
 * else looks at them. The choice for one person never looks at another's rows. A row without a name is a person alone.
 */
import { unreachable } from '../errors.ts';
import type { Column } from './column.ts';

/** Numbers of the rows that are kept, ascending: at most `most` of each person. */
export function firstRowsOfPersons(person: Column, most: number): Uint32Array {
  const { keyOf, length } = keysOf(person);
  const seen = new Map<number, number>();
  const kept: number[] = [];
  for (let row = 0; row < length; row++) {
    const key = keyOf(row);
    if (key === null) {
      kept.push(row);
      continue;
    }
    const before = seen.get(key) ?? 0;
    if (before < most) kept.push(row);
    seen.set(key, before + 1);
  }
  return Uint32Array.from(kept);
}

/** A number per person: the code of a text, or the number or date itself; null where the cell is missing. */
function keysOf(person: Column): Readonly<{ length: number; keyOf: (row: number) => number | null }> {
  switch (person.kind) {
    case 'numeric':
      return byValue(person.values);
    case 'datetime':
      return byValue(person.epochMs);
    case 'categorical':
    case 'identifier':
    case 'text': {
      const { codes, levels } = person;
      return { length: codes.length, keyOf: (row) => (codes[row] === levels.length ? null : codes[row]!) };
    }
    default:
      return unreachable(person);
  }
}

function byValue(values: Float64Array): ReturnType<typeof keysOf> {
  return { length: values.length, keyOf: (row) => (Number.isNaN(values[row]!) ? null : values[row]!) };
}
