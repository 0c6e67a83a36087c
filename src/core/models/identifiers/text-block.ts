/**
 * Many short texts, each put together from one text of each of some groups. They are written as bytes (UTF-8) into a
 * block and cut from one decoded text: put together one by one, each would be a tree of its parts, and a million of them
 * many times as slow.
 */
import type { CheckForm } from '../../table/choices.ts';
import type { Shape } from '../../table/identifier-pattern.ts';
import { MOST_CHECK_BYTES, writeCheckDigits } from './check-digits.ts';

const BLOCK_BYTES = 32_768;

/** The texts of a group one behind the other: where each begins, and its length in units of a text (UTF-16). */
type Group = Readonly<{ bytes: Uint8Array; starts: Uint32Array; lengths: Uint16Array }>;

export type TextBlock = Readonly<{
  /** Adds the text of these places of each group. */
  write: (places: readonly number[]) => void;
  isFull: () => boolean;
  /** Adds the texts since the last time to `out`. */
  cutInto: (out: string[]) => void;
}>;

export function createTextBlock(shape: Shape, check: CheckForm | null): TextBlock {
  const groups = shape.map(groupOf);
  const longest = groups.reduce((sum, { starts }) => sum + longestOf(starts), MOST_CHECK_BYTES);
  const block = new Uint8Array(BLOCK_BYTES + longest);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const ends: number[] = [];
  let [byteEnd, end] = [0, 0];
  return {
    write(places) {
      let to = byteEnd;
      let length = 0;
      for (let group = 0; group < groups.length; group++) {
        const { bytes, starts, lengths } = groups[group]!;
        const place = places[group]!;
        const last = starts[place + 1]!;
        for (let from = starts[place]!; from < last; from++) block[to++] = bytes[from]!;
        length += lengths[place]!;
      }
      if (check !== null) {
        const bare = to;
        to = writeCheckDigits(block, byteEnd, bare, check);
        length += to - bare;
      }
      byteEnd = to;
      ends.push((end += length));
    },
    isFull: () => byteEnd >= BLOCK_BYTES,
    cutInto(out) {
      const text = decoder.decode(block.subarray(0, byteEnd));
      let start = 0;
      for (const each of ends) {
        out.push(text.slice(start, each));
        start = each;
      }
      ends.length = byteEnd = end = 0;
    },
  };
}

function groupOf(texts: readonly string[]): Group {
  const encoder = new TextEncoder();
  const starts = new Uint32Array(texts.length + 1);
  texts.forEach((text, place) => (starts[place + 1] = starts[place]! + encoder.encode(text).length));
  return { bytes: encoder.encode(texts.join('')), starts, lengths: Uint16Array.from(texts, ({ length }) => length) };
}

function longestOf(starts: Uint32Array): number {
  let longest = 0;
  for (let place = 0; place + 1 < starts.length; place++)
    longest = Math.max(longest, starts[place + 1]! - starts[place]!);
  return longest;
}
