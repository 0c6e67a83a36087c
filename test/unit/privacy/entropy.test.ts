import { webcrypto } from 'node:crypto';
import { expect, test } from 'vitest';
import { BATCH_BYTES, createByteReader, secureEntropy } from '../../../src/core/privacy/entropy.ts';
import { seededEntropy } from '../../../src/core/privacy/seeded-entropy.ts';
import { counting, entropyOf } from '../../helpers/bytes.ts';

test('bytes are read in the order of the source, across batches, none twice and none left out', () => {
  const bytes = createByteReader(entropyOf(counting));
  for (let i = 0; i < 200_000; i++) if (bytes.next() !== i % 256) expect.fail(`byte ${i} is out of order`);
});

test('batches grow from 1,024 bytes and never pass what one call may ask for', () => {
  const entropy = entropyOf(counting);
  const bytes = createByteReader(entropy);
  for (let i = 0; i < 200_000; i++) bytes.next();
  expect(entropy.batches).toEqual([1024, 2048, 4096, 8192, 16_384, 32_768, 65_536, 65_536, 65_536]);
  expect(Math.max(...entropy.batches)).toBe(BATCH_BYTES);
});

test('the platform source is accepted, and is called secure', () => {
  const entropy = secureEntropy((bytes) => void webcrypto.getRandomValues(bytes));
  const bytes = new Uint8Array(BATCH_BYTES);
  entropy.fill(bytes);
  expect(entropy.kind).toBe('secure');
  expect(new Set(bytes).size).toBe(256);
});

test.each([
  ['is missing', undefined],
  [
    'throws',
    () => {
      throw new Error('QuotaExceededError');
    },
  ],
  ['does nothing', () => {}],
])('a source that %s is refused before anything is spent', (_what, filler) => {
  expect(() => secureEntropy(filler)).toThrow(expect.objectContaining({ code: 'no-secure-entropy' }));
});

test('a source that fails later is refused then, and leaves no bytes that look like chance', () => {
  let calls = 0;
  const entropy = secureEntropy((bytes) => {
    if (++calls > 1) throw new Error('gone');
    bytes.fill(1);
  });
  const bytes = new Uint8Array(64).fill(7);
  expect(() => entropy.fill(bytes)).toThrow(expect.objectContaining({ code: 'no-secure-entropy' }));
  expect(bytes.every((byte) => byte === 0)).toBe(true);
});

test('seeded entropy repeats itself, says so, and differs between seeds', () => {
  const first = (seed: number) => {
    const bytes = new Uint8Array(32);
    seededEntropy(seed).fill(bytes);
    return [...bytes];
  };
  expect(seededEntropy(1).kind).toBe('seeded');
  expect(first(1)).toEqual(first(1));
  expect(first(1)).not.toEqual(first(2));
});
