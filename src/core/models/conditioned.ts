/**
 * Rows of a fitted model, some of them of a kind that was asked for. Rows of a wish are proposed with the codes that can
 * meet it (exactly so where the model can, among all rows where it cannot) and kept if their final values do: what comes
 * out has the model's own distribution under the wish. Proposals are limited; what is then short is told, never repeated.
 * The rest of the rows is free of wishes. Rows come out shuffled, so that their place says nothing.
 * Privacy: post-processing; counts of synthetic rows are free to tell.
 */
import { noticeOf, type Notice } from '../errors.ts';
import { createRng, shuffle } from '../math/rng.ts';
import type { OnProgress } from '../progress.ts';
import { takeTableRows, type Column, type Table } from '../table/column.ts';
import { decodeTable } from './coding.ts';
import { allowedCodes, rowsThatMeet, type Allowed, type Wish } from './conditions.ts';
import type { Draw, Model, Synthesizer } from './model.ts';

/** What became of a wish; `tried` rows were proposed for it. */
export type WishMet = Readonly<{ asked: number; made: number; tried: number }>;
export type ConditionedRows = Readonly<{ table: Table; wishes: readonly WishMet[]; notices: readonly Notice[] }>;

/** Proposals a row, and at least. */
const TRIES = 50;
const LEAST_TRIES = 100_000;
const MOST_AT_ONCE = 200_000;

/** `rowCount`: of all rows; wishes for more add to it. Throws `rows-invalid`, `condition-impossible`. */
export function sampleWishes(
  synthesizer: Synthesizer,
  model: Model,
  { rowCount, draw, seed }: Readonly<{ rowCount: number; draw: Draw; seed: number }>,
  wishes: readonly Wish[],
  onProgress: OnProgress,
): ConditionedRows {
  const propose = (rows: number, allowed: Allowed | null, ...purpose: (string | number)[]): Table => {
    const request = { rowCount: rows, draw, ...(allowed === null ? {} : { allowed }) };
    const coded = synthesizer.sample(model, request, createRng(seed, 'sample', ...purpose), onProgress);
    return decodeTable(coded, model.domain, createRng(seed, 'decode', ...purpose));
  };
  if (wishes.length === 0) return { table: propose(rowCount, null), wishes: [], notices: [] };

  const masks = wishes.map((wish) => allowedCodes(wish, model.domain));
  const parts: Table[] = [];
  const met: WishMet[] = [];
  wishes.forEach((wish, index) => {
    const most = Math.max(TRIES * wish.rows, LEAST_TRIES);
    let [made, tried] = [0, 0];
    for (let batch = 0; made < wish.rows && tried < most; batch++) {
      const share = made > 0 ? made / tried : 1;
      const wanted = Math.ceil((1.1 * (wish.rows - made)) / share) + 16;
      const rows = Math.min(most - tried, MOST_AT_ONCE, Math.max(wanted, made > 0 || batch === 0 ? 0 : 10 * wish.rows));
      const proposed = propose(rows, masks[index]!, 'wish', index, batch);
      const kept = rowsThatMeet(wish, proposed).subarray(0, wish.rows - made);
      if (kept.length > 0) parts.push(takeTableRows(proposed, kept));
      made += kept.length;
      tried += rows;
    }
    met.push({ asked: wish.rows, made, tried });
  });
  const free = rowCount - wishes.reduce((sum, { rows }) => sum + rows, 0);
  if (free > 0) parts.push(propose(free, null, 'free'));
  const short = met.reduce((sum, { asked, made }) => sum + asked - made, 0);
  return {
    table: shuffled(joined(parts), seed),
    wishes: met,
    notices: short > 0 ? [noticeOf('rows-short', 'warning', {}, short)] : [],
  };
}

/** Tables of one model, one below the other. */
function joined(parts: readonly Table[]): Table {
  const rowCount = parts.reduce((sum, part) => sum + part.rowCount, 0);
  const columns = (parts[0]?.columns ?? []).map((_, index) => joinedColumn(parts.map((part) => part.columns[index]!)));
  return { rowCount, columns };
}

function joinedColumn(parts: readonly Column[]): Column {
  const first = parts[0]!;
  const rows = parts.reduce((sum, part) => sum + cellsOf(part).length, 0);
  const fill = <A extends Float64Array | Uint16Array | Uint32Array>(out: A): A => {
    let at = 0;
    for (const part of parts) {
      out.set(cellsOf(part), at);
      at += cellsOf(part).length;
    }
    return out;
  };
  switch (first.kind) {
    case 'numeric':
      return { ...first, values: fill(new Float64Array(rows)) };
    case 'datetime':
      return { ...first, epochMs: fill(new Float64Array(rows)) };
    case 'categorical':
      return { ...first, codes: fill(new Uint16Array(rows)) };
    case 'identifier':
    case 'text':
      return { ...first, codes: fill(new Uint32Array(rows)) };
  }
}

function cellsOf(column: Column): Float64Array | Uint16Array | Uint32Array {
  if (column.kind === 'numeric') return column.values;
  return column.kind === 'datetime' ? column.epochMs : column.codes;
}

function shuffled(table: Table, seed: number): Table {
  const rows = Uint32Array.from({ length: table.rowCount }, (_, row) => row);
  shuffle(rows, createRng(seed, 'order'));
  return takeTableRows(table, rows);
}
