import fc from 'fast-check';
import { expect, test } from 'vitest';
import { averagePrecision } from '../../../src/core/learn/scores.ts';
import { createRng } from '../../../src/core/math/rng.ts';
import { silent } from '../../../src/core/progress.ts';
import type { Table } from '../../../src/core/table/column.ts';
import { orderedAlarms, rareScores } from '../../../src/core/utility/alarms.ts';
import { assessRareClass, type RareSource } from '../../../src/core/utility/rare-class.ts';
import { assessmentOf } from '../../helpers/assess.ts';
import { forAll } from '../../helpers/properties.ts';
import { categorical, numeric, tableOf } from '../../helpers/tables.ts';

/** The rare class lies on a ring, which needs more rows of it than there are few of. */
function rings(common: number, rare: number, seed: number): Table {
  const rng = createRng(seed, 'rings');
  const [x, y]: number[][] = [[], []];
  const kind: string[] = [];
  for (let row = 0; row < common + rare; row++) {
    const isRare = row < rare;
    const angle = 2 * Math.PI * rng.uniform();
    const radius = isRare ? 1.5 + 0.05 * rng.normal() : 0;
    x!.push(isRare ? radius * Math.cos(angle) : rng.normal());
    y!.push(isRare ? radius * Math.sin(angle) : rng.normal());
    kind.push(isRare ? 'rare' : row % 2 === 0 ? 'plain' : 'common');
  }
  return tableOf(numeric('x', x!, 6), numeric('y', y!, 6), categorical('kind', kind, ['plain', 'common', 'rare']));
}

const LEVEL = { column: 'kind', level: 'rare' };
const train = rings(600, 20, 1);
const holdout = rings(800, 120, 2);
const input = assessmentOf(train, holdout, train);
const truth: RareSource = (rowCount, seed) => rings(0, rowCount, 100 + seed);

test('rows of the true law find more of the class than weights and repeats do, and each table is as wanted', () => {
  const found = assessRareClass(input, LEVEL, truth, silent);
  expect(found).toMatchObject({ train: 20, distinct: 20, holdout: 120, n: 920, learner: 'boosting' });
  expect(found.tables.map(({ id, wanted }) => [id, wanted])).toEqual([
    ['real', null],
    ['weights', 0.5],
    ['repeats', 0.2],
    ['synthetic', 0.05],
    ['synthetic', 0.1],
    ['synthetic', 0.2],
    ['synthetic', 0.5],
  ]);
  for (const { id, wanted, reached, scores, syntheticRows, rows } of found.tables) {
    if (wanted !== null) expect(reached).toBeCloseTo(wanted, 2);
    expect(syntheticRows).toBe(id === 'synthetic' ? rows - 620 : 0);
    for (const { value, low, high } of Object.values(scores)) {
      if (value !== null) expect(low! <= value + 1e-9 && value - 1e-9 <= high!).toBe(true);
    }
  }
  const [real] = found.tables;
  expect(real!.scores.averagePrecision.gap).toBeNull();
  expect(found.better).toContain(0.5);
  const best = found.tables[6]!.scores;
  expect(best.averagePrecision.gap!.low).toBeGreaterThan(0);
  expect(best.recallAtAlarms.value!).toBeGreaterThan(real!.scores.recallAtAlarms.value!);
});

test('rows of the other class help nothing, and too few of them are told', () => {
  const noise: RareSource = (rowCount, seed) => {
    const rng = createRng(seed, 'noise');
    const cells = (): number[] => Array.from({ length: Math.min(rowCount, 200) }, () => rng.normal());
    return tableOf(
      numeric('x', cells(), 6),
      numeric('y', cells(), 6),
      categorical('kind', new Array<string>(Math.min(rowCount, 200)).fill('rare'), ['rare']),
    );
  };
  const found = assessRareClass(input, LEVEL, noise, silent);
  expect(found.better).toEqual([]);
  expect(found.tables.at(-1)!.reached).toBeLessThan(0.3);
  expect(found.tables.at(-1)!.syntheticRows).toBe(200);
});

test.each([
  [{ column: 'kind', level: 'plain' }, 'not measurable: the level holds 20 % of the rows or more'],
  [{ column: 'kind', level: 'absent' }, 'not measurable: no holdout, or no such level'],
  [{ column: 'x', level: 'rare' }, 'not measurable: no holdout, or no such level'],
])('%j is refused with a reason', (level, reason) => {
  expect(assessRareClass(input, level, truth, silent)).toMatchObject({ tables: [], reason });
});

test('thirty holdout rows are needed', () => {
  const few = assessmentOf(train, rings(500, 20, 3), train);
  expect(assessRareClass(few, LEVEL, truth, silent).reason).toBe('not measurable with n = 20');
});

const scored = fc.array(fc.tuple(fc.nat(1), fc.nat(6), fc.nat(2)), { minLength: 2, maxLength: 25 });

test('what is caught is what the naive twin counts, row by row that is copied as often as it counts', () => {
  forAll(scored, (list) => {
    const copied = list.flatMap((row) => new Array<(typeof list)[number]>(row[2]).fill(row));
    const all = copied.filter(([label]) => label === 1).length;
    if (all === 0) return;
    const labels = Float64Array.from(list, ([label]) => label);
    const chances = Float64Array.from(list, ([, chance]) => chance / 6);
    const times = Uint16Array.from(list, ([, , t]) => t);
    const [found] = rareScores([orderedAlarms(labels, chances, 0.5)], times);
    const lines = [...new Set(copied.map(([, chance]) => chance))].map((least) => {
      const alarms = copied.filter(([, chance]) => chance >= least);
      const hits = alarms.filter(([label]) => label === 1).length;
      return { precision: hits / alarms.length, recall: hits / all };
    });
    const raised = copied.filter(([, chance]) => chance >= 3);
    const hits = raised.filter(([label]) => label === 1).length;
    expect(found!.recall).toBeCloseTo(hits / all, 12);
    expect(found!.recallAtAlarms).toBeCloseTo(hits / all, 12);
    expect(found!.averagePrecision).toBeCloseTo(
      averagePrecision(
        Float64Array.from(copied, ([label]) => label),
        Float64Array.from(copied, ([, chance]) => chance),
      ),
      12,
    );
    if (raised.length === 0) return;
    const precise = lines.filter(({ precision }) => precision >= hits / raised.length);
    expect(found!.recallAtPrecision).toBeCloseTo(Math.max(0, ...precise.map(({ recall }) => recall)), 12);
    const wide = lines.filter(({ recall }) => recall >= hits / all);
    expect(found!.precisionAtRecall).toBeCloseTo(Math.max(...wide.map(({ precision }) => precision)), 12);
  });
});
