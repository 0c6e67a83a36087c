/** Every answer that the reader offers is one that the page can carry out, on odd files as people meet them. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { UserError, type Notice } from '../../../src/core/errors.ts';
import type { ReadResult } from '../../../src/core/formats/read-table.ts';
import { answered } from '../../../src/state/answers.ts';
import { readBytes } from '../../helpers/reading.ts';

const folder = new URL('../../samples/ugly/', import.meta.url);
const MOST_BYTES = 12_000;
const files = readdirSync(folder)
  .filter((name) => /\.(csv|txt|tsv)$/.test(name) && !name.includes('.clean.'))
  .map((name) => ({ name, bytes: readFileSync(new URL(encodeURIComponent(name), folder)) }))
  .filter(({ bytes }) => bytes.length > 0 && bytes.length <= MOST_BYTES);

const questionsOf = ({ notices }: ReadResult): readonly Notice[] =>
  notices.filter(({ severity, answers = [] }) => severity === 'question' && answers.length > 0);
const keyOf = ({ code, place, facts }: Notice): string =>
  [code, place.column ?? '', String(facts['what'] ?? '')].join(' ');
const shapeOf = ({ table, inferences }: ReadResult): unknown => [table.rowCount, inferences.map(({ kind }) => kind)];

async function readAgain(bytes: Uint8Array, reading: Parameters<typeof readBytes>[1]): Promise<ReadResult | null> {
  try {
    return await readBytes(bytes, reading);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

const asked = (
  await Promise.all(files.map(async (file) => ({ ...file, read: await readAgain(file.bytes, {}) })))
).flatMap(({ name, bytes, read }) =>
  read ? questionsOf(read).map((question) => ({ name, bytes, read, question })) : [],
);

test('the files ask questions of many sorts', () => {
  expect(new Set(asked.map(({ question }) => question.code)).size).toBeGreaterThanOrEqual(7);
});

test.each(asked.map((one) => ({ ...one, key: keyOf(one.question) })))(
  '$name: $key is not asked again, and the taken answer changes nothing',
  async ({ bytes, read, question, key }) => {
    for (const [place, answer] of (question.answers ?? []).entries()) {
      const reading = answered({}, question, answer);
      if (answer.answer === 'text') continue; // nothing is said: it is what was done
      expect(reading).not.toEqual({});
      const again = await readAgain(bytes, reading);
      // A ragged file is cut anew where its delimiter is said: more of its lines may fit.
      const isRagged = question.code === 'delimiter-unsure' && read.aside.length > 0;
      if (place === 0 && !isRagged) expect(again && shapeOf(again)).toEqual(shapeOf(read));
      expect(again ? questionsOf(again).map(keyOf) : []).not.toContain(key);
    }
  },
);

test('rows that sum up others are kept, or left out', () => {
  const question: Notice = { code: 'total-rows', severity: 'question', place: {}, count: 1, facts: {} };
  for (const answer of ['keep', 'leave-out']) {
    expect(answered({ header: true }, question, { answer, shown: [] })).toEqual({ header: true, totals: answer });
  }
});

test('a sample of the rows is read, or all', () => {
  const question: Notice = {
    code: 'memory-scarce',
    severity: 'question',
    place: {},
    count: 900,
    facts: { device: 512 },
  };
  expect(answered({}, question, { answer: '200000', shown: [] })).toEqual({ sampleRows: 200_000 });
  expect(answered({ header: true }, question, { answer: 'all', shown: [] })).toEqual({ header: true });
});
