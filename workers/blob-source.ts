/** A file that the page handed over, as the engine's byte source: streamed, never read as one text. */
import type { ByteSource } from '../src/core/formats/source.ts';
import { UserError } from '../src/core/errors.ts';

/** Above this size the file is hashed as it streams by: the platform's digest wants all bytes at once. */
const MAX_DIGEST_BYTES = 256 * 1024 * 1024;

export function blobSource(file: Blob, name: string): ByteSource {
  const source: ByteSource = { name, size: file.size, chunks: () => chunksOf(file) };
  // Undefined where the page is not a secure context, whatever the types say.
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined;
  return file.size <= MAX_DIGEST_BYTES && subtle ? { ...source, sha256: () => digestOf(file, subtle) } : source;
}

/** Beside the reading, on a thread of the platform's own. */
async function digestOf(file: Blob, subtle: SubtleCrypto): Promise<string> {
  const bytes = await file.arrayBuffer().catch(() => {
    throw new UserError('file-unreadable');
  });
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function* chunksOf(file: Blob): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw new UserError('file-unreadable');
      });
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {}); // whoever wants no more of it lets go of the file
  }
}
