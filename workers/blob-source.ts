/** A file that the page handed over, as the engine's byte source: streamed, never read as one text. */
import type { ByteSource } from '../src/core/formats/source.ts';
import { UserError } from '../src/core/errors.ts';

export function blobSource(file: Blob, name: string): ByteSource {
  return { name, size: file.size, chunks: () => chunksOf(file) };
}

async function* chunksOf(file: Blob): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new UserError('file-unreadable');
    });
    if (done) return;
    yield value;
  }
}
