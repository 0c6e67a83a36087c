import { expect, test } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { createRng } from '../../../src/core/math/rng.ts';
import { wishesOf } from '../../../src/core/models/conditions.ts';
import { partsOf } from '../../../src/core/models/registry.ts';
import { silent } from '../../../src/core/progress.ts';
import type { ConditionedRows } from '../../../src/core/rules/conditioned.ts';
import { rulebookOf } from '../../../src/core/rules/rulebook.ts';
import { sampleParts } from '../../../src/core/rules/sample-parts.ts';
import type { Column, Table } from '../../../src/core/table/column.ts';
import type { Domain, Schema } from '../../../src/core/table/schema.ts';
import { schemaFor } from '../../helpers/assess.ts';
import { brokenNumbers, ALL_IDS, EPSILON_1, fitTable, IDS, sampleRows } from '../../helpers/models.ts';
import { categorical, datetime, numeric, rowsOf, tableOf, text } from '../../helpers/tables.ts';

const rng = createRng(11, 'bad input');
const numbers = (count: number): number[] => Array.from({ length: count }, () => rng.below(90));
const names = (count: number): string[] => Array.from({ length: count }, (_, row) => `name ${row}`);

const WIDE = '300 columns and 50 rows';

const tables: [string, Table][] = [
  ['no rows', { ...tableOf(numeric('x', []), categorical('y', [], ['a', 'b'])), rowCount: 0 }],
  ['one row', tableOf(numeric('x', [4]), categorical('y', ['a']))],
  ['two rows', tableOf(numeric('x', [4, 9]), categorical('y', ['a', 'b']))],
  ['constant columns', tableOf(numeric('x', [7, 7, 7]), categorical('y', ['a', 'a', 'a']))],
  ['all missing', tableOf(numeric('x', [null, null]), categorical('y', [null, null]), datetime('z', [null, null]))],
  ['all distinct', tableOf(numeric('x', [...Array(80).keys()]), categorical('y', names(80)))],
  ['10,000 levels', tableOf(categorical('y', names(10_000)), numeric('x', numbers(10_000)))],
  [WIDE, wideTable(300)],
  ['fewer rows than columns', tableOf(...Array.from({ length: 9 }, (_, i) => numeric(`c${i}`, numbers(5))))],
  [
    'one level with 99.99 %',
    tableOf(categorical('y', [...Array<string>(9999).fill('a'), 'b']), numeric('x', numbers(10_000))),
  ],
  [
    'extreme numbers',
    tableOf(
      numeric('x', [1e300, -1e300, 5e-324, -0, 0, 1.7e308, -1.7e308, 3]),
      numeric('w', [1e15, -1e15, 5e-324, 1e-7, -0, 2, 3, 4], 12),
      numeric('y', numbers(8)),
    ),
  ],
  ['infinite numbers', tableOf(numeric('x', [Infinity, -Infinity, 1, 2, 3, 4]), numeric('y', numbers(6)))],
  [
    'missing but for one cell',
    tableOf(numeric('x', [null, null, null, 5]), numeric('y', numbers(4)), categorical('z', [null, 'a', null, null])),
  ],
  [
    'missing together',
    tableOf(
      numeric('x', [1, null, 3, null, 5, null]),
      numeric('y', [2, null, 1, null, 9, null]),
      categorical('z', ['a', null, 'b', null, 'a', null]),
    ),
  ],
  [
    'never seen together',
    tableOf(numeric('x', [1, 2, 3, null, null, null]), numeric('y', [null, null, null, 4, 5, 6])),
  ],
  [
    'a copy of a column',
    tableOf(
      numeric('x', [1, 2, 3, 4, 5, 6, 7, 8]),
      numeric('y', [1, 2, 3, 4, 5, 6, 7, 8]),
      numeric('z', [8, 7, 6, 5, 4, 3, 2, 1]),
    ),
  ],
  [
    'identifier, text and one number',
    tableOf(text('id', ['1', '2'], 'identifier'), text('note', ['a', 'b']), numeric('x', [1, 2])),
  ],
];

for (const id of ALL_IDS) {
  for (const privacy of id === 'trees' ? [null] : [EPSILON_1, null]) {
    test.each(tables)(
      `${id} ${privacy ? 'with' : 'without'} a claim: %s gives rows of the schema, or a sentence`,
      (name, shared) => {
        // Graphical models take seconds to minutes for 300 columns, and the plan warns.
        const fewer = { aim: 12, mst: 40 }[id as string];
        const table = fewer && name === WIDE ? wideTable(fewer) : shared;
        try {
          const fitted = fitTable(id, table, { privacy });
          expect(brokenNumbers(fitted.model)).toEqual([]);
          for (const draw of ['even', 'independent'] as const) expectShape(sampleRows(fitted, 37, draw), table);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(UserError);
          expect([(thrown as UserError).code, table.rowCount, privacy]).toEqual(['no-train-rows', 0, null]);
        }
      },
    );

    test(`${id} ${privacy ? 'with' : 'without'} a claim: a declared domain that no row meets`, () => {
      const table = tableOf(numeric('x', [500, 600, 700, 800]), categorical('y', ['p', 'q', 'r', 'p']));
      const schema: Schema = {
        columns: schemaFor(table).columns.map((column, index) => ({
          ...column,
          domain: {
            source: 'declared',
            value: index === 0 ? number(0, 10) : { kind: 'categorical', levels: ['a', 'b'] },
          },
        })),
      };
      const fitted = fitTable(id, table, { privacy, schema });
      expect(brokenNumbers(fitted.model)).toEqual([]);
      const [x, y] = sampleRows(fitted, 50).columns;
      if (x?.kind !== 'numeric' || y?.kind !== 'categorical') throw new Error('kinds changed');
      for (const value of x.values) if (!Number.isNaN(value)) expect(value >= 0 && value <= 10).toBe(true);
      expect(['a', 'b', 'other']).toEqual(expect.arrayContaining([...y.levels]));
    });
  }
}

test('a target that another column determines stays so: in every row of trees, but for one in a hundred of graphs', () => {
  const codes = numbers(1200).map((x) => x % 12);
  const table = tableOf(
    numeric('x', numbers(1200)),
    categorical(
      'code',
      codes.map((code) => `code ${code}`),
    ),
    categorical(
      'target',
      codes.map((code) => `t${code % 3}`),
    ),
  );
  for (const [id, most] of [
    ['trees', 0],
    ['mst', 6],
    ['aim', 6],
  ] as const) {
    const rows = rowsOf(sampleRows(fitTable(id, table, { target: 'target' }), 600));
    const broken = rows.filter(([, code, target]) => target !== `t${Number(String(code).slice(5)) % 3}`);
    expect(broken.length).toBeLessThanOrEqual(most);
  }
});

test('of 300 columns 200 say one thing: they do in every row, and the others are as many', () => {
  const table = tableOf(
    ...Array.from({ length: 300 }, (_, column) =>
      column % 3 === 0 ? numeric(`c${column}`, numbers(60)) : categorical(`c${column}`, Array<string>(60).fill('same')),
    ),
  );
  for (const id of ['trees', 'copula'] as const) {
    const made = sampleRows(fitTable(id, table), 30);
    for (const column of made.columns) {
      if (column.kind === 'categorical') expect(column.levels[column.codes[29]!]).toBe('same');
    }
    expect(made.columns.filter(({ kind }) => kind === 'numeric')).toHaveLength(100);
  }
});

test('500 rows of a class that has 3 are made where it is the target, and refused where it was merged', () => {
  const table = tableOf(
    numeric('x', numbers(600)),
    categorical(
      'class',
      Array.from({ length: 600 }, (_, row) => (row < 3 ? 'rare' : 'common')),
    ),
  );
  const conditions = [{ where: { class: 'rare' }, rows: 500 }];
  const made = (id: 'trees' | 'mst', target?: string): ConditionedRows => {
    const fitted = fitTable(id, table, { conditions, ...(target === undefined ? {} : { target }) });
    const wishes = wishesOf(conditions, fitted.schema, 500);
    const request = { rowCount: 500, draw: 'even', seed: 1 } as const;
    return sampleParts(partsOf(fitted.model), request, wishes, rulebookOf([], fitted.schema), silent);
  };
  for (const id of ['trees', 'mst'] as const) {
    const { table: rows, wishes } = made(id, 'class');
    expect(wishes).toMatchObject([{ asked: 500, made: 500 }]);
    expect(rowsOf(rows).every(([, level]) => level === 'rare')).toBe(true);
    expect(() => made(id)).toThrow(expect.objectContaining({ code: 'condition-impossible' }));
  }
});

test('at a tiny budget rows, domain and kinds are right', () => {
  const table = tableOf(
    numeric('x', numbers(300)),
    categorical(
      'y',
      numbers(300).map((x) => `l${x % 4}`),
    ),
    numeric('z', numbers(300)),
  );
  for (const id of IDS) {
    for (const epsilon of [1e-4, 0.01]) {
      const fitted = fitTable(id, table, { privacy: { ...EPSILON_1, epsilon } });
      expect(brokenNumbers(fitted.model)).toEqual([]);
      expectShape(sampleRows(fitted, 100), table);
    }
  }
});

function wideTable(columnCount: number): Table {
  return tableOf(
    ...Array.from({ length: columnCount }, (_, i) =>
      i % 5 === 0
        ? categorical(
            `c${i}`,
            numbers(50).map((x) => `l${x % 9}`),
          )
        : numeric(`c${i}`, numbers(50)),
    ),
  );
}

function number(low: number, high: number): Domain {
  return { kind: 'numeric', low, high, decimals: 0 };
}

function expectShape(made: Table, source: Table): void {
  expect(made.columns.map((column) => [column.name, column.kind])).toEqual(
    source.columns.map((column) => [column.name, column.kind]),
  );
  for (const column of made.columns) expect(cellsAreValid(column, made.rowCount)).toBe(true);
}

function cellsAreValid(column: Column, rowCount: number): boolean {
  switch (column.kind) {
    case 'numeric':
      return column.values.length === rowCount && column.values.every((value) => Math.abs(value) !== Infinity);
    case 'datetime':
      return column.epochMs.length === rowCount && column.epochMs.every((value) => Math.abs(value) !== Infinity);
    case 'categorical':
    case 'identifier':
    case 'text':
      return column.codes.length === rowCount && column.codes.every((code) => code <= column.levels.length);
  }
}
