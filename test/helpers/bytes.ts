/** Bytes for tests: a rule instead of chance, and a count of those taken. */
import type { Entropy, ByteReader } from '../../src/core/privacy/entropy.ts';

/** 0, 1, … 255, 0, 1, … */
export const counting = (i: number): number => i % 256;
/** The top byte of i · 2654435761 mod 2^32. */
export const spread = (i: number): number => Math.imul(i, 2_654_435_761) >>> 24;

/** Reads the bytes of a rule. */
export function readerOf(rule: (i: number) => number): ByteReader & { taken(): number } {
  let position = 0;
  return { next: () => rule(position++), taken: () => position };
}

/** An entropy that hands out the bytes of a rule and notes how many each batch asked for. */
export function entropyOf(rule: (i: number) => number): Entropy & { batches: number[] } {
  let position = 0;
  const batches: number[] = [];
  const fill = (bytes: Uint8Array): void => {
    batches.push(bytes.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = rule(position++);
  };
  return { kind: 'seeded', fill, batches };
}
