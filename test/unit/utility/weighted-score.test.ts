import fc from 'fast-check';
import { expect, test } from 'vitest';
import { areaUnderRoc, macroAreaUnderRoc, rSquared } from '../../../src/core/learn/scores.ts';
import type { Task } from '../../../src/core/learn/target.ts';
import { createScorer } from '../../../src/core/utility/weighted-score.ts';
import { forAll } from '../../helpers/properties.ts';

const rows = fc.array(fc.tuple(fc.nat(2), fc.array(fc.nat(4), { minLength: 3, maxLength: 3 }), fc.nat(3)), {
  minLength: 2,
  maxLength: 30,
});
const BINARY: Task = { kind: 'binary', classes: ['no', 'yes'] };
const SEVERAL: Task = { kind: 'multiclass', classes: ['a', 'b', 'c'] };

test('a row that counts three times is a row that stands there three times, for every metric', () => {
  forAll(rows, (list) => {
    const times = Uint16Array.from(list, ([, , t]) => t);
    const copied = list.flatMap((row) => new Array<(typeof list)[number]>(row[2]).fill(row));
    if (copied.length === 0) return;
    const labels = (from: typeof list): Float64Array => Float64Array.from(from, ([label]) => label);
    const two = (from: typeof list): Float64Array => labels(from).map((label) => Math.min(1, label));
    const first = (from: typeof list): Float64Array => Float64Array.from(from, ([, scores]) => scores[0]!);
    const all = (from: typeof list): Float64Array => Float64Array.from(from.flatMap(([, scores]) => scores));
    const same = (found: number, expected: number): void => {
      if (Number.isNaN(expected)) expect(found).toBeNaN();
      else expect(found).toBeCloseTo(expected, 10);
    };
    same(createScorer(BINARY, two(list), first(list))(times), areaUnderRoc(two(copied), first(copied)));
    same(createScorer(SEVERAL, labels(list), all(list))(times), macroAreaUnderRoc(labels(copied), all(copied), 3));
    same(
      createScorer({ kind: 'regression' }, labels(list), first(list))(times),
      rSquared(labels(copied), first(copied)),
    );
    same(createScorer(BINARY, two(list), first(list))(null), areaUnderRoc(two(list), first(list)));
  });
});
