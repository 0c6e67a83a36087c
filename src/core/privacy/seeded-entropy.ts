/**
 * Entropy that a seed repeats, for tests and for a batch run that must give the same bytes twice.
 * Privacy: NOT PRIVATE. Whoever knows the seed can take the noise away; `kind` says so, and the claim passes it on.
 */
import { createRng } from '../math/rng.ts';
import type { Entropy } from './entropy.ts';

/** The stream of this seed, a whole number. The same seed gives the same noise. */
export function seededEntropy(seed: number): Entropy {
  const { uint32 } = createRng(seed, 'entropy');
  const fill = (bytes: Uint8Array): void => {
    let word = 0;
    for (let i = 0; i < bytes.length; i++) {
      word = i % 4 === 0 ? uint32() : word >>> 8;
      bytes[i] = word & 0xff;
    }
  };
  return { kind: 'seeded', fill };
}
