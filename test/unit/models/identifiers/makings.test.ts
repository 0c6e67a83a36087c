/** What is written where no model looks: what was asked for, never a cell of the table, and under a claim nothing is looked at. */
import { expect, test } from 'vitest';
import type { UserError } from '../../../../src/core/errors.ts';
import { readCsv } from '../../../../src/core/formats/read-csv.ts';
import { generate, prepare } from '../../../../src/core/pipeline.ts';
import { seededEntropy } from '../../../../src/core/privacy/seeded-entropy.ts';
import { silent } from '../../../../src/core/progress.ts';
import { DEFAULT_RECIPE, type Recipe } from '../../../../src/core/recipe.ts';
import { readRecipe } from '../../../../src/core/recipe/read-recipe.ts';
import type { ColumnChoices } from '../../../../src/core/table/choices.ts';
import { rowsOf } from '../../../helpers/tables.ts';

const ROWS = 400;
const line = (row: number): string =>
  [
    `PLANT-${String((row * 7919) % 100_000).padStart(5, '0')}`,
    String(row + 1),
    `planted${row}.person@company.com`,
    `Planted remark number ${row}, that nobody may ever see again`,
    20 + (row % 50),
    'abc'[row % 3],
  ].join(';');
const CELLS = `code;no;email;remark;age;team\n${Array.from({ length: ROWS }, (_, row) => line(row)).join('\n')}\n`;
const readOf = (cells: string) => readCsv([new TextEncoder().encode(cells)], {}, 'staff.csv', silent);
const read = readOf(CELLS);

function run(
  columns: Record<string, ColumnChoices>,
  choices: Partial<Recipe> = { privacy: null },
  { table, inferences } = read,
) {
  const recipe: Recipe = {
    ...DEFAULT_RECIPE,
    synthesizer: { id: 'independent', options: {} },
    columns: { remark: { kind: 'text' }, code: { kind: 'identifier' }, no: { kind: 'identifier' }, ...columns },
    ...choices,
  };
  const { synthetic, facts } = generate(prepare(table, inferences, recipe), recipe, seededEntropy(1), silent);
  const cellsOf = (name: string) => {
    const at = synthetic.columns.findIndex((column) => column.name === name);
    return rowsOf(synthetic).map((row) => row[at]);
  };
  const notices = [...facts.notices.public, ...facts.notices.confidential];
  return { synthetic, cellsOf, facts, notices, codes: notices.map(({ code }) => code) };
}

test('without a claim identifiers are made as they look, and no real one is among them', () => {
  const { cellsOf, notices, synthetic } = run({});
  const codes = cellsOf('code');
  expect(codes.filter((code) => !/^PLANT-\d{5}$/.test(String(code)))).toEqual([]);
  expect(new Set(codes).size).toBe(synthetic.rowCount);
  const real = new Set(CELLS.match(/PLANT-\d{5}/g));
  expect(codes.filter((code) => real.has(String(code)))).toEqual([]);
  expect(cellsOf('no').slice(0, 3)).toEqual(['1', '2', '3']);
  expect(cellsOf('email').filter((mail) => !/^[a-z.]+\d{5}@example\.test$/.test(String(mail)))).toEqual([]);
  expect(new Set(cellsOf('remark'))).toEqual(new Set([null]));
  expect(notices).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ code: 'identifiers-made', count: 2 }),
      expect.objectContaining({ code: 'identifiers-regenerated', count: 1 }),
      expect.objectContaining({ code: 'text-dropped', count: 1 }),
    ]),
  );
});

test('made ones that a real row holds are drawn again, counted, and told to nobody else', () => {
  const { cellsOf, facts } = run(
    { code: { identifier: { pattern: 'PLANT-[0-9]{5}' } } },
    { privacy: null, sample: { ...DEFAULT_RECIPE.sample, rows: 50_000 } },
  );
  const real = new Set(CELLS.match(/PLANT-\d{5}/g));
  expect(cellsOf('code').filter((code) => real.has(String(code)))).toEqual([]);
  expect(facts.notices.confidential.map(({ code }) => code)).toContain('identifiers-redrawn');
  expect(facts.notices.public.map(({ code }) => code)).not.toContain('identifiers-redrawn');
});

test('under a claim what is not declared is numbered, and a declared pattern says how many may coincide', () => {
  const plain = run({}, {});
  for (const name of ['code', 'no', 'email']) expect(plain.cellsOf(name)[0]).toBe('1');
  expect(plain.codes).not.toContain('identifiers-made');
  const { cellsOf, facts } = run({ code: { identifier: { pattern: 'PLANT-[0-9]{5}' } } }, {});
  expect(cellsOf('code').every((code) => /^PLANT-\d{5}$/.test(String(code)))).toBe(true);
  const told = facts.notices.public.find(({ code }) => code === 'identifiers-coincide');
  const expected = (cellsOf('code').length * facts.rowEstimate) / 100_000;
  expect(Number(told?.facts['expected'])).toBeCloseTo(expected, 1);
});

test('under a claim made identifiers are the same whatever the real ones are', () => {
  const columns = { code: { identifier: { pattern: 'PLANT-[0-9]{3}' } } };
  const sample = { ...DEFAULT_RECIPE.sample, rows: 1000 };
  const other = readOf(CELLS.replaceAll('PLANT-', 'ROOT/').replaceAll('@company.com', ''));
  const kinds = { email: { kind: 'identifier' }, remark: { kind: 'text', fate: 'words' } } as const;
  const first = run({ ...columns, ...kinds }, { sample });
  const second = run({ ...columns, ...kinds }, { sample }, other);
  for (const name of ['code', 'no', 'email', 'remark']) expect(second.cellsOf(name)).toEqual(first.cellsOf(name));
  expect(new Set(first.cellsOf('code')).size).toBe(1000); // all that there are, real ones among them
});

test.each<[string, ColumnChoices, RegExp]>([
  ['a form', { identifier: { form: 'uuid' } }, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
  ['check digits', { identifier: { pattern: '[1-9][0-9]{8}', check: 'luhn' } }, /^[1-9]\d{9}$/],
  ['a sequence', { identifier: { form: 'sequence', first: 500 } }, /^\d{3}$/],
  ['a sequence of a pattern', { identifier: { form: 'sequence', pattern: 'C-[0-9]{4}' } }, /^C-0\d{3}$/],
  ['names', { identifier: { form: 'name' } }, /^[A-Z][a-z]+ [A-Z][a-z]+$/],
  ['a mark', { fate: 'redact' }, /^\[redacted\]$/],
  ['nothing', { fate: 'drop' }, /^null$/],
])('an identifier becomes %s', (_, choices, shape) => {
  for (const chosen of [{ privacy: null }, {}]) {
    const { cellsOf } = run({ code: { kind: 'identifier', ...choices } }, chosen);
    expect(cellsOf('code').filter((cell) => !shape.test(String(cell)))).toEqual([]);
  }
});

test.each<[string, ColumnChoices, RegExp]>([
  ['a placeholder', { fate: 'placeholder' }, /^\[text\]$/],
  ['a mark', { fate: 'redact' }, /^\[redacted\]$/],
  ['words', { fate: 'words' }, /^[a-z]+( [a-z]+){3,11}$/],
  ['as many words as declared', { words: [2, 3] }, /^[a-z]+( [a-z]+){1,2}$/],
  ['words, if it is made anew', { fate: 'regenerate' }, /^[a-z]+( [a-z]+){3,11}$/],
  ['addresses', { identifier: { form: 'address' } }, /^\d\d [A-Z][a-z]+ Street, [A-Z][a-z]+$/],
])('a text becomes %s', (_, choices, shape) => {
  const { cellsOf } = run({ remark: { kind: 'text', ...choices } });
  expect(cellsOf('remark').filter((cell) => !shape.test(String(cell)))).toEqual([]);
});

test('the number of replaced columns is told', () => {
  const { notices } = run({ remark: { kind: 'text', fate: 'words' }, code: { kind: 'identifier', fate: 'redact' } });
  expect(notices).toContainEqual(expect.objectContaining({ code: 'cells-replaced', count: 2 }));
});

test('no fragment of a real cell is written, whatever is asked for', () => {
  const fates: ColumnChoices[] = [
    {},
    { fate: 'placeholder' },
    { fate: 'words' },
    { fate: 'redact' },
    { fate: 'regenerate' },
  ];
  for (const privacy of [null, DEFAULT_RECIPE.privacy]) {
    for (const fate of fates) {
      const { synthetic, facts } = run({ remark: { kind: 'text', ...fate } }, { privacy });
      const written = JSON.stringify([rowsOf(synthetic), facts.notices, facts.schema]);
      expect(written).not.toMatch(/[Pp]lanted|remark number|nobody may|person@|company/);
    }
  }
});

test('of keys of persons it is told that rows are no longer held together', () => {
  expect(run({ code: { kind: 'identifier', role: 'person' } }).notices).toContainEqual(
    expect.objectContaining({ code: 'persons-apart', place: { column: 'code' } }),
  );
});

test('a pattern with too little room is refused before anything is spent', () => {
  const few = { code: { identifier: { pattern: 'K[0-9]{2}' } } };
  const refusal = expect.objectContaining({ code: 'identifier-space-small', place: { column: 'code' } });
  expect(() => run(few)).toThrow(refusal);
  expect(() => run(few, { sample: { ...DEFAULT_RECIPE.sample, rows: 101 } })).toThrow(refusal);
  expect(run(few, { sample: { ...DEFAULT_RECIPE.sample, rows: 100 } }).synthetic.rowCount).toBe(100);
  const repeated = { code: { identifier: { pattern: 'K[0-9]{2}', unique: false } } };
  expect(new Set(run(repeated).cellsOf('code')).size).toBe(100);
});

test('of the real texts only those that the pattern makes take its room', () => {
  const roomFor = (identifier: ColumnChoices['identifier'] & object, of = read) => {
    const sample = { ...DEFAULT_RECIPE.sample, rows: 100_001 };
    try {
      run({ code: { kind: 'identifier', identifier } }, { privacy: null, sample }, of);
    } catch (error) {
      return (error as UserError).facts['room'];
    }
    return null;
  };
  const real = [...new Set(CELLS.match(/PLANT-0\d{4}/g))];
  expect(real.length).toBeGreaterThan(0);
  expect(roomFor({ pattern: 'K[0-9]{2}' })).toBe(100);
  expect(roomFor({ pattern: 'PLANT-0[0-9]{4}' })).toBe(10_000 - real.length);
  expect(roomFor({ pattern: 'PLANT\\.0[0-9]{4}' })).toBe(10_000);
  const proven = readOf('code;no;remark;age\n18;1;a b;30\n19;2;c d;40\n26;3;e f;50\n');
  expect(roomFor({ pattern: '[0-9]', check: 'luhn' }, proven)).toBe(8); // 19 has a wrong check digit
});

test('where the number of rows comes with the fit, what repeats is told', () => {
  const { notices, synthetic } = run({ code: { identifier: { pattern: 'K[0-9]{2}' } } }, {});
  expect(notices).toContainEqual(
    expect.objectContaining({ code: 'identifiers-repeated', count: synthetic.rowCount - 100 }),
  );
});

test.each<[string, ColumnChoices, string]>([
  ['age', { fate: 'drop' }, 'fate'],
  ['team', { identifier: { form: 'uuid' } }, 'identifier'],
  ['code', { words: [1, 2] }, 'words'],
  ['code', { fate: 'words' }, 'fate'],
  ['code', { fate: 'drop', identifier: { form: 'uuid' } }, 'identifier'],
])('of %s, %j is refused', (name, choices, key) => {
  expect(() => run({ [name]: { kind: kindOf(name), ...choices } })).toThrow(
    expect.objectContaining({ code: 'recipe-invalid', place: { key: `columns.${name}.${key}`, column: name } }),
  );
});

test.each([
  [{ identifier: {} }, 'identifier'],
  [{ identifier: { form: 'uuid', pattern: 'a' } }, 'identifier'],
  [{ identifier: { form: 'iban', check: 'luhn' } }, 'identifier.check'],
  [{ identifier: { pattern: 'a', first: 2 } }, 'identifier.first'],
  [{ identifier: { form: 'sequence', pattern: '[0-9]{1,3}' } }, 'identifier.pattern'],
  [{ identifier: { pattern: 'a*' } }, 'identifier.pattern'],
  [{ identifier: { form: 'sequence', first: -1 } }, 'identifier.first'],
  [{ fate: 'kept' }, 'fate'],
  [{ words: [3, 2] }, 'words'],
  [{ words: 3 }, 'words'],
])('a recipe that says %j of a column is refused', (choices, key) => {
  expect(() => readRecipe({ columns: { code: choices } })).toThrow(
    expect.objectContaining({ code: 'recipe-invalid', place: { key: `columns.code.${key}` } }),
  );
});

test('same recipe, same identifiers; another seed, others', () => {
  const cells = (seed: number) =>
    run({}, { privacy: null, sample: { ...DEFAULT_RECIPE.sample, seed } }).cellsOf('code');
  expect(cells(1)).toEqual(cells(1));
  expect(cells(2)).not.toEqual(cells(1));
});

function kindOf(name: string): 'identifier' | 'numeric' | 'categorical' {
  return name === 'age' ? 'numeric' : name === 'team' ? 'categorical' : 'identifier';
}
