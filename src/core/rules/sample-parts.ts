/**
 * Rows of a run: of its model, or of each part of an ensemble. Each part makes its share of the rows, and of the rows of
 * every wish that it can meet, by largest remainder and with streams of its own; a wish that no part can meet ends the
 * run. What is short in one is not filled by another, but told of that part. The tables are then one below the other, in
 * random order.
 * Privacy: post-processing.
 */
import { createRng, shuffle } from '../math/rng.ts';
import { asPart, noticeOf, type Notice } from '../errors.ts';
import { isPossible, type Wish } from '../models/conditions.ts';
import { dealtRows } from '../models/draw.ts';
import type { ModelPart } from '../models/model.ts';
import { partOf, type OnProgress } from '../progress.ts';
import { takeTableRows } from '../table/column.ts';
import { joined, sampleWishes, type ConditionedRows, type RowsRequest, type RulesKept } from './conditioned.ts';
import type { Rulebook } from './rulebook.ts';

/** `madeBy`: by row the place of the part that made it; null of one model. */
export type PartsRows = ConditionedRows & Readonly<{ madeBy: Uint8Array<ArrayBuffer> | null }>;

/** As `sampleWishes` of each part. */
export function sampleParts(
  parts: readonly ModelPart[],
  request: Omit<RowsRequest, 'streams'>,
  wishes: readonly Wish[],
  rules: Rulebook,
  onProgress: OnProgress,
): PartsRows {
  const [first] = parts;
  if (first && parts.length === 1) {
    return { ...sampleWishes(first.synthesizer, first.model, request, wishes, rules, onProgress), madeBy: null };
  }
  const shares = parts.map(({ share }) => share);
  const isAble = wishes.map((wish) => parts.map(({ model }) => isPossible(wish, model.domain)));
  const wished = wishes.map(({ rows }, index) => {
    const able = shares.map((share, place) => (isAble[index]![place] ? share : 0));
    const whole = able.reduce((sum, share) => sum + share, 0);
    return dealtRows(rows, whole > 0 ? able.map((share) => share / whole) : shares);
  });
  const asked = wishes.reduce((sum, { rows }) => sum + rows, 0);
  const free = dealtRows(Math.max(0, request.rowCount - asked), shares);
  const made = parts.map(({ synthesizer, model }, place) => {
    const own = wishes.map((wish, index) => ({ ...wish, rows: wished[index]![place]! }));
    const rowCount = own.reduce((sum, { rows }) => sum + rows, free[place]!);
    const streams = ['part', model.kind];
    const heard = partOf(onProgress, place, parts.length);
    return asPart(model.kind, () => {
      const rows = sampleWishes(synthesizer, model, { ...request, rowCount, streams }, own, rules, heard);
      const apart = isAble.filter((able) => !able[place]).length;
      const told = apart > 0 ? [noticeOf('condition-apart', 'warning', {}, apart), ...rows.notices] : rows.notices;
      return { ...rows, notices: told.map((notice): Notice => ({ ...notice, place: { part: model.kind } })) };
    });
  });
  return { ...mixed(made, request.seed), ...summed(made) };
}

function mixed(made: readonly ConditionedRows[], seed: number): Pick<PartsRows, 'table' | 'madeBy'> {
  const table = joined(made.filter(({ table: own }) => own.rowCount > 0).map(({ table: own }) => own));
  const rows = Uint32Array.from({ length: table.rowCount }, (_, row) => row);
  shuffle(rows, createRng(seed, 'parts'));
  const inOrder = new Uint8Array(table.rowCount);
  let at = 0;
  made.forEach(({ table: own }, place) => inOrder.fill(place, at, (at += own.rowCount)));
  return { table: takeTableRows(table, rows), madeBy: Uint8Array.from(rows, (row) => inOrder[row]!) };
}

function summed(made: readonly ConditionedRows[]): Pick<PartsRows, 'wishes' | 'rules' | 'notices'> {
  const sum = (of: (one: ConditionedRows) => number): number => made.reduce((total, one) => total + of(one), 0);
  const kept = (what: keyof RulesKept): number => sum(({ rules }) => rules?.[what] ?? 0);
  return {
    wishes: (made[0]?.wishes ?? []).map((_, index) => ({
      asked: sum(({ wishes }) => wishes[index]!.asked),
      made: sum(({ wishes }) => wishes[index]!.made),
      tried: sum(({ wishes }) => wishes[index]!.tried),
    })),
    rules: made[0]?.rules ? { replaced: kept('replaced'), mended: kept('mended'), leftOut: kept('leftOut') } : null,
    notices: made.flatMap(({ notices }) => notices),
  };
}
