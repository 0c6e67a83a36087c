import { expect, test } from 'vitest';
import { withinMemory } from '../../../src/core/models/too-large.ts';
import { schemaFor } from '../../helpers/assess.ts';
import { categorical, numeric, tableOf } from '../../helpers/tables.ts';

const schema = schemaFor(
  tableOf(categorical('sex', ['f', 'm']), numeric('income', [0, 99_999]), numeric('age', [1, 9])),
);
const tooLarge = expect.objectContaining({ code: 'model-too-large', place: { column: 'income' } }) as unknown;

test.each<() => unknown>([
  () => new Float64Array(2 ** 53),
  () => new ArrayBuffer(2 ** 52),
  () => new Array<number>(2 ** 32),
])('what there is no memory for is said to be too large, with the largest column: %s', (work) =>
  expect(() => withinMemory(schema, work)).toThrow(tooLarge),
);

test('in the words of other engines too', () => {
  const fails = (name: string, message: string): (() => never) => {
    const error = Object.assign(new Error(message), { name });
    return () => {
      throw error;
    };
  };
  for (const said of ['Out of memory', 'allocation size overflow', 'Array size is not a small enough positive integer'])
    expect(() => withinMemory(schema, fails(said.startsWith('alloc') ? 'InternalError' : 'RangeError', said))).toThrow(
      tooLarge,
    );
  for (const [name, said] of [
    ['RangeError', 'Maximum call stack size exceeded'],
    ['InternalError', 'too much recursion'],
    ['Error', 'memory of ours'],
  ] as const)
    expect(() => withinMemory(schema, fails(name, said))).toThrow(said);
});

test('what fits goes through', () => expect(withinMemory(schema, () => 7)).toBe(7));
