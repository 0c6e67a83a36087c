import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { readTable } from '../../../src/core/formats/read-table.ts';
import { silent } from '../../../src/core/progress.ts';
import { blobSource } from '../../../workers/blob-source.ts';
import { gunzip } from '../../../workers/gunzip.ts';

const read = (file: Blob) => readTable(blobSource(file, 'table.csv'), {}, { gunzip }, silent);

test('a file is streamed and hashed as it lies there', async () => {
  const text = 'id,town\n1,Ulm\n2,Bonn\n';
  const { table, bytesSha256, byteLength } = await read(new Blob([text]));
  expect(table.rowCount).toBe(2);
  expect(bytesSha256).toBe(createHash('sha256').update(text).digest('hex'));
  expect(byteLength).toBe(text.length);
});

test('a file that moves away while it is read says so', async () => {
  let pulls = 0;
  const stream = () =>
    new ReadableStream<Uint8Array>({
      pull: (controller) => {
        if (pulls++ === 0) controller.enqueue(new TextEncoder().encode('id,town\n1,Ulm\n'));
        else controller.error(new DOMException('gone', 'NotReadableError'));
      },
    });
  const file = Object.assign(new Blob(['id,town\n1,Ulm\n']), { stream });
  await expect(read(file)).rejects.toMatchObject({ code: 'file-unreadable' });
});

test('a file that can be streamed but not hashed says so, too', async () => {
  const refused = () => Promise.reject(new DOMException('locked', 'NotReadableError'));
  const file = Object.assign(new Blob(['id,town\n1,Ulm\n']), { arrayBuffer: refused });
  await expect(read(file)).rejects.toMatchObject({ code: 'file-unreadable' });
});
