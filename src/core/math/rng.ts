/**
 * Seeded chance for splits, sampling, folds and attacks: never for privacy noise, which takes `Entropy`, another type.
 * xoshiro128** (Blackman and Vigna 2021, ACM TOMS 47:36), seeded by splitmix32 from a key. Streams are keyed by
 * (seed, purpose …), so that adding a consumer shifts no other. Same key, same bytes, on every engine.
 */
export interface Rng {
  /** A whole number, uniform in [0, 2^32). */
  uint32(): number;
  /** A double, uniform on multiples of 2^-53 in [0, 1). */
  uniform(): number;
  /** A whole number, uniform in [0, bound), 1 ≤ bound ≤ 2^32, by rejection: exact. */
  below(bound: number): number;
  /** A standard normal deviate, by Marsaglia's polar method. */
  normal(): number;
  /** Shuffles in place (Fisher and Yates) from `start` up to `end`, every order equally likely. */
  shuffle(items: Shuffled, start: number, end: number): void;
}

export type Shuffled = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** The stream of this seed and purpose. Parts are joined with a separator, so ('a', 'bc') and ('ab', 'c') differ. */
export function createRng(seed: number, ...purpose: readonly (string | number)[]): Rng {
  const next = splitmix32(hashText(`${seed}\u0000${purpose.join('\u0000')}`));
  // Words of an array stay numbers of 32 bits; kept in variables of a closure each would be an object of its own.
  const state = Int32Array.of(next(), next(), next(), next() | 1); // the all-zero state is the one that never moves
  let spare = NaN;

  const uint32 = (): number => {
    const b = state[1]!;
    const c = state[2]! ^ state[0]!;
    const d = state[3]! ^ b;
    state[1] = b ^ c;
    state[0]! ^= d;
    state[2] = c ^ (b << 9);
    state[3] = rotl(d, 11);
    return wordOf(b);
  };
  const uniform = (): number => ((uint32() >>> 5) * 67108864 + (uint32() >>> 6)) / 9007199254740992;
  const below = (bound: number): number => {
    let draw = uint32();
    while (isPast(draw, bound)) draw = uint32();
    return remainder(draw, bound);
  };
  const normal = (): number => {
    if (!Number.isNaN(spare)) {
      const value = spare;
      spare = NaN;
      return value;
    }
    let x = 0;
    let y = 0;
    let s = 0;
    do {
      x = 2 * uniform() - 1;
      y = 2 * uniform() - 1;
      s = x * x + y * y;
    } while (s >= 1 || s === 0);
    const scale = Math.sqrt((-2 * Math.log(s)) / s);
    spare = y * scale;
    return x * scale;
  };
  // As `below` for every item, with the state in variables while the loop runs: two thirds of the time.
  const shuffle = (items: Shuffled, start: number, end: number): void => {
    let a = state[0]!;
    let b = state[1]!;
    let c = state[2]!;
    let d = state[3]!;
    for (let i = end - 1; i > start; i--) {
      const bound = i - start + 1;
      let draw = 0;
      do {
        draw = wordOf(b);
        c ^= a;
        d ^= b;
        a ^= d;
        const shifted = b << 9;
        b ^= c;
        c ^= shifted;
        d = rotl(d, 11);
      } while (isPast(draw, bound));
      const j = start + remainder(draw, bound);
      const kept = items[i]!;
      items[i] = items[j]!;
      items[j] = kept;
    }
    state[0] = a;
    state[1] = b;
    state[2] = c;
    state[3] = d;
  };
  return { uint32, uniform, below, normal, shuffle };
}

/** Shuffles in place, all or those between these two. */
export function shuffle(items: Shuffled, rng: Rng, start = 0, end = items.length): void {
  rng.shuffle(items, start, end);
}

function wordOf(b: number): number {
  return Math.imul(rotl(Math.imul(b, 5), 7), 9) >>> 0;
}

/** Past the last whole multiple of the bound: only a draw this high may be, and is then worth its division. */
function isPast(draw: number, bound: number): boolean {
  return draw >= 4294967296 - bound && draw >= 4294967296 - (4294967296 % bound);
}

/** To the last bit, and quicker than the operator. */
function remainder(draw: number, bound: number): number {
  return draw - bound * Math.floor(draw / bound);
}

function rotl(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}

function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

function splitmix32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return (z ^ (z >>> 15)) | 0;
  };
}
