/** The made cells that are shown before a run: by what was chosen, by the cells without a claim, and by nothing under one. */
import { expect, test } from 'vitest';
import { readCsv } from '../../../../src/core/formats/read-csv.ts';
import { madeExamples } from '../../../../src/core/models/identifiers/examples.ts';
import { silent } from '../../../../src/core/progress.ts';
import type { ColumnChoices } from '../../../../src/core/table/choices.ts';
import { applyChoices, inferSchema } from '../../../../src/core/table/infer-schema.ts';

const ROWS = 40;
const cells = Array.from({ length: ROWS }, (_, row) => `K-${1000 + ((row * 7919) % 9000)}`);
const read = readCsv([new TextEncoder().encode(`key\n${cells.join('\n')}\n`)], {}, 'keys.csv', silent);

function examples(choices: ColumnChoices, isClaimed = false) {
  const { table, inferences } = read;
  const said: ColumnChoices = { kind: 'identifier', ...choices };
  const chosen = applyChoices(inferSchema(table, inferences), table, { key: said });
  return madeExamples(chosen, inferences[0]!, said, isClaimed);
}

test('without a claim cells are made by the pattern of the real ones, and are none of them', () => {
  const { patternOfCells, texts } = examples({});
  expect(patternOfCells).toBe('K-[1-9][0-9]{3}');
  expect(texts).toEqual([expect.stringMatching(/^K-[1-9]\d{3}$/), expect.stringMatching(/^K-[1-9]\d{3}$/)]);
  expect(texts.filter((text) => cells.includes(text))).toEqual([]);
});

test('under a claim the pattern is there to be declared, and what is made owes nothing to a cell', () => {
  expect(examples({}, true)).toEqual({ patternOfCells: 'K-[1-9][0-9]{3}', texts: ['1', '2'] });
  expect(examples({ identifier: { pattern: 'X[0-9]{6}' } }, true).texts).toEqual([
    expect.stringMatching(/^X\d{6}$/),
    expect.stringMatching(/^X\d{6}$/),
  ]);
});

test('cells that are left empty have no example, a mark has one', () => {
  expect(examples({ fate: 'drop' }).texts).toEqual([]);
  expect(examples({ fate: 'redact' }).texts).toEqual(['[redacted]']);
  expect(examples({ kind: 'text', fate: 'words', words: [2, 2] }).texts).toEqual([
    expect.stringMatching(/^\w+ \w+$/),
    expect.stringMatching(/^\w+ \w+$/),
  ]);
});

test.each([
  { what: 'no pattern', pattern: 'INV-[0-9', code: 'pattern-invalid' },
  { what: 'a pattern with too little room', pattern: 'A[0-9]', code: 'identifier-space-small' },
])('$what: $code', ({ pattern, code }) => {
  const place = { column: 'key' };
  expect(() => examples({ identifier: { pattern } })).toThrow(expect.objectContaining({ code, place }));
});
