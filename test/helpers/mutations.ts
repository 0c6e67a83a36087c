/**
 * Files with a few bytes gone wrong, for fuzzing: a bit flipped, a stretch cut out or doubled, a byte put in, the end cut
 * off, a stretch of another file spliced in. The bytes put in are mostly those that mean something to a reader of tables.
 */
import type { Rng } from '../../src/core/math/rng.ts';

const SIGNS = Array.from('\n\r,;\t|"\'\\ .-+0129eE#?[]{}:\0\uFEFFé€', (sign) => [
  ...new TextEncoder().encode(sign),
]).flat();
const MAX_CHANGES = 4;
const MAX_STRETCH = 200;

/** One of `files` with one to four changes. */
export function mutationOf(files: readonly Uint8Array[], rng: Rng): Uint8Array {
  let bytes = files[rng.below(files.length)]!;
  for (let changes = 1 + rng.below(MAX_CHANGES); changes > 0; changes--) bytes = changed(bytes, files, rng);
  return bytes;
}

function changed(bytes: Uint8Array, files: readonly Uint8Array[], rng: Rng): Uint8Array {
  const start = rng.below(bytes.length + 1);
  const end = Math.min(bytes.length, start + 1 + rng.below(MAX_STRETCH));
  switch (rng.below(7)) {
    case 0:
      return start === bytes.length ? bytes : bytes.with(start, bytes[start]! ^ (1 << rng.below(8)));
    case 1:
      return start === bytes.length ? bytes : bytes.with(start, oddByte(rng));
    case 2:
      return concat(bytes.subarray(0, start), Uint8Array.of(oddByte(rng)), bytes.subarray(start));
    case 3:
      return concat(bytes.subarray(0, start), bytes.subarray(end));
    case 4:
      return concat(bytes.subarray(0, end), bytes.subarray(start));
    case 5:
      return bytes.subarray(0, start);
    default: {
      const other = files[rng.below(files.length)]!;
      const from = rng.below(other.length + 1);
      const stretch = other.subarray(from, from + 1 + rng.below(MAX_STRETCH));
      return concat(bytes.subarray(0, start), stretch, bytes.subarray(start));
    }
  }
}

function oddByte(rng: Rng): number {
  return rng.below(4) === 0 ? rng.below(256) : SIGNS[rng.below(SIGNS.length)]!;
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
