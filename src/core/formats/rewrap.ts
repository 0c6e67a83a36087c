/**
 * Two ways of writing a table that are undone before the scan, byte by byte and line by line, so that lines keep their
 * numbers: runs of blanks between cells become one blank, and lines that are one quoted cell lose those quotes.
 * Cost: one pass and a copy of the file, for such files alone. Left out: wrapped lines with line ends in their cells.
 */
import type { Chunks } from './chunks.ts';

const QUOTES = [34, 39];

/** Runs of blanks and tabs as one blank, none at the ends of lines; what stands in quotes is left as it is. */
export function collapseBlanks(chunks: Chunks): Chunks {
  let quote = -1;
  let isStart = true;
  let pending = false;
  let before = 10;
  return chunks.map((chunk) => {
    const out = new Uint8Array(chunk.length + 1);
    let length = 0;
    for (const byte of chunk) {
      if (quote >= 0) {
        out[length++] = byte;
        if (byte === quote) quote = -1;
        before = byte;
        continue;
      }
      const isBlank = byte === 32 || byte === 9;
      if (isBlank) {
        pending = !isStart;
        before = byte;
        continue;
      }
      const isEnd = byte === 10 || byte === 13;
      if (pending && !isEnd) out[length++] = 32;
      // A quote right behind a quoted cell is the second of a doubled one.
      if (QUOTES.includes(byte) && (isStart || pending || before === byte)) quote = byte;
      pending = false;
      isStart = isEnd;
      before = byte;
      out[length++] = byte;
    }
    return out.subarray(0, length);
  });
}

/** Lines that begin and end with a quote, without it, and with doubled quotes made one. */
export function unwrapLines(chunks: Chunks): Chunks {
  let carry = new Uint8Array(0);
  const out: Uint8Array[] = [];
  const take = (bytes: Uint8Array, end: number): void => {
    const part = new Uint8Array(end);
    let length = 0;
    for (let at = 0; at < end;) {
      let stop = at;
      while (stop < end && bytes[stop] !== 10 && bytes[stop] !== 13) stop++;
      const isWrapped = stop - at >= 2 && bytes[at] === 34 && bytes[stop - 1] === 34;
      const to = isWrapped ? stop - 1 : stop;
      for (let place = isWrapped ? at + 1 : at; place < to; place++) {
        part[length++] = bytes[place]!;
        if (isWrapped && bytes[place] === 34 && bytes[place + 1] === 34 && place + 1 < to) place++;
      }
      at = stop;
      while (at < end && (bytes[at] === 10 || bytes[at] === 13)) part[length++] = bytes[at++]!;
    }
    out.push(part.subarray(0, length));
  };
  for (const chunk of chunks) {
    const bytes = new Uint8Array(carry.length + chunk.length);
    bytes.set(carry);
    bytes.set(chunk, carry.length);
    const end = Math.max(bytes.lastIndexOf(10), bytes.lastIndexOf(13)) + 1;
    take(bytes, end);
    carry = bytes.slice(end);
  }
  take(carry, carry.length);
  return out;
}

/** Whether nearly every line is one quoted cell: quotes inside are doubled, and they hold what could delimit, the first line, too. */
export function areWrapped(bytes: Uint8Array): boolean {
  if (!bytes.includes(34)) return false;
  const lines = new TextDecoder('utf-8', { ignoreBOM: true })
    .decode(bytes)
    .split(/[\r\n]+/)
    .filter((line) => line !== '');
  // A bare name above such lines is that of a column of texts.
  if (!/[;\t|,]/.test(lines[0] ?? '')) return false;
  const wrapped = lines.filter((line) => /^"(?:[^"]|"")*"$/.test(line) && /[;\t|]|,\S/.test(line));
  return lines.length > 1 && wrapped.length >= 0.9 * lines.length;
}
