/**
 * Chance for noise: bytes from a cryptographic source, handed in from outside, since core has none of its own.
 * Privacy: `Entropy` is not `Rng`, and no function accepts both. A source that is missing, throws, or leaves a batch
 * at zero ends the run with `no-secure-entropy`; nothing weaker takes its place.
 */
import { UserError } from '../errors.ts';

/** Fills an array of at most `BATCH_BYTES` bytes with uniform, independent bytes. A `seeded` one is never private. */
export interface Entropy {
  readonly kind: 'secure' | 'seeded';
  fill(bytes: Uint8Array): void;
}

/** The most that one call of `crypto.getRandomValues` may ask for. */
export const BATCH_BYTES = 65_536;
const FIRST_BATCH_BYTES = 1024;

/**
 * Entropy over the platform's filler, `(bytes) => crypto.getRandomValues(bytes)`, or undefined where there is none.
 * Asks for a first batch at once, so that a source that does not work is known before anything is spent.
 */
export function secureEntropy(filler: ((bytes: Uint8Array) => void) | undefined): Entropy {
  if (filler === undefined) throw new UserError('no-secure-entropy');
  const fill = (bytes: Uint8Array): void => {
    bytes.fill(0);
    try {
      filler(bytes);
    } catch {
      throw new UserError('no-secure-entropy'); // whatever the platform said, the answer is the same
    }
    // 32 zero bytes come once in 2^256 batches: the filler did nothing.
    if (bytes.length >= 32 && bytes.every((byte) => byte === 0)) throw new UserError('no-secure-entropy');
  };
  fill(new Uint8Array(32));
  return { kind: 'secure', fill };
}

/** Bytes one by one, in the order in which the source gave them. */
export interface ByteReader {
  next(): number;
}

/** Reads in batches that grow from 1,024 to 65,536 bytes: a short measurement does not pay for a full batch. */
export function createByteReader(entropy: Entropy): ByteReader {
  let batch = new Uint8Array(0);
  let position = 0;
  const next = (): number => {
    if (position === batch.length) {
      const length = Math.min(BATCH_BYTES, Math.max(FIRST_BATCH_BYTES, 2 * batch.length));
      if (batch.length !== length) batch = new Uint8Array(length);
      entropy.fill(batch);
      position = 0;
    }
    return batch[position++]!;
  };
  return { next };
}
