import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readJson } from '../../../src/core/formats/read-json.ts';
import { writeJsonBytes } from '../../../src/core/formats/write-json.ts';
import { silent } from '../../../src/core/progress.ts';
import { forAll } from '../../helpers/properties.ts';
import { readText } from '../../helpers/reading.ts';

const CSV = 'n,b,t,d,z\n1.50,true,"say ""x""",2024-01-02,02139\n,false,,2024-01-03,02140\n2.25,true,y,,02141\n';
const json = async (areLines: boolean): Promise<string> => {
  const { table, dialect } = await readText(CSV);
  const bytes = writeJsonBytes(table, dialect, { tag: { name: '_provenance', value: 'synthetic' } }, areLines);
  return new TextDecoder().decode(bytes);
};

test('numbers keep their places, booleans are bare, missing cells are null, the tag comes last', async () => {
  expect(await json(true)).toBe(
    '{"n":1.50,"b":true,"t":"say \\"x\\"","d":"2024-01-02","z":"02139","_provenance":"synthetic"}\n' +
      '{"n":null,"b":false,"t":null,"d":"2024-01-03","z":"02140","_provenance":"synthetic"}\n' +
      '{"n":2.25,"b":true,"t":"y","d":null,"z":"02141","_provenance":"synthetic"}\n',
  );
});

test('JSON is the same records in a list', async () => {
  const lines = (await json(true)).trim().split('\n');
  expect(JSON.parse(await json(false))).toEqual(lines.map((line) => JSON.parse(line) as unknown));
});

const rewritten = (text: string): string => {
  const { table, dialect } = readJson([new TextEncoder().encode(text)], {}, silent);
  return new TextDecoder().decode(writeJsonBytes(table, dialect, { tag: null }, true));
};
/** How the number `cents / 100` may be written. */
const SPELLINGS: Readonly<Record<string, (cents: number) => string>> = {
  fixed: (cents) => (cents / 100).toFixed(2),
  trimmed: (cents) => String(cents / 100),
  'fixed in a text': (cents) => `"${(cents / 100).toFixed(3)}"`,
  'trimmed in a text': (cents) => `"${cents / 100}"`,
  comma: (cents) => `"${(cents / 100).toFixed(2).replace('.', ',')}"`,
  euros: (cents) => `"€${Math.trunc(cents / 100)},${String(500 + (cents % 100))}.50"`,
  'few in a text': (cents) => `"${cents % 3}"`,
};

test('numbers of JSON lines are written as they stood: places, texts, marks and affixes', () => {
  const spellings = fc.subarray(Object.keys(SPELLINGS), { minLength: 1 });
  const cents = fc.uniqueArray(fc.integer({ min: 100, max: 99_999 }), { minLength: 25, maxLength: 40 });
  forAll(
    fc.tuple(spellings, cents, fc.boolean()),
    ([names, values, hasGap]) => {
      const lines = values.map((value, row) => {
        const cells = names.map((name) => `"${name}":${hasGap && row === 3 ? 'null' : SPELLINGS[name]!(value)}`);
        return `{${cells.join(',')}}\n`;
      });
      expect(rewritten(lines.join(''))).toBe(lines.join(''));
    },
    40,
  );
});

test('numbers beside a word keep the places that all of them have', () => {
  const lines = Array.from({ length: 30 }, (_, row) => `{"n":${row === 3 ? '"n/a"' : (row / 2).toFixed(2)}}\n`);
  expect(rewritten(lines.join(''))).toBe(lines.join('').replace('"n/a"', 'null'));
});
