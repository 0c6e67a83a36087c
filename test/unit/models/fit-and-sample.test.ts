/** What holds for every synthesizer, with a claim and without. */
import { describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/math/rng.ts';
import { DRAWS, type SingleModel } from '../../../src/core/models/model.ts';
import { partsOf } from '../../../src/core/models/registry.ts';
import type { Progress } from '../../../src/core/progress.ts';
import { takeTableRows, type Column, type Table } from '../../../src/core/table/column.ts';
import { shuffledRows } from '../../helpers/assess.ts';
import { ALL_IDS, brokenNumbers, EPSILON_1, fitTable, IDS, sampleCodes, sampleRows } from '../../helpers/models.ts';
import { categorical, datetime, numeric, rowsOf, tableOf, text } from '../../helpers/tables.ts';

const table = mixedTable(400, 1);

describe.each(ALL_IDS)('%s', (id) => {
  const claims = [
    ['without a claim', null] as const,
    ...(id === 'trees' ? [] : [['with a claim', EPSILON_1] as const]),
  ];
  describe.each(claims)('%s', (_, privacy) => {
    const fitted = once(() => fitTable(id, table, { privacy }));

    test('same model, request and seed give the same bytes; another seed other rows', () => {
      for (const draw of DRAWS) {
        expect(sampleRows(fitted(), 500, draw, 3)).toEqual(sampleRows(fitted(), 500, draw, 3));
        expect(sampleRows(fitted(), 500, draw, 3)).not.toEqual(sampleRows(fitted(), 500, draw, 4));
      }
    });

    test('the order of the rows changes no bit of the model', () => {
      const turned = takeTableRows(table, shuffledRows(table.rowCount, 2));
      expect(fitTable(id, turned, { privacy }).model).toEqual(fitted().model);
    });

    test('a model survives a structured clone, and holds no broken number, identifier or text', () => {
      const { model } = fitted();
      expect(brokenNumbers(model)).toEqual([]);
      expect(JSON.stringify(model), 'identifiers and text').not.toMatch(/planted|ID-/);
      for (const part of partsOf(model)) {
        expect(sampleCodes(structuredClone(part.model), 100)).toEqual(sampleCodes(part.model, 100));
      }
    });

    test('rows have the columns, kinds, levels, places and bounds of the source', () => {
      const out = sampleRows(fitted(), 300);
      expect(out.rowCount).toBe(300);
      out.columns.forEach((column, index) => expectAlike(column, table.columns[index]!));
    });

    test('with the even draw every code gets its expected rows, rounded', () => {
      const { model } = fitted();
      for (const part of partsOf(model)) {
        const coded = sampleCodes(part.model, 1000);
        part.model.counts.forEach((counts, column) => {
          const drawn = new Float64Array(counts.length);
          for (const code of coded.columns[column]!) drawn[code]!++;
          const total = counts.reduce((sum, count) => sum + count, 0);
          drawn.forEach((rows, code) =>
            expect(Math.abs(rows - (counts[code]! * 1000) / total)).toBeLessThan(roundings(part.model)),
          );
        });
      }
    });

    test('progress has fixed totals, only grows, and ends at its total', () => {
      const totals = (rows: Table): string[] => {
        const seen: Progress[] = [];
        fitTable(id, rows, {
          privacy,
          schema: fitted().schema,
          onProgress: (p) => seen.push(p),
        });
        for (const stage of new Set(seen.map((progress) => progress.stage))) {
          const steps = seen.filter((progress) => progress.stage === stage);
          expect(steps.every(({ done }, at) => done >= (steps[at - 1]?.done ?? 0))).toBe(true);
          expect(steps.at(-1)!.done).toBe(steps.at(-1)!.total);
        }
        // How many rounds AIM needs follows from what it measures; how many there may be does not.
        const steps = seen.map(({ stage, done, total }) => `${stage} ${id === 'aim' ? '' : done} of ${total}`);
        return [...new Set(steps)];
      };
      expect(totals(mixedTable(50, 9))).toEqual(totals(table));
    });
  });
});

test('without a claim, where columns are dealt as a whole, as many rows as were fitted repeat the counts of levels', () => {
  for (const id of ['independent', 'copula'] as const) {
    const fitted = fitTable(id, table);
    const levelsOf = (rows: Table) =>
      rowsOf(rows)
        .map((cells) => cells[2])
        .sort();
    expect(levelsOf(sampleRows(fitted, table.rowCount))).toEqual(levelsOf(table));
  }
});

test('the number of rows fitted is exact without a claim, and an estimate with one', () => {
  for (const id of IDS) {
    expect(fitTable(id, table).model.rowEstimate).toBe(400);
    const estimates = [1, 2, 3].map((seed) => fitTable(id, table, { privacy: EPSILON_1, seed }).model.rowEstimate);
    expect(new Set(estimates).size).toBeGreaterThan(1);
    for (const rows of estimates) expect(Math.abs(rows - 400)).toBeLessThan(200);
  }
});

test('links survive in the copula and vanish in columns on their own', () => {
  const linkOf = (id: 'independent' | 'copula'): number => {
    const cells = rowsOf(sampleRows(fitTable(id, table), 2000)).filter((row) => row[1] !== null && row[2] !== null);
    const mean = (sex: string): number => {
      const own = cells.filter((row) => row[2] === sex);
      return own.reduce((sum, row) => sum + (row[1] as number), 0) / own.length;
    };
    return mean('m') - mean('f');
  };
  expect(linkOf('copula')).toBeGreaterThan(8);
  expect(Math.abs(linkOf('independent'))).toBeLessThan(3);
});

/** The same fit for all tests that only look at it. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

/**
 * How far rows may be from their expectation. Missing cells are dealt first, values among the rest: two roundings. In a
 * graphical model each group of equal parents is dealt on its own, in trees each leaf: z = 6 of as many roundings as a
 * parent has codes, or a tree has leaves.
 */
function roundings(model: SingleModel): number {
  switch (model.kind) {
    case 'mst':
    case 'aim':
      return 3 * Math.sqrt(Math.max(...model.counts.map(({ length }) => length)));
    case 'trees':
      return 3 * Math.sqrt(Math.max(...model.trees.map(({ asked }) => asked.length)));
    default:
      return 2;
  }
}

/** Age is linked to sex and income; a tenth of the incomes is missing. */
function mixedTable(rowCount: number, seed: number): Table {
  const rng = createRng(seed, 'mixed');
  const rows = Array.from({ length: rowCount }, (_, row) => {
    const z = rng.normal();
    return {
      id: `ID-${row}`,
      age: 5 * Math.round(9 + 3 * z),
      sex: z + 0.5 * rng.normal() > 0 ? 'm' : 'f',
      income: rng.uniform() < 0.1 ? null : Math.round(100 * (1000 + 300 * z + 200 * rng.normal())) / 100,
      city: ['a', 'b', 'c', 'd'][rng.below(4)]!,
      day: `2024-0${1 + rng.below(3)}-1${rng.below(4)}`,
    };
  });
  return tableOf(
    text(
      'id',
      rows.map((row) => row.id),
      'identifier',
    ),
    numeric(
      'age',
      rows.map((row) => row.age),
    ),
    categorical(
      'sex',
      rows.map((row) => row.sex),
      ['f', 'm'],
    ),
    numeric(
      'income',
      rows.map((row) => row.income),
      2,
    ),
    categorical(
      'city',
      rows.map((row) => row.city),
      ['a', 'b', 'c', 'd'],
    ),
    datetime(
      'day',
      rows.map((row) => row.day),
    ),
    text(
      'note',
      rows.map(() => 'planted'),
    ),
  );
}

function expectAlike(made: Column, source: Column): void {
  expect([made.name, made.kind]).toEqual([source.name, source.kind]);
  if (made.kind === 'numeric' && source.kind === 'numeric') {
    expect(made.decimals).toBe(source.decimals);
    const present = source.values.filter((value) => !Number.isNaN(value));
    for (const value of made.values) {
      if (Number.isNaN(value)) continue;
      expect(value).toBeGreaterThanOrEqual(Math.min(...present));
      expect(value).toBeLessThanOrEqual(Math.max(...present));
      expect(Number(value.toFixed(source.decimals))).toBe(value);
    }
  }
  if (made.kind === 'categorical' && source.kind === 'categorical') {
    for (const level of made.levels) expect([...source.levels, 'other']).toContain(level);
  }
  if (made.kind === 'datetime' && source.kind === 'datetime') expect(made.format).toBe(source.format);
}
