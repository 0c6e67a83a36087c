/**
 * `npm run bench -- --held [ROWS]`: what fit and draw hold beside the tables, on a made table of 40 columns and a million
 * rows or ROWS, without a claim. Looked at whenever progress is told, garbage included; beside it what the plan says, and
 * what no synthesizer may exceed: three times the table in codes and 128 MiB. Seconds of the same run.
 */
import { CODE, memoryBytes } from '../../src/core/models/memory.ts';
import { generate, type Generated, type Prepared } from '../../src/core/pipeline.ts';
import { seededEntropy } from '../../src/core/privacy/seeded-entropy.ts';
import { DEFAULT_RECIPE } from '../../src/core/recipe.ts';
import { splitTable } from '../../src/core/table/split.ts';
import { schemaFor } from '../helpers/assess.ts';
import { heldBy } from '../helpers/memory.ts';
import { wideTable } from '../helpers/wide-table.ts';
import { print } from './lines.ts';
import { benchRecipe } from './models.ts';
import { columnBytes } from './reading.ts';

const MIB = 2 ** 20;
const COLUMNS = 40;

export function benchMemory(rowCount: number): void {
  const table = wideTable(rowCount, COLUMNS, 1);
  const split = splitTable(table, { ...DEFAULT_RECIPE.split, holdout: 0.01 });
  const stated = { publicSchemaAssumed: false, kindsAssumed: false };
  const prepared: Prepared = { ...split, schema: schemaFor(table), stated, notices: [] };
  for (const id of ['independent', 'copula', 'mst', 'trees']) benchRun(id, prepared);
}

function benchRun(id: string, prepared: Prepared): void {
  const base = benchRecipe(id, false);
  const recipe = { ...base, validate: { ...base.validate, target: null } };
  const { rowCount } = prepared.train;
  const began = performance.now();
  let made: Generated | null = null;
  const { reported, after } = heldBy(0, (look) => (made = generate(prepared, recipe, seededEntropy(1), look)));
  const { synthetic, facts } = made!;
  const written = synthetic.columns.reduce((sum, column) => sum + columnBytes(column), 0);
  const held = Math.max(reported, after - written);
  const name = `${id}, ${rowCount} × ${COLUMNS}`;
  const [planned, most] = [
    memoryBytes(facts.plan.memory, rowCount, rowCount),
    3 * CODE * COLUMNS * rowCount + 128 * MIB,
  ];
  const line = { name: `memory beside the tables, ${name}`, value: held / MIB, unit: 'MiB', tolerance: 1 };
  print({ ...line, baseline: 'its plan', ratio: held / planned, bound: 1 });
  print({ ...line, baseline: 'three times the coded table + 128 MiB', ratio: held / most, bound: 1 });
  print({ name: `fit and sample ${name}`, value: (performance.now() - began) / 1000, unit: 's' });
}
