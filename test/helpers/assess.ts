/** Small tables, schemas and assessments for tests of fidelity, utility and attacks. */
import type { AssessInput } from '../../src/core/fidelity/input.ts';
import { createRng } from '../../src/core/math/rng.ts';
import { takeTableRows, type Column, type Table } from '../../src/core/table/column.ts';
import type { ColumnSchema, Schema } from '../../src/core/table/schema.ts';
import type { Holdout, Train } from '../../src/core/table/split.ts';
import { categorical, numeric, tableOf } from './tables.ts';

/** A schema read off one table, every part inferred. */
export function schemaFor(table: Table): Schema {
  return { columns: table.columns.map(columnSchemaFor) };
}

function columnSchemaFor(column: Column): ColumnSchema {
  const inferred = <T>(value: T): { value: T; source: 'inferred' } => ({ value, source: 'inferred' });
  const shared = {
    name: column.name,
    kind: inferred(column.kind),
    missing: inferred(true),
    bins: null,
    role: 'none' as const,
  };
  switch (column.kind) {
    case 'numeric': {
      const [low, high] = rangeOf(column.values);
      return { ...shared, domain: inferred({ kind: 'numeric', low, high, decimals: column.decimals }) };
    }
    case 'datetime': {
      const [low, high] = rangeOf(column.epochMs);
      return {
        ...shared,
        domain: inferred({ kind: 'datetime', low, high, stepMs: 86_400_000, format: column.format }),
      };
    }
    case 'categorical':
      return { ...shared, domain: inferred({ kind: 'categorical', levels: column.levels }) };
    case 'identifier':
    case 'text':
      return { ...shared, domain: null };
  }
}

function rangeOf(values: Float64Array): [number, number] {
  const present = values.filter((value) => !Number.isNaN(value));
  return present.length === 0
    ? [0, 0]
    : [present.reduce((a, b) => Math.min(a, b)), present.reduce((a, b) => Math.max(a, b))];
}

/** Every `every`-th row (by a seeded shuffle) held out, the rest fitted. */
export function splitRows(table: Table, holdoutRows: number, seed = 1): { train: Train; holdout: Holdout } {
  const order = shuffledRows(table.rowCount, seed);
  return {
    holdout: takeTableRows(table, order.slice(0, holdoutRows)) as Holdout,
    train: takeTableRows(table, order.slice(holdoutRows)) as Train,
  };
}

export function shuffledRows(rowCount: number, seed: number): Uint32Array {
  const rng = createRng(seed, 'test-shuffle');
  const order = Uint32Array.from({ length: rowCount }, (_, row) => row);
  for (let i = rowCount - 1; i > 0; i--) {
    const j = rng.below(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/** Every column permuted on its own. */
export function shuffledColumns(table: Table, seed = 1): Table {
  return {
    rowCount: table.rowCount,
    columns: table.columns.map(
      (column, index) =>
        takeTableRows(
          { rowCount: table.rowCount, columns: [column] },
          shuffledRows(table.rowCount, seed + 1000 * index),
        ).columns[0]!,
    ),
  };
}

/** An assessment of `synthetic` against a table cut into train and holdout. */
export function assessmentOf(
  train: Table,
  holdout: Table | null,
  synthetic: Table,
  choices: Partial<Pick<AssessInput, 'schema' | 'target' | 'seed'>> = {},
): AssessInput {
  return {
    train: train as Train,
    holdout: holdout as Holdout | null,
    synthetic,
    schema: schemaFor(train),
    target: null,
    seed: 1,
    draw: 'independent',
    ...choices,
  };
}

/** A made-up table with dependence: two numbers, a date, three categories and a rare level. */
export function madeUpTable(rowCount: number, seed = 1): Table {
  const rng = createRng(seed, 'made-up');
  const [age, pay, since] = [new Float64Array(rowCount), new Float64Array(rowCount), new Float64Array(rowCount)];
  const [sex, region, risk]: string[][] = [[], [], []];
  for (let row = 0; row < rowCount; row++) {
    const u = rng.normal();
    age[row] = Math.round(45 + 12 * u);
    pay[row] = rng.uniform() < 0.05 ? NaN : Math.round(100 * (2000 + 40 * age[row]! + 300 * rng.normal())) / 100;
    since[row] = 86_400_000 * (10_000 + rng.below(3000));
    sex!.push(rng.below(2) === 1 ? 'f' : 'm');
    region!.push(['north', 'south', 'east', 'west'][Math.min(3, Math.floor(Math.abs(u) * 2))]!);
    risk!.push(rng.uniform() < 1 / (1 + Math.exp(-1.5 * u)) ? 'high' : 'low');
  }
  return tableOf(
    numeric('age', [...age]),
    numeric('pay', [...pay], 2),
    { kind: 'datetime', name: 'since', epochMs: since, format: 'yyyy-MM-dd' },
    categorical('sex', sex!),
    categorical('region', region!),
    categorical('risk', risk!),
  );
}
