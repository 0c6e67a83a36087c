/** JSON in the shapes that people write tables in, whole and in parts of any size. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeJsonBytes } from '../../../src/core/formats/write-json.ts';
import type { Column } from '../../../src/core/table/column.ts';
import { forAll } from '../../helpers/properties.ts';
import { readBytes, readText, rowsAsTexts } from '../../helpers/reading.ts';

const namesOf = (columns: readonly Column[]): string[] => columns.map(({ name }) => name);
const rejected = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'read',
    (error: unknown) => (error as { code?: string }).code,
  );

const WANTED = [
  ['1.5', 'x', ''],
  ['2.25', '', 'true'],
];

test.each([
  ['records', '[{"n": 1.5, "t": "x", "b": null},\n {"n": 2.25, "t": "", "b": true}]', 'json'],
  ['lines', '{"n":1.5,"t":"x"}\n\n{"b":true,"n":2.25}\n', 'jsonl'],
  ['lists with names', '[["n","t","b"],[1.5,"x",null],[2.25,null,true]]', 'json'],
  ['names beside lists', '{"data":[[1.5,"x",null],[2.25,null,true]],"columns":["n","t","b"]}', 'json'],
  ['columns', '{"n":[1.5,2.25],"t":["x",null],"b":[null,true]}', 'json'],
  ['labelled columns', '{"n":{"0":1.5,"1":2.25},"t":{"0":"x"},"b":{"1":true}}', 'json'],
  ['a member that is a list', '{"next":null,"rows":[{"n":1.5,"t":"x"},{"n":2.25,"b":true}]}', 'json'],
])('%s are a table', async (_, text, format) => {
  for (const chunkBytes of [1, 7, undefined]) {
    const read = await readText(text, {}, chunkBytes);
    expect(read.format).toBe(format);
    const order = ['n', 't', 'b'].map((name) => namesOf(read.table.columns).indexOf(name));
    expect(rowsAsTexts(read.table).map((row) => order.map((place) => row[place]))).toEqual(WANTED);
  }
});

test('absent keys are missing and counted, null is not counted; members beside the table are told', async () => {
  const { notices } = await readText('{"total":2,"rows":[{"a":1,"b":null},{"a":2.5}]}');
  expect(notices.filter(({ place }) => place.column === undefined)).toMatchObject([
    { code: 'keys-absent', count: 1 },
    { code: 'members-left-out', count: 1 },
  ]);
});

test('one level of nesting makes columns, what is deeper and lists become text', async () => {
  const { table } = await readText('[{"a":{"b":1.5,"c":{"d":[1, 2]}},"e":[ "x y", {} ]},{"a":{},"e":null}]');
  expect(namesOf(table.columns)).toEqual(['a.b', 'a.c', 'e']);
  expect(rowsAsTexts(table)).toEqual([
    ['1.5', '{"d":[1,2]}', '["x y",{}]'],
    ['', '', ''],
  ]);
});

test('labels that do not count from nought are a column', async () => {
  const { table } = await readText('{"a":{"x":1.5,"y":2.5}}');
  expect(rowsAsTexts(table)).toEqual([
    ['1.5', 'x'],
    ['2.5', 'y'],
  ]);
  expect(namesOf(table.columns)).toEqual(['a', 'index']);
});

test('numbers keep their places, long keys their digits, texts their zeros', async () => {
  const { table, dialect, notices } = await readText(
    '[{"p":1.50,"k":12345678901234567890,"z":"02139"},{"p":2.25,"k":12345678901234567891,"z":"02140"}]',
  );
  expect(table.columns.map(({ kind }) => kind)).toEqual(['numeric', 'categorical', 'categorical']);
  expect(dialect.columns[0]!.places).toEqual({ fewest: 2, most: 2 });
  expect(rowsAsTexts(table)[1]).toEqual(['2.25', '12345678901234567891', '02140']);
  expect(notices.map(({ code }) => code)).toContain('digits-lost');
});

test('numbers beside words are texts', async () => {
  const { table } = await readText('[{"a":1},{"a":"low"},{"a":2.5}]');
  expect(rowsAsTexts(table)).toEqual([['1'], ['low'], ['2.5']]);
});

test('lists of unequal length: cells are padded or make a column', async () => {
  const { table, notices } = await readText('[["a","b"],[1,2],[3],[4,5,6]]');
  expect(rowsAsTexts(table)).toEqual([
    ['1', '2', ''],
    ['3', '', ''],
    ['4', '5', '6'],
  ]);
  expect(namesOf(table.columns)).toEqual(['a', 'b', 'column_3']);
  expect(notices.map(({ code }) => code)).toContain('row-short');
});

test('a first list of numbers is a row; the user decides otherwise', async () => {
  const { table, dialect } = await readText('[[1,2],[3,4]]');
  expect([table.rowCount, dialect.header]).toEqual([2, false]);
  expect(namesOf((await readText('[[1,2],[3,4]]', { header: true })).table.columns)).toEqual(['1', '2']);
});

test.each([
  ['[]', 'no-rows'],
  ['{}', 'no-rows'],
  ['[{}]', 'no-rows'],
  ['[{"a":1},', 'json-broken'],
  ['[{"a":1} {"a":2}]', 'json-broken'],
  ['[{"a":1}]]', 'json-broken'],
  ['{"a":1}\n{"a":01}\n{"a":', 'json-broken'],
  ['[{"a":"x\ny"}]', 'json-broken'],
  ['{"a":{"b":{"c":1}},"d":[[1]]}', 'json-no-table'],
])('%j is refused as %s', async (text, code) => expect(await rejected(readText(text))).toBe(code));

test('a break is told with its line, and never with what stands there', async () => {
  await expect(readText('[{"a":"secret"},\n{"a":"secret"\n{"a":1}]')).rejects.toMatchObject({
    place: { line: 3 },
    message: expect.not.stringContaining('secret') as string,
  });
});

test('any texts and numbers come back as they are, from the platform’s writer and from ours, in parts of any size', async () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 12 }).map((made) => `x${made}`);
  const row = fc.record({ t: text, n: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }) });
  const cases: [{ t: string; n: number }[], number][] = [];
  forAll(fc.tuple(fc.array(row, { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 9 })), (one) => {
    cases.push(one);
  });
  for (const [rows, chunkBytes] of cases) {
    const read = await readText(JSON.stringify(rows), {}, chunkBytes);
    const texts = rows.map(({ t }) => t.replace(/[\ud800-\udfff]/gu, '\ufffd'));
    expect(rowsAsTexts(read.table).map(([cell]) => cell)).toEqual(texts);
    for (const areLines of [true, false]) {
      const again = await readBytes(writeJsonBytes(read.table, read.dialect, { tag: null }, areLines), {}, chunkBytes);
      expect(again.table).toEqual(read.table);
    }
  }
});

test('a number as it is written is the platform’s double, whatever its length and wherever a part ends', async () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 8 });
  const number = fc
    .tuple(fc.constantFrom('', '-'), fc.integer({ min: 0, max: 10 ** 6 }), fc.option(digits))
    .map(([sign, whole, fraction]) => `${sign}${whole}${fraction === null ? '' : `.${fraction}`}`);
  const cases: [string[], number][] = [];
  forAll(fc.tuple(fc.array(number, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 40 })), (one) => {
    cases.push(one);
  });
  for (const [numbers, chunkBytes] of cases) {
    // Half a number beside them keeps the column from being a constant or a boolean.
    const { table } = await readText(`{"a":[${numbers.join(',')},0.5,7.25]}`, {}, chunkBytes);
    const column = table.columns[0]!;
    expect(column.kind === 'numeric' && Array.from(column.values)).toEqual([...numbers.map(Number), 0.5, 7.25]);
  }
});

test('JSON with any byte changed, cut or doubled is a table or an error of the catalogue', async () => {
  const whole = new TextEncoder().encode(
    '{"n":null,"rows":[{"a":1.5,"b":"x\\u00e9\\n","c":{"d":[1,{"e":true}]}},\n{"a":-2e3,"b":"","c":null}]}',
  );
  const cases: Uint8Array[] = [];
  forAll(fc.tuple(fc.nat(whole.length - 1), fc.nat(255), fc.constantFrom('flip', 'cut', 'double')), (one) => {
    const [at, byte, how] = one;
    if (how === 'flip') cases.push(whole.with(at, byte));
    else cases.push(how === 'cut' ? whole.slice(0, at) : Uint8Array.of(...whole.slice(0, at), ...whole.slice(at - 9)));
  });
  for (const bytes of cases) expect(await rejected(readBytes(bytes, {}, 7))).toBeTypeOf('string');
});

test('a line that is no record is set aside, and leaves nothing behind', async () => {
  const lines = Array.from({ length: 30 }, (_, row) => `{"a":${row},"b":"x${row % 3}"}`);
  const text = lines.with(4, '{"a":1,"c":nul}').with(9, 'no record').join('\r\n');
  const { table, notices, aside } = await readText(text);
  expect(table).toMatchObject({ rowCount: 28, columns: [{ name: 'a' }, { name: 'b' }] });
  expect(aside).toEqual([
    { line: 5, text: '{"a":1,"c":nul}' },
    { line: 10, text: 'no record' },
  ]);
  const question = notices.find(({ code }) => code === 'rows-set-aside');
  expect(question).toMatchObject({ severity: 'question', count: 2, lines: [5, 10], place: { line: 5 } });
  expect(question!.answers).toEqual([{ answer: 'leave-out', shown: ['{"a":1,"c":nul}', 'no record'] }]);
});

test('few such lines of many are a warning', async () => {
  const lines = Array.from({ length: 300 }, (_, row) => `{"a":${row}}`);
  const { notices } = await readText([...lines, '{"a":'].join('\n'));
  expect(notices.find(({ code }) => code === 'json-lines-aside')).toMatchObject({
    severity: 'warning',
    lines: [301],
  });
});
