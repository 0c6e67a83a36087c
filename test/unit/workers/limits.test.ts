/** Files beyond what is read, as the engine answers them: refused in a sentence, early, and with nothing half read. */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { FirstRows, OnFirstRows, Outcome, Read, ReadJob } from '../../../workers/api.ts';
import { formats } from '../../../workers/formats.ts';
import { gunzip } from '../../../workers/gunzip.ts';
import { serveTables } from '../../../workers/tables.ts';
import { silent } from '../../../src/core/progress.ts';

const MIB = 2 ** 20;
const engine = serveTables({ gunzip, now: () => 0, formats });

function read(file: Blob, more: Partial<ReadJob> = {}): Promise<Outcome<Read>> {
  return engine.read({ file, name: 'table.csv', reading: {}, ...more }, silent);
}

async function refusal(file: Blob, more: Partial<ReadJob> = {}): Promise<string> {
  const outcome = await read(file, more);
  return outcome.ok ? 'read' : outcome.error.code;
}

/** A file that says what size it has, and streams these pieces for as long as it is asked. */
function fakeFile(size: number, pieces: Iterable<Uint8Array<ArrayBuffer>>): { file: Blob; taken: () => number } {
  const iterator = pieces[Symbol.iterator]();
  let taken = 0;
  const stream = () =>
    new ReadableStream<Uint8Array<ArrayBuffer>>(
      {
        pull: (controller) => {
          const { done, value } = iterator.next();
          if (done) return controller.close();
          taken++;
          controller.enqueue(value);
        },
      },
      { highWaterMark: 0 },
    );
  const arrayBuffer = () => Promise.reject(new Error('a file of this size is not held as a whole'));
  const file = Object.defineProperty(Object.assign(new Blob([]), { stream, arrayBuffer }), 'size', { value: size });
  return { file, taken: () => taken };
}

test('a file of 2.1 GB is refused before any of it is read', async () => {
  const { file, taken } = fakeFile(2.1 * 2 ** 30, [new Uint8Array(MIB)]);
  const outcome = await read(file);
  expect(outcome).toMatchObject({ ok: false, error: { code: 'file-too-large' } });
  expect(!outcome.ok && outcome.error.message).toContain('The file has 2,151 MB; the limit is 2,048 MB.');
  expect(taken()).toBe(0);
});

test('a gzip that unpacks to far more than two hundred times its size is refused', async () => {
  expect(await refusal(new Blob([new Uint8Array(gzipSync(new Uint8Array(72 * MIB)))]))).toBe('unpacks-too-large');
});

test.each([
  ['in quotes', '"', '"'],
  ['bare', '', ''],
])('a cell of 70 MiB is refused with its line, %s', async (_, before, after) => {
  const cell = new Uint8Array(70 * MIB).fill(97);
  const file = new Blob(['a,b\n1,x\n2,', before, cell, after, '\n3,y\n']);
  const outcome = await read(file);
  expect(outcome).toMatchObject({ ok: false, error: { code: 'cell-too-large', place: { line: 3 } } });
});

test('a workbook with a password is refused as that', async () => {
  const name = Array.from('EncryptedPackage').join('\0');
  const bytes = Buffer.from(`\u00d0\u00cf\u0011\u00e0${'\0'.repeat(1500)}${name}\0${'\0'.repeat(500)}`, 'latin1');
  expect(await refusal(new Blob([new Uint8Array(bytes)]))).toBe('workbook-protected');
});

test('a file that grew or shrank since it was chosen is not read', async () => {
  const text = new TextEncoder().encode('a,b\n1,2\n');
  expect(await refusal(fakeFile(400 * MIB, [text]).file)).toBe('file-changed');
});

test('a file that is read again and is another one is refused', async () => {
  const first = await read(new Blob(['a,b\n1,2\n3,4\n']));
  const bytesSha256 = first.ok ? first.value.bytesSha256 : '';
  expect(await refusal(new Blob(['a,b\n1,2\n3,4\n']), { bytesSha256 })).toBe('read');
  expect(await refusal(new Blob(['a,b\n1,2\n3,5\n']), { bytesSha256 })).toBe('file-changed');
});

test.each([
  ['all of it', null, 40_000],
  ['a sample', 1_000, 1_000],
])('above half of the memory of the device nothing more is read until it is said: %s', async (_, rows, expected) => {
  const town = 'some town in the north '.repeat(5);
  const text = `town,size\n${Array.from({ length: 40_000 }, (_, row) => `${town},${row}.25\n`).join('')}`;
  const blob = new Blob([text]);
  let begun = 0;
  const file = Object.assign(blob, {
    stream: () => {
      begun++;
      return Blob.prototype.stream.call(blob);
    },
  });
  const small = serveTables({ gunzip, now: () => 0, formats, deviceBytes: 8 * MIB });
  let answer: (rows: number | null) => void = () => {};
  let outcome: ReturnType<typeof small.read>;
  const first = await new Promise<FirstRows>((seen) => {
    const onFirstRows: OnFirstRows = (rowsSeen) =>
      new Promise((resolve) => {
        answer = resolve;
        seen(rowsSeen);
      });
    outcome = small.read({ file, name: 'table.csv', reading: {} }, silent, onFirstRows);
  });
  expect([first.notices[0]!.code, begun]).toEqual(['memory-scarce', 1]);
  answer(rows);
  const read = await outcome!;
  expect(begun).toBe(2);
  if (!read.ok) throw new Error(read.error.code);
  expect(read.value.table.rowCount).toBe(expected);
  expect(read.value.notices.filter(({ severity }) => severity === 'question')).toEqual([]);
});
