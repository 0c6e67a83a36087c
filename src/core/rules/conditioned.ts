/**
 * Rows of a fitted model, some of them of a kind that was asked for, all of them by the rules. Rows of a wish are proposed
 * with the codes that can meet it (exactly so where the model can, among all rows where it cannot); a row is kept if its
 * final values meet the wish and break no hard rule. What comes out has the model's own distribution under both, but for
 * rows that a rule had to mend when proposals ran out. What is then short is told, never repeated. Derived columns are
 * computed before anything is looked at. Rows come out shuffled where there are wishes, so that their place says nothing.
 * Privacy: post-processing; counts of synthetic rows are free to tell.
 */
import { noticeOf, type Notice } from '../errors.ts';
import { createRng, shuffle } from '../math/rng.ts';
import type { OnProgress } from '../progress.ts';
import type { Rulebook } from './rulebook.ts';
import { stackedMarks, takeTableRows, type Column, type Table } from '../table/column.ts';
import { decodeTable } from '../models/decoding.ts';
import { allowedCodes, meets, type Allowed, type Wish } from '../models/conditions.ts';
import type { Draw, SingleModel, SingleSynthesizer } from '../models/model.ts';

/** What became of a wish; `tried` rows were proposed for it. */
export type WishMet = Readonly<{ asked: number; made: number; tried: number }>;
/** What the rules did: rows that were proposed again, mended, and in the end left out. */
export type RulesKept = Readonly<{ replaced: number; mended: number; leftOut: number }>;
export type ConditionedRows = Readonly<{
  table: Table;
  wishes: readonly WishMet[];
  rules: RulesKept | null;
  notices: readonly Notice[];
}>;

/** Proposals a row, and at least. */
const TRIES = 50;
const LEAST_TRIES = 100_000;
const MOST_AT_ONCE = 200_000;
/** Rounds of proposals for rows that nothing was asked of but the rules. */
const ROUNDS = 20;

/** `streams` keeps the chance of one part of an ensemble apart from that of the others. */
export type RowsRequest = Readonly<{ rowCount: number; draw: Draw; seed: number; streams?: Purpose }>;
type Purpose = readonly (string | number)[];
type Propose = (rows: number, allowed: Allowed | null, ...purpose: Purpose) => Table;

/** `rowCount`: of all rows; wishes for more add to it. Throws `rows-invalid`, `condition-impossible`. */
export function sampleWishes(
  synthesizer: SingleSynthesizer,
  model: SingleModel,
  { rowCount, draw, seed, streams = [] }: RowsRequest,
  wishes: readonly Wish[],
  rules: Rulebook,
  onProgress: OnProgress,
): ConditionedRows {
  const propose: Propose = (rows, allowed, ...purpose) => {
    const request = { rowCount: rows, draw, ...(allowed === null ? {} : { allowed }) };
    const coded = synthesizer.sample(model, request, createRng(seed, 'sample', ...streams, ...purpose), onProgress);
    return rules.derive(decodeTable(coded, model.domain, createRng(seed, 'decode', ...streams, ...purpose)));
  };
  const masks = wishes.map((wish) => (wish.rows > 0 ? allowedCodes(wish, model.domain) : null));
  const made = wishes.map((wish, index) => rowsOfWish(wish, masks[index]!, index, rules, propose));
  const free = rowCount - wishes.reduce((sum, { rows }) => sum + rows, 0);
  const rest = free > 0 ? rowsByRules(free, rules, propose) : null;
  const parts = [...made.flatMap(({ parts: own }) => own), ...(rest?.parts ?? [])];
  const table = joined(parts);
  const short = made.reduce((sum, { met: { asked, made: rows } }) => sum + asked - rows, 0);
  const leftOut = rest?.kept.leftOut ?? 0;
  return {
    table: wishes.length > 0 ? shuffled(table, seed) : table,
    wishes: made.map(({ met }) => met),
    rules: rules.isEmpty ? null : (rest?.kept ?? { replaced: 0, mended: 0, leftOut: 0 }),
    notices: [
      ...(short > 0 ? [noticeOf('rows-short', 'warning', {}, short)] : []),
      ...(leftOut > 0 ? [noticeOf('rows-broken', 'warning', {}, leftOut)] : []),
    ],
  };
}

function rowsOfWish(
  wish: Wish,
  mask: Allowed | null,
  index: number,
  rules: Rulebook,
  propose: Propose,
): Readonly<{ parts: readonly Table[]; met: WishMet }> {
  const parts: Table[] = [];
  const most = Math.max(TRIES * wish.rows, LEAST_TRIES);
  let [made, tried] = [0, 0];
  for (let batch = 0; made < wish.rows && tried < most; batch++) {
    const share = made > 0 ? made / tried : 1;
    const wanted = Math.ceil((1.1 * (wish.rows - made)) / share) + 16;
    const least = made > 0 || batch === 0 ? 0 : 10 * wish.rows;
    const rows = Math.min(most - tried, MOST_AT_ONCE, Math.max(wanted, least));
    const proposed = propose(rows, mask, 'wish', index, batch);
    const isBroken = rules.broken(proposed);
    const kept = rowsWhere(meets(wish, proposed).map((fits, row) => (isBroken[row] === 1 ? 0 : fits)));
    const own = kept.subarray(0, wish.rows - made);
    if (own.length > 0) parts.push(takeTableRows(proposed, own));
    made += own.length;
    tried += rows;
  }
  return { parts, met: { asked: wish.rows, made, tried } };
}

/** So many rows, those that break a hard rule proposed again, at last mended, at last left out. */
function rowsByRules(
  rowCount: number,
  rules: Rulebook,
  propose: Propose,
): Readonly<{ parts: readonly Table[]; kept: RulesKept }> {
  const parts: Table[] = [];
  let [missing, replaced] = [rowCount, 0];
  let odd: Table | null = null;
  for (let round = 0; round < ROUNDS && missing > 0; round++) {
    const proposed = round === 0 ? propose(missing, null) : propose(missing, null, 'again', round);
    const isBroken = rules.broken(proposed);
    const good = rowsWhere(isBroken.map((one) => 1 - one));
    if (round > 0) replaced += good.length;
    parts.push(good.length === proposed.rowCount ? proposed : takeTableRows(proposed, good));
    missing -= good.length;
    if (missing > 0) odd = takeTableRows(proposed, rowsWhere(isBroken));
  }
  if (missing === 0 || odd === null) return { parts, kept: { replaced, mended: 0, leftOut: 0 } };
  const mended = rules.mend(odd);
  const good = rowsWhere(rules.broken(mended).map((one) => 1 - one));
  parts.push(takeTableRows(mended, good));
  return { parts, kept: { replaced, mended: good.length, leftOut: missing - good.length } };
}

function rowsWhere(isWanted: Uint8Array): Uint32Array {
  const rows = new Uint32Array(isWanted.length);
  let count = 0;
  for (let row = 0; row < isWanted.length; row++) if (isWanted[row] === 1) rows[count++] = row;
  return rows.slice(0, count);
}

/** Tables made of one schema, one below the other. */
export function joined(parts: readonly Table[]): Table {
  const [first] = parts;
  if (first && parts.length === 1) return first;
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
      return { ...first, values: fill(new Float64Array(rows)), ...stackedMarks(parts, rows) };
    case 'datetime':
      return { ...first, epochMs: fill(new Float64Array(rows)), ...stackedMarks(parts, rows) };
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
