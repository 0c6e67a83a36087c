/**
 * The rows that a person is shown: a simple random sample of the synthetic table by seed, without repetition, and in a
 * blind mix 30 % real rows of the holdout among them, in an order that says nothing. Cells are written as the source is;
 * only modelled columns are shown, since an identifier or an empty column would give a real row away.
 */
import { createRng, shuffle, type Rng } from '../math/rng.ts';
import { modelledTable } from '../fidelity/input.ts';
import { takeTableRows, type Column, type Table } from '../table/column.ts';
import { convertColumn } from '../table/convert.ts';
import type { Schema } from '../table/schema.ts';
import type { AuditChoices, Origin } from './audit.ts';

export type AuditRow = Readonly<{ row: number; origin: Origin; cells: readonly (string | null)[] }>;
/** `unlikely` stands outside every rate: those rows were not drawn by chance. Null where no model names them. */
export type AuditRows = Readonly<{
  columns: readonly string[];
  rows: readonly AuditRow[];
  unlikely: readonly AuditRow[] | null;
}>;

/** Of the shown rows of a mix. */
const REAL_SHARE = 0.3;

/** A holdout without rows gives no mix. `unlikely`: synthetic rows to be shown beside the sample; null where no model names them. */
export function drawAudit(
  synthetic: Table,
  holdout: Table,
  schema: Schema,
  { seed, rows, isBlind }: AuditChoices,
  unlikely: readonly number[] | null = null,
): AuditRows {
  const made = modelledTable(synthetic, schema);
  const realCount = isBlind ? Math.round((rows * REAL_SHARE) / (1 - REAL_SHARE)) : 0;
  const shown = [
    ...drawn(made, 'synthetic', rows, createRng(seed, 'audit', 'synthetic')),
    ...(realCount > 0
      ? drawn(modelledTable(holdout, schema), 'holdout', realCount, createRng(seed, 'audit', 'holdout'))
      : []),
  ];
  const order = Uint32Array.from(shown, (_, place) => place);
  shuffle(order, createRng(seed, 'audit', 'order'));
  return {
    columns: made.columns.map(({ name }) => name),
    rows: Array.from(order, (place) => shown[place]!),
    unlikely: unlikely && rowsOf(made, 'synthetic', Uint32Array.from(unlikely)),
  };
}

function drawn(table: Table, origin: Origin, count: number, rng: Rng): AuditRow[] {
  const places = Uint32Array.from({ length: table.rowCount }, (_, row) => row);
  shuffle(places, rng);
  return rowsOf(table, origin, places.slice(0, count));
}

function rowsOf(table: Table, origin: Origin, taken: Uint32Array): AuditRow[] {
  const texts = takeTableRows(table, taken).columns.map(cellTexts);
  return Array.from(taken, (row, place) => ({ row, origin, cells: texts.map((cells) => cells[place]!) }));
}

/** The cells in order; null is missing. */
function cellTexts(column: Column): (string | null)[] {
  const texts = convertColumn(column, 'text');
  return texts.kind === 'text' ? Array.from(texts.codes, (code) => texts.levels[code] ?? null) : [];
}
