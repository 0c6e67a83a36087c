/** The catalogue's sentences, filled in, and errors on their way through a worker's door. */
import { expect, test } from 'vitest';
import {
  fromErrorData,
  noticeOf,
  noticeText,
  toErrorData,
  UserError,
  type ErrorCode,
  type Facts,
  type NoticeCode,
  type Place,
} from '../../src/core/errors.ts';
import { noticeSentences, sentences } from '../../src/core/sentences.ts';

const place: Place = { line: 1_234_567, column: 'capital-gain', step: 'two-way counts', key: 'columns.age.bounds' };
/** As long as they come in earnest. A sentence that asks for a fact that is not here stops its test. */
const facts = strict({
  asked: '0.0125',
  because: 'memory',
  cells: 12_345,
  codec: 'zstd',
  columns: Array.from({ length: 30 }, (_, i) => `column-${i}`),
  part: 'synthetic',
  real: 'categorical',
  parts: ['foreignKeys', 'primaryKey', 'fields.column-1.constraints.pattern'],
  delimiter: 'semicolon',
  encoding: 'windows-1252',
  epsilon: '12.5',
  expected: '1234',
  evidence: 'bytes that are no letters',
  format: 'an Excel workbook',
  found: 'delimited otherwise',
  named: 'delimited text',
  forms: 3,
  from: 'Sequential trees',
  id: 'copula',
  kept: 41_238,
  kind: 'numeric',
  known: ['independent', 'copula'],
  left: '0.0035',
  levels: 123_456,
  limit: 65_535,
  megabytes: 2_345,
  path: '/home/somebody/tables/adult.csv',
  problem: 'must be a whole number from 0 to 12',
  range: 'a number above 0 and at most 100',
  records: 48_842,
  room: 123_456,
  rows: 234_567,
  share: 75,
  spent: '0.0021',
  synthesizer: 'Sequential trees',
  usage: 'npm run pipeline -- --input FILE --recipe RECIPE.json --out DIR [--entropy-seed N]',
  what: 'Rows per person',
  device: 8_192,
  sheets: ['Sheet 1', 'Patients 2024'],
  target: 'income',
  to: 'Columns on their own',
  total: 12_345_678,
  wayOut: 'Open it in the program that wrote it, export the table as CSV',
  why: 'its values are of another kind',
});
/** The one code whose `columns` are counted and not named. */
const WIDE: Facts = { columns: 12_345, limit: 10_000 };
const ADVICE =
  /\b(?:choose|change|add|mend|save|drop|cut|take|leave|make|lower|remove|use|wait|try|declare|check|restore|known|usage|must be)\b/i;

test.each(Object.keys(sentences) as ErrorCode[])(
  '%s says in under 200 characters what is wrong and what to do',
  (code) => {
    const { message } = new UserError(code, code === 'too-many-columns' ? WIDE : facts, place);
    expectPlain(message);
    expect(message).toMatch(ADVICE);
  },
);

test.each(Object.keys(noticeSentences) as NoticeCode[])('%s says in under 200 characters what was found', (code) => {
  expectPlain(noticeText(noticeOf(code, 'warning', place, 12_345, facts)));
});

test.each(Object.keys(sentences) as ErrorCode[])('%s is the same on the other side of a wire', (code) => {
  const error = new UserError(code, { ...facts }, place);
  const received = fromErrorData(structuredClone(toErrorData(error)));
  expect(received).toBeInstanceOf(UserError);
  expect(received).toMatchObject({ code, message: error.message, place, facts: { ...facts } });
});

test('a fault keeps its message and has no code of the catalogue', () => {
  const data = structuredClone(toErrorData(new TypeError('cholesky: not a square')));
  expect(data).toEqual({ code: 'fault', message: 'cholesky: not a square', place: {}, facts: {} });
  const received = fromErrorData(data);
  expect(received).not.toBeInstanceOf(UserError);
  expect(received.message).toBe('cholesky: not a square');
});

test('what is thrown and is no error is a fault that does not repeat it', () => {
  expect(toErrorData('cell 123').message).not.toContain('123');
});

test('counts stand in groups of three and long lists are cut', () => {
  const known = Array.from({ length: 9 }, (_, i) => `k${i}`);
  expect(new UserError('option-unknown', { known }, { key: 'x' }).message).toContain('k0, k1, k2, k3, k4 and 4 more');
  expect(new UserError('too-many-columns', { columns: 1_234_567, limit: 10_000 }).message).toContain('1,234,567');
});

function expectPlain(sentence: string): void {
  expect(sentence.length).toBeLessThan(200);
  expect(sentence).toMatch(/^[A-Z0-9].*\.$|Usage: /);
  expect(sentence).not.toMatch(/undefined|NaN|\[object|null| {2}/);
}

function strict(known: Facts): Facts {
  return new Proxy(known, {
    get: (target, name) => {
      if (typeof name === 'string' && !(name in target)) throw new Error(`no fact ${name} is prepared`);
      return Reflect.get(target, name) as unknown;
    },
  });
}
