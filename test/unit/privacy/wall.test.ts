import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/math/rng.ts';
import { measureCounts } from '../../../src/core/privacy/mechanisms.ts';
import type { Claimed, NoisyCounts } from '../../../src/core/privacy/mechanisms.ts';
import { sealed } from '../../../src/core/privacy/wall.ts';
import type { Private, Released } from '../../../src/core/privacy/wall.ts';
import type { PublicSchema, Schema } from '../../../src/core/table/schema.ts';

const core = new URL('../../../src/core/', import.meta.url);
const sourceOf = (file: string): string => readFileSync(new URL(file, core), 'utf8');
const files = readdirSync(core, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

test('a sealed value is in no JSON, no clone and no list of keys', () => {
  const secret = sealed([532, 88]);
  expect(JSON.stringify({ secret })).toBe('{"secret":{}}');
  expect(structuredClone({ ...secret })).toEqual({});
  expect(Object.keys(secret)).toEqual([]);
  expect(`${String(secret)}`).not.toContain('532');
});

test('only the mechanisms open what is sealed, and only they release', () => {
  const users = files.filter(
    (file) =>
      /import\s+\{[^}]*\b(opened|released)\b[^}]*\}\s+from\s+'[^']*wall\.ts'/.test(sourceOf(file)) ||
      /import\s+\*[^;]*wall\.ts'/.test(sourceOf(file)),
  );
  expect(users).toEqual(['privacy/mechanisms.ts']);
  const casts = files.filter((file) => /\bas (unknown as )?(Released|Private)\b/.test(sourceOf(file)));
  expect(casts).toEqual(['privacy/wall.ts']);
});

test('no seeded source is built in core, and the public schema has one door', () => {
  expect(files.filter((file) => /\bseededEntropy\b/.test(sourceOf(file)))).toEqual(['privacy/seeded-entropy.ts']);
  expect(files.filter((file) => /\bas (unknown as )?PublicSchema\b/.test(sourceOf(file)))).toEqual(['table/schema.ts']);
});

test.each(['privacy/samplers.ts', 'privacy/mechanisms.ts'])('%s draws without floats or chance of its own', (file) => {
  const code = sourceOf(file).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
  expect(code).not.toMatch(/Math\.(random|log\w*|exp\w*|pow)|\*\* *-|\bRng\b/);
});

test('what must not pass the wall does not compile: each call below has an error that the compiler must find', () => {
  // Never called: the compiler is the one that tests them.
  const refused = [
    (ledger: Claimed['ledger'], counts: Private<Int32Array>) =>
      // @ts-expect-error a seeded generator is not a source of noise
      measureCounts({ ledger, entropy: createRng(1) }, ask, counts),
    (claimed: Claimed, counts: Int32Array) =>
      // @ts-expect-error bare counts are not sealed
      measureCounts(claimed, ask, counts),
    (claimed: Claimed, floats: Private<Float64Array>) =>
      // @ts-expect-error counts are whole numbers
      measureCounts(claimed, ask, floats),
    (counts: Private<Int32Array>) =>
      // @ts-expect-error a private sum has passed no mechanism
      fit(counts),
    (noisy: NoisyCounts) =>
      // @ts-expect-error a look-alike has passed none either
      fit(noisy),
    (counts: Private<Int32Array>) =>
      // @ts-expect-error a sealed value has no members to read
      counts.length,
    (schema: Schema) =>
      // @ts-expect-error an inferred schema is not a public one
      plan(schema),
    (claimed: Claimed, counts: Private<Int32Array>) =>
      // @ts-expect-error a missing variance never means no noise
      measureCounts(claimed, { purpose: 'one-way', columns: [] }, counts),
  ];
  expect(refused.length).toBe(8);
});

const ask = { purpose: 'one-way', columns: ['age'], sigma2: 10 };
function fit(noisy: Released<NoisyCounts>): number {
  return noisy.sigma2;
}
function plan(schema: PublicSchema): number {
  return schema.columns.length;
}
