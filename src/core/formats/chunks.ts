/** A file's bytes as the pieces in which they came, joined as a whole only for decoders that want them so. */
export type Chunks = readonly Uint8Array[];

export function byteLengthOf(chunks: Chunks): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}

/** The first bytes in one piece, fewer if there are no more. */
export function firstBytes(chunks: Chunks, wanted: number): Uint8Array {
  const first = chunks[0];
  if (first !== undefined && first.length >= wanted) return first.subarray(0, wanted);
  const bytes = new Uint8Array(Math.min(wanted, byteLengthOf(chunks)));
  let at = 0;
  for (const chunk of chunks) {
    if (at === bytes.length) break;
    const part = chunk.subarray(0, bytes.length - at);
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export function withoutFirst(chunks: Chunks, byteLength: number): Chunks {
  const rest: Uint8Array[] = [];
  let left = byteLength;
  for (const chunk of chunks) {
    if (left < chunk.length) rest.push(left > 0 ? chunk.subarray(left) : chunk);
    left = Math.max(0, left - chunk.length);
  }
  return rest;
}

export function joined(chunks: Chunks): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(byteLengthOf(chunks));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** Where the line with this number begins, from 1; the end of the bytes if there are not so many. CRLF, LF and CR end lines. */
export function startOfLine(chunks: Chunks, line: number): number {
  let at = 1;
  let offset = 0;
  const hasFeed = chunks.some((chunk) => chunk.includes(10));
  if (line <= 1) return 0;
  for (const chunk of chunks) {
    for (let place = 0; place < chunk.length; place++) {
      if (chunk[place] !== (hasFeed ? 10 : 13)) continue;
      if (++at === line) return offset + place + 1;
    }
    offset += chunk.length;
  }
  return offset;
}

export function onlyFirst(chunks: Chunks, byteLength: number): Chunks {
  const kept: Uint8Array[] = [];
  let left = byteLength;
  for (const chunk of chunks) {
    if (left > 0) kept.push(left < chunk.length ? chunk.subarray(0, left) : chunk);
    left = Math.max(0, left - chunk.length);
  }
  return kept;
}
