/**
 * So many records of a text, picked by what they hold, for a table that is too large for the device: each gets a number
 * from its bytes and from which copy of them it is, and those with the least numbers stay, in their order. The same file
 * gives the same rows each time, and a row taken out of it moves about one other.
 * Memory: the places of twice as many records as are wanted, and 8 MiB of counters. Cost: one pass.
 * Left out: JSON that is one list, and workbooks, which are not long. Copies are counted by hash, so rare collisions count
 * as copies. Lines that are named afterwards are counted in what was kept.
 */
import { UserError } from '../errors.ts';
import { byteLengthOf, type Chunks } from './chunks.ts';

export type Sampled = Readonly<{ chunks: Chunks; kept: number; total: number }>;

const COUNTERS = 2 ** 22;
/** A quote that does not close within it closed nothing. */
const LONGEST = 65_536;
const PIECE_BYTES = 2 ** 22;
export const FIRST_HASH = 0x811c9dc5;
export const HASH_FACTOR = 0x01000193;

/** `quote` and `lineEnd` as bytes; a quote of -1 is none. Empty lines stay as they are. */
export function sampleRows(chunks: Chunks, wanted: number, quote: number, lineEnd: number): Sampled {
  const coinOf = createCoins();
  const byteLength = byteLengthOf(chunks);
  const most = Math.min(wanted, byteLength);
  let picked: Picked = {
    starts: new Float64Array(2 * most),
    ends: new Float64Array(2 * most),
    coins: new Float64Array(2 * most),
    count: 0,
  };
  let total = 0;
  let limit = Infinity;
  let start = 0;
  let hash = FIRST_HASH;
  let isOpen = false;
  const close = (end: number): void => {
    const coin = coinOf(hash);
    total++;
    if (coin < limit) {
      picked.starts[picked.count] = start;
      picked.ends[picked.count] = end;
      picked.coins[picked.count++] = coin;
    }
    if (picked.count === 2 * most) {
      picked = least(picked, most);
      limit = picked.coins.subarray(0, most).reduce((high, one) => Math.max(high, one), 0);
    }
    start = end;
    hash = FIRST_HASH;
    isOpen = false;
  };
  let from = 0;
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (byte === quote) isOpen = !isOpen;
      if (byte === lineEnd && !(isOpen && from + at - start < LONGEST)) close(from + at + 1);
      else hash = Math.imul(hash ^ byte, HASH_FACTOR);
    }
    from += chunk.length;
  }
  if (start < byteLength) close(byteLength);
  picked = least(picked, Math.min(most, picked.count));
  return { chunks: piecesOf(chunks, picked, lineEnd), kept: picked.count, total };
}

/** Of what there is no sample. */
export function refuseSample(format: string): never {
  const problem = `is for CSV, JSON lines and Parquet: save the table in one of these, not as ${format}`;
  throw new UserError('recipe-invalid', { problem }, { key: 'reading.sampleRows' });
}

/** Gives each record its number, from its hash and from how many had the same before. */
export function createCoins(): (hash: number) => number {
  const copies = new Uint16Array(COUNTERS);
  return (hash) => mixed(hash, copies[hash & (COUNTERS - 1)]!++);
}

/** Records by where they begin and end, in order, each with its number. */
type Picked = { starts: Float64Array; ends: Float64Array; coins: Float64Array; count: number };

/** So many with the least numbers; of equal ones those that come first. */
function least({ starts, ends, coins, count }: Picked, wanted: number): Picked {
  const sorted = coins.slice(0, count).sort();
  const highest = sorted[wanted - 1] ?? -1;
  let equals = wanted;
  for (let at = 0; at < wanted && sorted[at]! < highest; at++) equals--;
  let kept = 0;
  for (let at = 0; at < count; at++) {
    const coin = coins[at]!;
    if (coin > highest || (coin === highest && equals-- <= 0)) continue;
    starts[kept] = starts[at]!;
    ends[kept] = ends[at]!;
    coins[kept++] = coin;
  }
  return { starts, ends, coins, count: kept };
}

/** A last record without a line end gets one, since another may follow. */
function piecesOf(chunks: Chunks, { starts, ends, count }: Picked, lineEnd: number): Chunks {
  const pieces: Uint8Array[] = [];
  let index = 0;
  let from = 0; // where the chunk of this index begins
  for (let at = 0; at < count;) {
    let length = 0;
    let end = at;
    for (; end < count && length < PIECE_BYTES; end++) length += ends[end]! - starts[end]! + 1;
    const piece = new Uint8Array(length);
    let place = 0;
    for (; at < end; at++) {
      for (let next = starts[at]!; next < ends[at]!;) {
        while (next >= from + chunks[index]!.length) from += chunks[index++]!.length;
        const part = chunks[index]!.subarray(next - from, ends[at]! - from);
        piece.set(part, place);
        place += part.length;
        next += part.length;
      }
      if (piece[place - 1] !== lineEnd) piece[place++] = lineEnd;
    }
    pieces.push(piece.subarray(0, place));
  }
  return pieces;
}

/** In [0, 2^32): all bits of both count. */
function mixed(hash: number, copy: number): number {
  let bits = Math.imul(hash ^ Math.imul(copy + 1, 0x9e3779b1), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 15), 0xc2b2ae35);
  return (bits ^ (bits >>> 13)) >>> 0;
}
