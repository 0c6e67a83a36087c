import { webcrypto } from 'node:crypto';
import { expect, test } from 'vitest';
import { browserEntropy } from '../../../workers/entropy.ts';

test('any number of bytes is drawn in calls that the platform allows', () => {
  const lengths: number[] = [];
  const counting = {
    getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => {
      lengths.push(bytes.length);
      return webcrypto.getRandomValues(bytes);
    },
  } as Crypto;
  const bytes = new Uint8Array(150_000);
  browserEntropy(counting).fill(bytes);
  expect(lengths).toEqual([65_536, 65_536, 18_928]);
  expect(new Set(bytes.subarray(-1000)).size).toBeGreaterThan(100);
  expect(browserEntropy(counting).kind).toBe('secure');
});

test.each([
  ['no source', {}],
  ['a source without values', { getRandomValues: undefined }],
  [
    'a source that throws',
    {
      getRandomValues: () => {
        throw new Error('no chance left');
      },
    },
  ],
])('%s refuses the draw, and nothing stands in for it', (_, source) => {
  const bytes = new Uint8Array(8);
  expect(() => browserEntropy(source as Crypto).fill(bytes)).toThrow(
    expect.objectContaining({ code: 'no-secure-entropy' }),
  );
  expect([...bytes]).toEqual(Array(8).fill(0));
});
