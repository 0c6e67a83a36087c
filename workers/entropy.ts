/** The platform's cryptographic source as the engine's `Entropy`. If there is none, the first draw refuses the run. */
import { UserError } from '../src/core/errors.ts';
import type { Entropy } from '../src/core/privacy/entropy.ts';

/** The most bytes that one call of `getRandomValues` may ask for. */
const BATCH = 65_536;

export function browserEntropy(source: Crypto | undefined = globalThis.crypto): Entropy {
  return {
    kind: 'secure',
    fill: (bytes) => {
      if (typeof source?.getRandomValues !== 'function') throw new UserError('no-secure-entropy');
      for (let start = 0; start < bytes.length; start += BATCH) {
        try {
          source.getRandomValues(bytes.subarray(start, start + BATCH) as Uint8Array<ArrayBuffer>);
        } catch {
          throw new UserError('no-secure-entropy');
        }
      }
    },
  };
}
