/**
 * Unpacks gzip while it streams, through the platform's own decompressor, and packs what is written. A file that
 * unpacks to more than `MAX_RATIO` times its size is a trap, not a table.
 */
import { UserError } from '../src/core/errors.ts';

const MAX_RATIO = 200;
/** Below this size a high ratio is harmless. */
const HARMLESS_BYTES = 64 * 1024 * 1024;

export async function* gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let packed = 0;
  let unpacked = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      packed += chunk.length;
      yield chunk;
    }
  };
  for await (const chunk of through(counted(), new DecompressionStream('gzip'))) {
    unpacked += chunk.length;
    if (unpacked > HARMLESS_BYTES && unpacked > MAX_RATIO * packed) throw new UserError('unpacks-too-large');
    yield chunk;
  }
}

export async function gzip(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  const once = async function* (): AsyncGenerator<Uint8Array> {
    yield bytes;
  };
  for await (const part of through(once(), new CompressionStream('gzip'))) parts.push(part);
  const packed = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    packed.set(part, at);
    at += part.length;
  }
  return packed;
}

async function* through(
  chunks: AsyncGenerator<Uint8Array>,
  transform: GenericTransformStream,
): AsyncGenerator<Uint8Array> {
  const writer = (transform.writable as WritableStream<Uint8Array>).getWriter();
  const reader = (transform.readable as ReadableStream<Uint8Array>).getReader();
  const writing = (async () => {
    for await (const chunk of chunks) await writer.write(chunk);
    await writer.close();
  })();
  writing.catch(() => {}); // a failed write also fails the read below, which is where it is reported
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
    await writing;
  } catch (error) {
    throw error instanceof UserError ? error : new UserError('file-damaged', { format: 'a gzip file' });
  } finally {
    // Whoever stops listening stops the source, too.
    await reader.cancel().catch(() => {});
  }
}
