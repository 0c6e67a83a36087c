import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { gunzip, gzip } from '../../../workers/gunzip.ts';

const MIB = 2 ** 20;

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.slice(start, start + size);
}

async function unpackedLength(packed: Uint8Array, size = 4096): Promise<number> {
  let length = 0;
  for await (const chunk of gunzip(inPieces(packed, size))) length += chunk.length;
  return length;
}

test('what is packed comes back, in pieces of any size', async () => {
  const text = 'id,town\n1,Ulm\n'.repeat(5000);
  const packed = await gzip(new TextEncoder().encode(text));
  expect(packed.length).toBeLessThan(text.length / 10);
  for (const size of [7, 1000, Infinity]) {
    const parts: Uint8Array[] = [];
    for await (const chunk of gunzip(inPieces(packed, Math.min(size, packed.length)))) parts.push(chunk);
    expect(Buffer.concat(parts).toString()).toBe(text);
  }
});

test('64 MiB of one byte are a harmless file, and beyond them a trap', async () => {
  expect(await unpackedLength(gzipSync(new Uint8Array(64 * MIB)))).toBe(64 * MIB);
  await expect(unpackedLength(gzipSync(new Uint8Array(72 * MIB)))).rejects.toMatchObject({ code: 'unpacks-too-large' });
});

test('a trap stops when it is one: its source is not read to the end', async () => {
  const packed = gzipSync(new Uint8Array(128 * MIB));
  let taken = 0;
  const source = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of inPieces(packed, 4096)) {
      taken += piece.length;
      yield piece;
    }
  };
  let unpacked = 0;
  const all = async (): Promise<void> => {
    for await (const chunk of gunzip(source())) unpacked += chunk.length;
  };
  await expect(all()).rejects.toMatchObject({ code: 'unpacks-too-large' });
  expect(unpacked).toBeLessThan(66 * MIB);
  expect(taken).toBeLessThan(0.6 * packed.length);
});

test.each([
  ['cut short', gzipSync('a,b\n1,2\n'.repeat(500)).subarray(0, 30)],
  ['of another format', new TextEncoder().encode('a,b\n1,2\n')],
])('gzip %s is a damaged file', async (_, bytes) => {
  await expect(unpackedLength(bytes)).rejects.toMatchObject({ code: 'file-damaged' });
});
