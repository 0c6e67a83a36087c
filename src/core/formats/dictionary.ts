/**
 * The distinct texts of one column, as slices of UTF-8 bytes with a code each, in the order in which they first came:
 * open addressing with linear probing over FNV-1a hashes, at most half full. A text becomes a string once per level.
 * Memory: the bytes of the levels, and some 24 bytes a level. A text above 64 KiB stays where it lies, in the bytes that
 * it was read from, and is not copied.
 */

export type Dictionary = {
  /** Number of levels; codes are below it. */
  size: number;
  /** Code + 1 in the slot of its hash, 0 where a slot is free. A power of two long. */
  slots: Int32Array;
  hashes: Int32Array;
  /** Level `code` is `bytes[starts[code] … starts[code + 1])`. */
  starts: Uint32Array;
  bytes: Uint8Array;
  /** Long levels by code; a byte that is none of UTF-8 holds their place. */
  readonly long: Map<number, Uint8Array>;
};

/** A longer text stays out, and makes its column free text. */
export const LONG_TEXT = 65_536;

/** FNV-1a over bytes: start here, then `Math.imul(hash ^ byte, HASH_FACTOR)` for each. */
export const HASH_START = 0x811c9dc5 | 0;
export const HASH_FACTOR = 0x01000193;

export function createDictionary(): Dictionary {
  return {
    size: 0,
    slots: new Int32Array(16),
    hashes: new Int32Array(8),
    starts: new Uint32Array(9),
    bytes: new Uint8Array(64),
    long: new Map(),
  };
}

export function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = HASH_START;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, HASH_FACTOR);
  return hash;
}

/** The code of the text `bytes[start … end)`, whose hash is `hash`; a new one if it was not met before. Long texts are kept as parts of `bytes`. */
export function codeOf(dictionary: Dictionary, bytes: Uint8Array, start: number, end: number, hash: number): number {
  const { slots, hashes, starts } = dictionary;
  const mask = slots.length - 1;
  const length = end - start;
  let slot = (hash ^ (hash >>> 15)) & mask;
  for (;;) {
    const code = slots[slot]! - 1;
    if (code < 0) return addLevel(dictionary, bytes, start, end, hash, slot);
    if (hashes[code] === hash) {
      const from = starts[code]!;
      const isHeld =
        length > LONG_TEXT
          ? dictionary.long.get(code)?.length === length && isSame(dictionary.long.get(code)!, 0, bytes, start, length)
          : starts[code + 1]! - from === length && isSame(dictionary.bytes, from, bytes, start, length);
      if (isHeld) return code;
    }
    slot = (slot + 1) & mask;
  }
}

/** The codes of the levels of `other` in `dictionary`, which takes up those that it lacks. */
export function mergeLevels(dictionary: Dictionary, other: Dictionary): Uint32Array {
  const codes = new Uint32Array(other.size);
  for (let code = 0; code < other.size; code++) {
    const start = other.starts[code]!;
    const long = other.long.get(code);
    codes[code] =
      long === undefined
        ? codeOf(dictionary, other.bytes, start, other.starts[code + 1]!, other.hashes[code]!)
        : codeOf(dictionary, long, 0, long.length, other.hashes[code]!);
  }
  return codes;
}

/** All levels as texts, by code. */
export function levelsOf({ size, bytes, starts, long }: Dictionary): string[] {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return Array.from({ length: size }, (_, code) =>
    decoder.decode(long.get(code) ?? bytes.subarray(starts[code], starts[code + 1])),
  );
}

function isSame(a: Uint8Array, aStart: number, b: Uint8Array, bStart: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (a[aStart + i] !== b[bStart + i]) return false;
  return true;
}

/** Holds the place of a long level. */
const PLACE = Uint8Array.of(255);

function addLevel(
  dictionary: Dictionary,
  bytes: Uint8Array,
  start: number,
  end: number,
  hash: number,
  slot: number,
): number {
  const code = dictionary.size;
  if (end - start > LONG_TEXT) {
    dictionary.long.set(code, bytes.subarray(start, end));
    return addLevel(dictionary, PLACE, 0, 1, hash, slot);
  }
  if (code === dictionary.hashes.length) {
    dictionary.hashes = copiedInto(new Int32Array(2 * code), dictionary.hashes);
    dictionary.starts = copiedInto(new Uint32Array(2 * code + 1), dictionary.starts);
  }
  const at = dictionary.starts[code]!;
  const needed = at + end - start;
  if (needed > dictionary.bytes.length) {
    dictionary.bytes = copiedInto(new Uint8Array(Math.max(needed, 2 * dictionary.bytes.length)), dictionary.bytes);
  }
  for (let i = start; i < end; i++) dictionary.bytes[at + i - start] = bytes[i]!;
  dictionary.starts[code + 1] = needed;
  dictionary.hashes[code] = hash;
  dictionary.slots[slot] = code + 1;
  dictionary.size = code + 1;
  if (2 * dictionary.size > dictionary.slots.length) doubleSlots(dictionary);
  return code;
}

function doubleSlots(dictionary: Dictionary): void {
  const slots = new Int32Array(2 * dictionary.slots.length);
  const mask = slots.length - 1;
  for (let code = 0; code < dictionary.size; code++) {
    const hash = dictionary.hashes[code]!;
    let slot = (hash ^ (hash >>> 15)) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = code + 1;
  }
  dictionary.slots = slots;
}

function copiedInto<A extends Int32Array | Uint32Array | Uint8Array>(to: A, from: A): A {
  to.set(from);
  return to;
}
