import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSha256, writeBitLength } from '../../../src/core/math/sha256.ts';
import { forAll } from '../../helpers/properties.ts';

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

// FIPS 180-2, appendix B, and the hash of nothing.
test.each([
  { text: '', hex: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' },
  { text: 'abc', hex: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
  {
    text: 'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    hex: '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  },
])('the hash of "$text" is the published one', ({ text, hex }) => {
  const hash = createSha256();
  hash.update(ascii(text));
  expect(hash.digestHex()).toBe(hex);
});

test('the hash of a million times "a" is the published one', () => {
  const hash = createSha256();
  const part = ascii('a'.repeat(1000));
  for (let i = 0; i < 1000; i++) hash.update(part);
  expect(hash.digestHex()).toBe('cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0');
});

test('every length from 0 to 200 is hashed as by the platform, whole and cut at every place', () => {
  const bytes = Uint8Array.from({ length: 200 }, (_, i) => (i * 37 + 11) & 255);
  for (let length = 0; length <= bytes.length; length++) {
    const wanted = createHash('sha256').update(bytes.subarray(0, length)).digest('hex');
    for (let cut = 0; cut <= length; cut++) {
      const hash = createSha256();
      hash.update(bytes.subarray(0, cut));
      hash.update(bytes.subarray(cut, length));
      if (hash.digestHex() !== wanted) expect.fail(`length ${length} cut at ${cut}`);
    }
  }
});

test('pieces of any sizes make the hash of the whole', () => {
  forAll(fc.array(fc.uint8Array({ maxLength: 150 }), { maxLength: 12 }), (pieces) => {
    const hash = createSha256();
    const wanted = createHash('sha256');
    for (const piece of pieces) {
      hash.update(piece);
      wanted.update(piece);
    }
    expect(hash.digestHex()).toBe(wanted.digest('hex'));
  });
});

test('a digest may be read on the way, twice, and changes nothing', () => {
  const hash = createSha256();
  hash.update(ascii('ab'));
  hash.digestHex();
  hash.update(ascii('c'));
  expect(hash.digestHex()).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(Buffer.from(hash.digestBytes()).toString('hex')).toBe(hash.digestHex());
});

test('bytes that the caller changes afterwards do not change the hash', () => {
  const bytes = ascii('abc');
  const hash = createSha256();
  hash.update(bytes);
  bytes.fill(0);
  expect(hash.digestHex()).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('the length is 64 bits of bits, also past 512 MiB, where they no longer fit in 32', () => {
  forAll(fc.oneof(fc.nat(200), fc.constantFrom(2 ** 29 - 1, 2 ** 29, 2 ** 29 + 1), fc.maxSafeNat()), (byteLength) => {
    const last = new Uint8Array(64).fill(9);
    writeBitLength(last, byteLength);
    const wanted = new Uint8Array(64).fill(9);
    new DataView(wanted.buffer).setBigUint64(56, 8n * BigInt(byteLength));
    expect(last).toEqual(wanted);
  });
});
