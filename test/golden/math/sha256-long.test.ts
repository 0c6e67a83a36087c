import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createSha256 } from '../../../src/core/math/sha256.ts';

test('the length of more than 512 MiB, which is past 32 bits of bits, is hashed as by OpenSSL', () => {
  const part = new Uint8Array(2 ** 22 + 1).fill(7);
  const ours = createSha256();
  const wanted = createHash('sha256');
  for (let i = 0; i < 128; i++) {
    ours.update(part);
    wanted.update(part);
  }
  expect(ours.digestHex()).toBe(wanted.digest('hex'));
});
