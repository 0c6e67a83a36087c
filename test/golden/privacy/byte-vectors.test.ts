/** Fixed bytes in, the draws of an independent program out: bit for bit, in every engine. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  bernoulliExpBig,
  discreteGaussian,
  discreteLaplace,
  gaussianShape,
  uniformBig,
} from '../../../src/core/privacy/samplers.ts';
import type { ByteReader } from '../../../src/core/privacy/entropy.ts';
import { counting, readerOf, spread } from '../../helpers/bytes.ts';

type Vector = {
  sampler: string;
  bytes: 'counting' | 'spread';
  arguments: string[];
  draws: string[];
  bytesTaken: number;
};
const { values } = JSON.parse(readFileSync(new URL('byte-vectors.json', import.meta.url), 'utf8')) as {
  values: Vector[];
};

const draw: Record<string, (args: bigint[], bytes: ByteReader) => bigint> = {
  uniform: ([bound], bytes) => uniformBig(bound!, bytes),
  bernoulliExp: ([a, b], bytes) => (bernoulliExpBig(a!, b!, bytes) ? 1n : 0n),
  discreteLaplace: ([t], bytes) => BigInt(discreteLaplace(Number(t), bytes)),
  discreteGaussian: ([p, q], bytes) => BigInt(discreteGaussian(gaussianShape(p!, q!), bytes)),
};

test.each(values)('$sampler($arguments) draws the published values from $bytes bytes', (vector) => {
  const bytes = readerOf(vector.bytes === 'counting' ? counting : spread);
  const args = vector.arguments.map(BigInt);
  const draws = vector.draws.map(() => draw[vector.sampler]!(args, bytes).toString());
  expect(draws).toEqual(vector.draws);
  expect(bytes.taken()).toBe(vector.bytesTaken);
});
