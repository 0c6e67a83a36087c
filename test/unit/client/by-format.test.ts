import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { byFormat } from '../../../src/client/by-format.ts';
import type { Engine } from '../../../src/client/engine.ts';

/** An engine that answers with its own name. */
function named(name: string): Engine {
  const answer = () => Promise.resolve(name);
  return { read: answer, write: answer, close: () => {} } as unknown as Engine;
}
const engine = byFormat(named('engine'), named('tables'));
const reader = (file: Blob): Promise<unknown> => engine.read({ file, name: 'a', reading: {} });

test.each([
  ['a,b\n1,2\n', 'engine'],
  ['', 'engine'],
  ['5[\n1', 'engine'],
  ['PAR1\u0000', 'tables'],
  ['PK\u0003\u0004', 'tables'],
  ['\uFEFF [{"a":1}]', 'tables'],
  ['{"a":1}\n', 'tables'],
])('a file that begins with %j is read by the %s, packed or not', async (text, who) => {
  expect(await reader(new Blob([text]))).toBe(who);
  expect(await reader(new Blob([gzipSync(text + ' '.repeat(20_000))]))).toBe(who);
});

test('a damaged gzip file, and a file that is gone, are the engine’s to refuse', async () => {
  expect(await reader(new Blob([Uint8Array.of(0x1f, 0x8b, 9, 9, 9)]))).toBe('engine');
  const gone = { slice: () => ({ arrayBuffer: () => Promise.reject(new Error('gone')) }) };
  expect(await reader(gone as unknown as Blob)).toBe('engine');
});

test.each(['csv', 'csv.gz', 'json', 'jsonl', 'parquet', 'xlsx'] as const)(
  '%s is written where it can be',
  async (format) => {
    const job = { format } as Parameters<Engine['write']>[0];
    expect(await engine.write(job)).toBe(format.startsWith('csv') ? 'engine' : 'tables');
  },
);
