/**
 * Codes as Parquet packs them: runs of one code, and groups of eight in as few bits as the highest needs, the first in
 * the lowest bits: https://parquet.apache.org/docs/file-format/data-pages/encodings/ (RLE / bit-packing hybrid).
 * And the codes themselves: for numbers the places of their distinct values, for levels those that occur.
 * Cost: one pass; memory 4 bytes a cell.
 */

/** Cells as places in a list of what they hold. */
export type Coded<List> = Readonly<{ codes: Uint32Array; distinct: List }>;

/** A run of fewer cells is not worth its header. */
const SHORTEST_RUN = 8;
/** Of a run: its header, and its code. */
const RUN_BYTES = 5 + 4;
/** Above one distinct number in so many cells a dictionary saves little. */
const REPEATED = 4;

/** Bits of a code up to `most`, at most 24. */
export function bitsOf(most: number): number {
  return 32 - Math.clz32(most);
}

/** Runs and packed groups, as they follow each other. */
export function packRuns(codes: Uint32Array, bits: number): Uint8Array {
  const groups = Math.ceil(codes.length / SHORTEST_RUN);
  const out = new Uint8Array(groups * (RUN_BYTES + bits));
  let at = 0;
  for (let from = 0; from < codes.length;) {
    const run = runFrom(codes, from);
    if (run >= SHORTEST_RUN) {
      at = putVarint(out, at, 2 * run);
      for (let shift = 0; shift < bits; shift += 8) out[at++] = codes[from]! >>> shift;
      from += run;
      continue;
    }
    let end = from;
    do end += SHORTEST_RUN;
    while (end < codes.length && runFrom(codes, end) < SHORTEST_RUN);
    at = putVarint(out, at, 2 * ((end - from) / SHORTEST_RUN) + 1);
    packBits(out, at, codes.subarray(from, end), bits);
    at += (bits * (end - from)) / SHORTEST_RUN;
    from = end;
  }
  return out.subarray(0, at);
}

/** Truth values, eight in a byte. */
export function packTruths(truths: Uint32Array): Uint8Array {
  const out = new Uint8Array(Math.ceil(truths.length / 8));
  packBits(out, 0, truths, 1);
  return out;
}

/** The codes of levels that occur, counted anew in the order in which they first come. */
export function codesInUse(codes: Uint32Array, levelCount: number): Coded<readonly number[]> {
  const placeOf = new Int32Array(levelCount).fill(-1);
  const distinct: number[] = [];
  const own = new Uint32Array(codes.length);
  for (let cell = 0; cell < codes.length; cell++) {
    const code = codes[cell]!;
    let place = placeOf[code]!;
    if (place < 0) {
      place = distinct.push(code) - 1;
      placeOf[code] = place;
    }
    own[cell] = place;
  }
  return { codes: own, distinct };
}

/** Null where there are too many distinct values. Compared by their bits: 0 is not -0. */
export function codedNumbers(values: Float64Array): Coded<Float64Array> | null {
  const most = Math.floor(values.length / REPEATED);
  const halves = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const slotBits = bitsOf(2 * most) + 1;
  const slots = new Uint32Array(2 ** slotBits); // 0 is empty, else 1 + code
  const mask = slots.length - 1;
  const distinct = new Float64Array(most);
  const known = new Uint32Array(distinct.buffer);
  const codes = new Uint32Array(values.length);
  let size = 0;
  for (let cell = 0; cell < values.length; cell++) {
    const low = halves[2 * cell]!;
    const high = halves[2 * cell + 1]!;
    let slot = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b) >>> (32 - slotBits);
    for (;;) {
      const code = slots[slot]! - 1;
      if (code < 0) {
        if (size === most) return null;
        distinct[size] = values[cell]!;
        slots[slot] = ++size;
        codes[cell] = size - 1;
        break;
      }
      if (known[2 * code] === low && known[2 * code + 1] === high) {
        codes[cell] = code;
        break;
      }
      slot = (slot + 1) & mask;
    }
  }
  return { codes, distinct: distinct.subarray(0, size) };
}

function runFrom(codes: Uint32Array, from: number): number {
  const code = codes[from];
  let end = from + 1;
  while (end < codes.length && codes[end] === code) end++;
  return end - from;
}

/** The last byte is filled with zeros. */
function packBits(out: Uint8Array, start: number, codes: Uint32Array, bits: number): void {
  let at = start;
  let held = 0;
  let heldBits = 0;
  for (let cell = 0; cell < codes.length; cell++) {
    held |= codes[cell]! << heldBits;
    heldBits += bits;
    while (heldBits >= 8) {
      out[at++] = held;
      held >>>= 8;
      heldBits -= 8;
    }
  }
  if (heldBits > 0) out[at] = held;
}

function putVarint(out: Uint8Array, start: number, value: number): number {
  let at = start;
  let rest = value;
  for (; rest >= 128; rest >>>= 7) out[at++] = (rest & 127) | 128;
  out[at++] = rest;
  return at;
}
