import { expect, test } from 'vitest';
import { CODE, largestOf, memoryBytes, UNCLEARED, type Memory } from '../../../src/core/models/memory.ts';
import { synthesizerById } from '../../../src/core/models/registry.ts';
import { generate, type Generated } from '../../../src/core/pipeline.ts';
import { seededEntropy } from '../../../src/core/privacy/seeded-entropy.ts';
import { declareAll } from '../../../src/core/table/schema.ts';
import { splitTable } from '../../../src/core/table/split.ts';
import { schemaFor } from '../../helpers/assess.ts';
import { heldBy } from '../../helpers/memory.ts';
import { EPSILON_1, recipeFor } from '../../helpers/models.ts';
import { categorical, numeric, tableOf } from '../../helpers/tables.ts';
import { wideTable } from '../../helpers/wide-table.ts';

/** Half of the columns are numbers of 8 bytes, half codes of 2. */
const CELL = 5;
const COLUMNS = 20;

// Graphical ones are left to the bench: what they may take whatever the rows would hide a second copy of these.
test.each([
  { id: 'independent', claim: 'no claim', rowCount: 4_000, privacy: null },
  { id: 'independent', claim: 'a claim', rowCount: 4_000, privacy: EPSILON_1 },
  { id: 'copula', claim: 'no claim', rowCount: 4_000, privacy: null },
  { id: 'trees', claim: 'no claim', rowCount: 1_000, privacy: null },
])('$id, $claim: a run holds no more than its plan says', ({ id, rowCount, privacy }) => {
  const table = wideTable(rowCount, COLUMNS, 1);
  const recipe = recipeFor(id, { privacy });
  const stated = { publicSchemaAssumed: false, kindsAssumed: false };
  const split = splitTable(table, { ...recipe.split, holdout: 0 });
  const prepared = { ...split, schema: declareAll(schemaFor(table)), stated, notices: [] };
  let made: Generated | null = null;
  const held = heldBy(5, (look) => (made = generate(prepared, recipe, seededEntropy(1), look)));
  const { facts, synthetic } = made!;
  const written = CELL * COLUMNS * synthetic.rowCount;
  const planned = memoryBytes(facts.plan.memory, rowCount, synthetic.rowCount) - UNCLEARED;
  expect(held.reported).toBeGreaterThan(CODE * COLUMNS * rowCount);
  expect(held.reported).toBeLessThan(planned);
  expect(held.after - written).toBeLessThan(planned);
});

const memory: Memory = { fixed: 1000, fittedRow: 10, heldRow: 1, sampledRow: 5, sampledRows: 30, drawnRow: 20 };

test('rows that are fitted and rows that are drawn are not held at once; a sample is no larger than its cap', () => {
  expect(memoryBytes(memory, 20, 1)).toBe(1000 + 20 + 100 + 200);
  expect(memoryBytes(memory, 100, 1)).toBe(1000 + 100 + 150 + 1000);
  expect(memoryBytes(memory, 20, 50)).toBe(1000 + 20 + 100 + 1000);
});

test('an ensemble holds what the largest of its parts does, and its rows twice', () => {
  const schema = schemaFor(tableOf(numeric('age', [1, 2]), categorical('sex', ['f', 'm'])));
  const other = { ...memory, fixed: 2000, drawnRow: 1 };
  expect(largestOf([memory, other], schema)).toEqual({ ...memory, fixed: 2000, drawnRow: 20 + 2 * (8 + 4) });
});

test('columns, fine numbers and what is asked of the rows add to a plan', () => {
  const planned = (id: string, ...columns: Parameters<typeof tableOf>): Memory =>
    synthesizerById(id).plan(schemaFor(tableOf(...columns)), recipeFor(id)).memory;
  const coarse = numeric('a', [0, 5, 9]);
  const one = planned('trees', coarse);
  expect(planned('trees', coarse, numeric('b', [0, 5, 9])).fittedRow).toBe(one.fittedRow + 2);
  expect(planned('trees', numeric('a', [0, 5, 1e9])).heldRow).toBe(16); // a value and its rows, each of 8 bytes
  expect(one.heldRow).toBe(0);
  const asked = recipeFor('trees', { conditions: [{ where: { a: 5 }, rows: 1 }] as never });
  const { memory: more } = synthesizerById('trees').plan(schemaFor(tableOf(coarse)), asked);
  expect(more.drawnRow).toBe(one.drawnRow + 16);
});
