import { expect, test } from 'vitest';
import { writeJsonBytes } from '../../../src/core/formats/write-json.ts';
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
