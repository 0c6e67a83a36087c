/**
 * Membership attacks without shadow models: "was this row fitted?". Members are rows of train, non-members rows of the
 * holdout, equal in law. A coin per row decided which is which, so if S owes nothing to a row its label is still a coin.
 *   nearest:       −D_S(x), D_S the distance of x to the nearest row of S.
 *   nearest-ratio: ln(D_R(x) + 1) − ln(D_S(x) + 1); R the half of the holdout that x is not in (members draw a half by
 *                  coin), so no row is in its own reference and all of the holdout serves as non-members.
 * Rule of symmetry: what is computed before a score meets its label treats train and holdout rows alike. Ranks come
 * from both together; thinning and halves use coins keyed by content.
 * D_R − D_S in place of the log ratio looks like calibration and ruins the attack: AUC 0.77 on a verbatim copy.
 * Cost: two searches of the targets. Left out: marginals, density, classifier, shadow models, groups of targets.
 */
import { createNeighbourIndex, nearest } from '../learn/nearest.ts';
import { createRowCoder, encodeRows, type EncodedRows, type RowCoder } from '../learn/row-code.ts';
import { takeTableRows, type Table } from '../table/column.ts';
import type { Schema } from '../table/schema.ts';
import {
  groupContents,
  joinRows,
  keyedCoins,
  thinByCoins,
  type Contents,
  type JointRows,
} from '../fidelity/content.ts';
import { modelledNames, modelledTable } from '../fidelity/input.ts';
import { MIN_TARGETS, type AttackScores } from './attack-result.ts';

/** Caps, always disclosed: targets of each side, and synthetic rows that are searched. */
export type MembershipCaps = Readonly<{ targets: number; syntheticRows: number }>;
export const QUICK_CAPS: MembershipCaps = { targets: 2000, syntheticRows: 200_000 };

export type MembershipScores = Readonly<{
  scores: readonly AttackScores[];
  /** Share of non-members at distance 0 from S: rows that a copy could not be told from. */
  holdoutAtZero: number;
  members: Readonly<{ kept: number; of: number }>;
  nonMembers: Readonly<{ kept: number; of: number }>;
  syntheticRows: Readonly<{ kept: number; of: number }>;
}>;

/** `rows` joins train, holdout and synthetic in this order. `onBlock` hears how many targets were searched. */
export function membershipScores(
  tables: Readonly<{ train: Table; holdout: Table; synthetic: Table }>,
  rows: JointRows,
  contents: Contents,
  schema: Schema,
  choices: Readonly<{ seed: number; caps: MembershipCaps }>,
  onBlock: (done: number, total: number) => void,
): MembershipScores {
  const { train, holdout, synthetic } = tables;
  const { seed, caps } = choices;
  const [, trainEnd, realEnd, end] = rows.starts as readonly [number, number, number, number];
  const thinning = keyedCoins(rows, contents, seed, 'thinning');
  const memberRows = thinByCoins(thinning, 0, trainEnd, caps.targets);
  const nonMemberRows = thinByCoins(thinning, trainEnd, realEnd, caps.targets).map((row) => row - trainEnd);
  const searchedRows = thinByCoins(thinning, realEnd, end, caps.syntheticRows).map((row) => row - realEnd);

  const coder = createRowCoder([train, holdout], modelledNames(schema));
  const encoded = (table: Table, kept: Uint32Array): EncodedRows =>
    encodeRows(coder, takeTableRows(modelledTable(table, schema), kept));
  const members = encoded(train, memberRows);
  const nonMembers = encoded(holdout, nonMemberRows);
  const total = members.rowCount + nonMembers.rowCount;

  const searched = createNeighbourIndex(encoded(synthetic, searchedRows));
  const distances = (queries: EncodedRows, done: number): Int32Array =>
    nearest(searched, queries, { k: 1, onBlock: (block) => onBlock(done + block, total) }).distances;
  const toSynthetic = { members: distances(members, 0), nonMembers: distances(nonMembers, members.rowCount) };
  const scores: AttackScores[] = [
    {
      id: 'nearest',
      knows: 'table',
      members: Float64Array.from(toSynthetic.members, (distance) => -distance),
      nonMembers: Float64Array.from(toSynthetic.nonMembers, (distance) => -distance),
    },
  ];
  const halves = keyedCoins(rows, contents, seed, 'reference-half');
  const ratio = ratioScores(
    coder,
    modelledTable(holdout, schema),
    halves.subarray(trainEnd, realEnd),
    { rows: members, halfOf: halvesAt(halves, memberRows, 0), distances: toSynthetic.members },
    { rows: nonMembers, halfOf: halvesAt(halves, nonMemberRows, trainEnd), distances: toSynthetic.nonMembers },
  );
  if (ratio !== null) scores.push(ratio);
  const atZero = toSynthetic.nonMembers.reduce((count, distance) => count + (distance === 0 ? 1 : 0), 0);
  return {
    scores,
    holdoutAtZero: nonMembers.rowCount > 0 ? atZero / nonMembers.rowCount : 0,
    members: { kept: memberRows.length, of: train.rowCount },
    nonMembers: { kept: nonMemberRows.length, of: holdout.rowCount },
    syntheticRows: { kept: searchedRows.length, of: synthetic.rowCount },
  };
}

/** Rows joined and grouped: what `membershipScores` and the copies share. */
export function joinForAttacks(
  tables: Readonly<{ train: Table; holdout: Table; synthetic: Table }>,
  schema: Schema,
): { rows: JointRows; contents: Contents } {
  const rows = joinRows([tables.train, tables.holdout, tables.synthetic], schema);
  return { rows, contents: groupContents(rows) };
}

type Targets = Readonly<{ rows: EncodedRows; halfOf: Uint8Array; distances: Int32Array }>;

function ratioScores(
  coder: RowCoder,
  holdout: Table,
  coins: Uint32Array,
  members: Targets,
  nonMembers: Targets,
): AttackScores | null {
  const references = [0, 1].map((half) => {
    const kept: number[] = [];
    for (let row = 0; row < coins.length; row++) if ((coins[row]! & 1) === half) kept.push(row);
    return kept.length < MIN_TARGETS
      ? null
      : createNeighbourIndex(encodeRows(coder, takeTableRows(holdout, Uint32Array.from(kept))));
  });
  const [first, second] = references;
  if (!first || !second) return null;
  const scoresOf = ({ rows, halfOf, distances }: Targets): Float64Array => {
    const scores = new Float64Array(rows.rowCount);
    for (const half of [0, 1]) {
      const places: number[] = [];
      for (let i = 0; i < rows.rowCount; i++) if (halfOf[i] === half) places.push(i);
      // The reference is the half that the target is not in.
      const found = nearest(half === 0 ? second : first, takeEncoded(rows, places), { k: 1 }).distances;
      places.forEach((place, i) => {
        scores[place] = Math.log(found[i]! + 1) - Math.log(distances[place]! + 1);
      });
    }
    return scores;
  };
  return { id: 'nearest-ratio', knows: 'population', members: scoresOf(members), nonMembers: scoresOf(nonMembers) };
}

function halvesAt(coins: Uint32Array, rows: Uint32Array, start: number): Uint8Array {
  return Uint8Array.from(rows, (row) => coins[start + row]! & 1);
}

function takeEncoded(rows: EncodedRows, places: readonly number[]): EncodedRows {
  return {
    rowCount: places.length,
    steps: rows.steps.map((column) => Uint16Array.from(places, (place) => column[place]!)),
    categories: rows.categories.map(({ codes, levels }) => ({
      codes: Uint16Array.from(places, (place) => codes[place]!),
      levels,
    })),
  };
}
