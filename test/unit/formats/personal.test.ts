import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Inference } from '../../../src/core/table/inference.ts';
import { inferSchema } from '../../../src/core/table/infer-schema.ts';
import { forAllAsync } from '../../helpers/properties.ts';
import { readText, rowsAsTexts, written } from '../../helpers/reading.ts';

const repeated = (cells: readonly string[], rows: number): string[] =>
  Array.from({ length: rows }, (_, row) => cells[row % cells.length]!);
const fileOf = (name: string, cells: readonly string[]): string =>
  `n,"${name}"\n${cells.map((cell, row) => `${row},"${cell}"`).join('\n')}\n`;

async function inferenceOf(name: string, cells: readonly string[]): Promise<Inference> {
  return (await readText(fileOf(name, cells))).inferences[1]!;
}

/** Numbers are the examples that the schemes print, and those that their check rule makes of them. */
const BSN = ['111222333', '123456782', '999999990', '111111110', '100000009'];
const CARDS = ['4111111111111111', '5555555555554444', '378282246310005', '6011111111111117', '30569309025904'];
const found = [
  { name: 'x', cells: ['ann@example.org', 'bob.b@mail.example.com'], sort: 'email', by: 'shape', kind: 'identifier' },
  {
    name: 'E-Mail',
    cells: ['ann@example.org', 'b@example.com', 'unknown@'],
    sort: 'email',
    by: 'both',
    kind: 'identifier',
  },
  {
    name: 'x',
    cells: ['DE89 3704 0044 0532 0130 00', 'NL91ABNA0417164300'],
    sort: 'iban',
    by: 'shape',
    kind: 'identifier',
  },
  { name: 'x', cells: CARDS, sort: 'card', by: 'shape', kind: 'identifier' },
  { name: 'x', cells: BSN, sort: 'national-number', by: 'shape', kind: 'identifier' },
  { name: 'bsn', cells: BSN.slice(0, 2), sort: 'national-number', by: 'both', kind: 'identifier' },
  { name: 'SSN', cells: ['078-05-1120', '219-09-9999'], sort: 'national-number', by: 'both', kind: 'identifier' },
  {
    name: 'CodiceFiscale',
    cells: ['RCCMNL83S18D969H', 'MRTMTT91D08F205J'],
    sort: 'national-number',
    by: 'both',
    kind: 'identifier',
  },
  { name: 'x', cells: ['192.0.2.1', '198.51.100.255'], sort: 'ip', by: 'shape', kind: 'identifier' },
  { name: 'x', cells: ['2001:db8::1', '2001:db8:0:0:0:0:0:2'], sort: 'ip', by: 'shape', kind: 'identifier' },
  { name: 'x', cells: ['00:00:5e:00:53:01', '00:00:5E:00:53:FF'], sort: 'mac', by: 'shape', kind: 'identifier' },
  {
    name: 'x',
    cells: Array.from({ length: 12 }, (_, row) => `https://example.org/${row}`),
    sort: 'url',
    by: 'shape',
    kind: 'identifier',
  },
  {
    name: 'x',
    cells: Array.from({ length: 12 }, (_, row) => `123e4567-e89b-12d3-a456-4266141740${row + 10}`),
    sort: 'uuid',
    by: 'shape',
    kind: 'identifier',
  },
  { name: 'Telefonnummer', cells: ['030 901820', '(089) 233-00'], sort: 'phone', by: 'both', kind: 'identifier' },
  {
    name: 'x',
    cells: ['+49 30 901820', '+44 20 7946 0018', '+1 212 555 0100', '+31 20 5550100', '+33 1 70 18 00 00'],
    sort: 'phone',
    by: 'shape',
    kind: 'identifier',
  },
  { name: 'Nachname', cells: ['Curie', 'Gauß', "O'Neill"], sort: 'name', by: 'both', kind: 'text' },
  {
    name: 'name',
    cells: Array.from({ length: 12 }, (_, row) => `Marie Curie${'abcdefghijkl'[row]}`),
    sort: 'name',
    by: 'both',
    kind: 'text',
  },
  { name: 'Adresse', cells: ['Hauptstraße 12', 'Am Markt 3a'], sort: 'street', by: 'both', kind: 'text' },
  {
    name: 'fecha de nacimiento',
    cells: ['1867-11-07', '1777-04-30'],
    sort: 'birth-date',
    by: 'both',
    kind: 'datetime',
  },
  { name: 'Geburtsjahr', cells: ['1967', '1977', '1988'], sort: 'birth-date', by: 'both', kind: 'numeric' },
  { name: 'code_postal', cells: ['75001', '13002', '69003'], sort: 'postal-code', by: 'both', kind: 'numeric' },
  {
    name: 'home longitude',
    cells: ['13.40495', '-0.12776', '151.2093'],
    sort: 'coordinates',
    by: 'both',
    kind: 'numeric',
  },
  {
    name: 'x',
    cells: ['52.52001, 13.40495', '51.50735, -0.12776'],
    sort: 'coordinates',
    by: 'shape',
    kind: 'categorical',
  },
] as const;

test.each(found)('$name of $cells.0: $sort by $by, as $kind', async ({ name, cells, sort, by, kind }) => {
  expect(await inferenceOf(name, repeated(cells, Math.max(12, cells.length)))).toMatchObject({
    kind,
    personal: { sort, by },
  });
});

const others = [
  { why: 'a token within a word', name: 'phonetics', cells: ['030 901820', '089 23300'] },
  { why: 'a name without the shape', name: 'telephone', cells: ['yes', 'none'] },
  { why: 'a shape without the name', name: 'x', cells: ['Curie', 'Gauß'] },
  {
    why: 'numbers that fail their check',
    name: 'x',
    cells: ['111222334', '123456789', '987654321', '555666777', '192837465'],
  },
  { why: 'too few to pass a check by skill', name: 'x', cells: BSN.slice(0, 4) },
  { why: 'times of day', name: 'x', cells: ['12:30:45', '01:02:03'] },
  { why: 'versions', name: 'x', cells: ['1.2.3', '1.20.3'] },
  { why: 'octets above 255', name: 'x', cells: ['300.1.1.1', '256.0.0.1'] },
  { why: 'the weight at birth', name: 'birth_weight', cells: ['3200', '2950'] },
  { why: 'names of things', name: 'product name', cells: ['Blue Chair', 'Red Table'] },
  { why: 'few addresses on the web', name: 'licence', cells: ['https://example.org/a', 'https://example.org/b'] },
  { why: 'a long-term rate', name: 'long_term_rate', cells: ['1.25', '2.75', '3.5'] },
  { why: 'ISO dates', name: 'x', cells: ['2020-01-02', '2021-03-04'] },
  { why: 'whole degrees', name: 'lat', cells: ['10', '20', '30'] },
];

test.each(others)('$why are nothing personal', async ({ name, cells }) => {
  expect((await inferenceOf(name, repeated(cells, 60))).personal).toBeUndefined();
});

test('what no model may see comes back as it was written, and the table says so once', async () => {
  const text =
    'phone,mail,card number\n030 901820,a@example.org,4111111111111111\n030 901821,b@example.org,5555555555554444\n';
  const read = await readText(text);
  expect(new TextDecoder().decode(written(read))).toBe(text);
  expect(read.inferences.map(({ kind }) => kind)).toEqual(['identifier', 'identifier', 'identifier']);
  expect(read.inferences[2]!.reason.code).toBe('looks-personal');
  expect(read.notices.filter(({ code }) => code === 'personal-found')).toMatchObject([{ severity: 'note', count: 3 }]);
  expect(inferSchema(read.table, read.inferences).columns.map(({ domain }) => domain)).toEqual([null, null, null]);
});

test('what stays usable is proposed as sensitive', async () => {
  const { table, inferences } = await readText(
    'dob,zip,n\n1867-11-07,75001,1\n1777-04-30,13002,2\n1900-01-01,13002,3\n',
  );
  expect(inferSchema(table, inferences).columns.map(({ role }) => role)).toEqual(['sensitive', 'sensitive', 'none']);
});

test('neither the order of the rows nor their number changes what is found', async () => {
  const choice = fc.constantFrom(...found);
  await forAllAsync(
    fc.tuple(choice, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 1e6 })),
    async ([{ name, cells }, copies, shift]) => {
      const rows = repeated(cells, copies * cells.length);
      const turned = rows.map((_, row) => rows[(row * 7919 + shift) % rows.length]!);
      const isSame = new Set(turned).size === new Set(rows).size;
      const [first, second] = [
        await inferenceOf(name, repeated(cells, 4 * cells.length)),
        await inferenceOf(name, turned),
      ];
      expect(isSame ? second.personal : first.personal).toEqual(first.personal);
    },
    60,
  );
});

test('no cell is changed by what is found', async () => {
  for (const { name, cells } of found) {
    const { table } = await readText(fileOf(name, cells));
    expect(rowsAsTexts(table).map(([, cell]) => cell)).toEqual([...cells]);
  }
});
