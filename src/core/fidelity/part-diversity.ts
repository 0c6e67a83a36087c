/**
 * How much the parts of an ensemble differ (fidelity.parts): synthesizers that make the same rows are one, and their
 * shares say nothing. Each pair of parts is thinned to m rows a part, at most 10,000, by coins keyed by content.
 *   Distance: mean over pairs of columns of Σ |p − q| on bins of the synthetic rows, in [0, 2]; its interval from
 *     resamples of both. Floor: the same after the rows have been dealt anew to the two, which is what two draws of one
 *     law would show, with its upper end at 97.5 %.
 *   Near copies: rows of one part with a near copy in the other (near-search.ts), beside rows with another one in their
 *     own part, which is as many rows: two draws of one would have as many.
 *   C2ST: the AUC of boosted trees that tell one part from the other, at most 1,000 rows of each.
 * Two parts are the same where the distance stays below the end of its floor and the AUC's interval reaches 0.5.
 * Beside them the two-way error of each part's own rows against train (kway.ts).
 * Cost: 60 counts of 2m rows for all pairs of columns, and five fits of boosting, a pair of parts.
 * Privacy: the pairs look at synthetic rows and at ranges of the schema alone, the errors at real rows: internal.
 */
import type { Estimate } from '../math/finding.ts';
import { createRng, shuffle } from '../math/rng.ts';
import { binTable, createBinning, type BinnedTable } from '../table/binning.ts';
import { takeTableRows, type Table } from '../table/column.ts';
import type { Schema } from '../table/schema.ts';
import { alternatingFolds, samplePair, twoSampleArea } from './c2st.ts';
import { joinRows } from './content.ts';
import { createEvaluation } from './evaluation.ts';
import { modelledNames, type AssessInput, type MadeBy } from './input.ts';
import { twoWayAlone } from './kway.ts';
import { choosePairs, countPairTables, gatherBinned, meanOf, pairErrors, type ColumnPair } from './marginals.ts';
import { createNearSearch } from './near-search.ts';
import { standardDeviation } from './resampling.ts';
import { stackTables } from './stacked.ts';
import { firstRowsOf } from './tails/comparable.ts';
import { around, missingEstimate, shareOf } from './tails/estimate.ts';

/** The two-way error of one part's rows against train; `floor`: of as many fresh real rows. */
export type PartError = Readonly<{ synthesizer: string; rowCount: number; error: Estimate; floor: number | null }>;
export type PartPair = Readonly<{
  synthesizers: readonly [string, string];
  /** `floorHigh`: what two draws of one law stay below, 39 times in 40. */
  distance: Estimate & Readonly<{ floor: number | null; floorHigh: number | null }>;
  nearCopies: Readonly<{ across: Estimate; within: Estimate }>;
  c2st: Estimate;
  /** Null where too little could be measured to say it. */
  areSame: boolean | null;
}>;
export type PartsResult = Readonly<{
  parts: readonly PartError[];
  pairs: readonly PartPair[];
  disclosures: readonly Readonly<{ what: string; kept: number; of: number }>[];
}>;

const MOST_ROWS = 10_000;
const MOST_TOLD_APART = 1000;
const MOST_LOOKED_UP = 1000;
/** Of a part: fewer rows say nothing. */
const LEAST_ROWS = 25;
const ROUNDS = 20;

/** Parts without a row are left out. */
export function partDiversity(input: AssessInput, { by, parts }: MadeBy): PartsResult {
  const { synthetic, schema, seed } = input;
  const made = parts
    .map(({ id: synthesizer }, place) => ({ synthesizer, table: takeTableRows(synthetic, placesOf(by, place)) }))
    .filter(({ table }) => table.rowCount > 0);
  const apart = { schema, seed, columns: choosePairs(modelledNames(schema).length, seed).pairs };
  const pairs = made.flatMap((first, place) =>
    made.slice(place + 1).map((second): PartPair => {
      const rowsEach = Math.min(first.table.rowCount, second.table.rowCount, MOST_ROWS);
      const found = pairOf(samplePair(first.table, second.table, rowsEach, schema, seed), apart);
      return { synthesizers: [first.synthesizer, second.synthesizer], ...found };
    }),
  );
  const least = Math.min(...made.map(({ table }) => table.rowCount));
  return {
    parts: made.map(({ synthesizer, table }) => ({
      ...{ synthesizer, rowCount: table.rowCount },
      ...errorOf({ ...input, synthetic: table, holdout: null }),
    })),
    pairs,
    disclosures: [
      { what: 'rows of a part set beside another', kept: Math.min(least, MOST_ROWS), of: least },
      { what: 'rows of a part told apart from another', kept: Math.min(least, MOST_TOLD_APART), of: least },
      { what: 'rows of a part whose near copies were looked up', kept: Math.min(least, MOST_LOOKED_UP), of: least },
    ].filter(({ kept, of }) => pairs.length > 0 && kept < of),
  };
}

function placesOf(by: Uint8Array, place: number): Uint32Array {
  const rows: number[] = [];
  for (let row = 0; row < by.length; row++) if (by[row] === place) rows.push(row);
  return Uint32Array.from(rows);
}

function errorOf(input: AssessInput): Pick<PartError, 'error' | 'floor'> {
  const evaluation = createEvaluation(input);
  const n = input.synthetic.rowCount;
  if (evaluation === null) return { error: missingEstimate(n), floor: null };
  const { error, low, high, floor, reason } = twoWayAlone(evaluation);
  return error === null
    ? { error: missingEstimate(n, reason), floor: null }
    : { error: { value: error, low, high, n }, floor };
}

type Apart = Readonly<{ schema: Schema; seed: number; columns: readonly ColumnPair[] }>;

/** Of two tables of as many rows, in the order of their coins. */
function pairOf([first, second]: readonly [Table, Table], apart: Apart): Omit<PartPair, 'synthesizers'> {
  const { schema } = apart;
  const n = first.rowCount;
  const isEnough = n >= LEAST_ROWS && apart.columns.length > 0;
  const distance = isEnough
    ? distanceOf(first, second, apart)
    : { ...missingEstimate(n, n < LEAST_ROWS ? undefined : 'not measurable with one column'), ...NO_FLOOR };
  const c2st = n < LEAST_ROWS ? missingEstimate(n) : toldApart(first, second, schema);
  const isNear = distance.value !== null && distance.floorHigh !== null && distance.value <= distance.floorHigh;
  return {
    distance,
    nearCopies: nearCopiesOf(first, second, schema),
    c2st,
    areSame: distance.value === null || c2st.low === null ? null : isNear && c2st.low <= 0.5,
  };
}

const NO_FLOOR = { floor: null, floorHigh: null };

function distanceOf(first: Table, second: Table, { schema, seed, columns }: Apart): PartPair['distance'] {
  const n = first.rowCount;
  const pool = stackTables([first, second], schema);
  const binned = binTable(pool, createBinning(pool, schema));
  const between = (some: Uint32Array, others: Uint32Array): number =>
    meanOf(pairErrors(countsOf(binned, some, columns), countsOf(binned, others, columns)));
  const rows = Uint32Array.from({ length: 2 * n }, (_, row) => row);
  const [own, others] = [rows.slice(0, n), rows.slice(n)];
  const value = between(own, others);
  const rng = createRng(seed, 'parts');
  const drawn = (from: Uint32Array): Uint32Array => from.map(() => from[rng.below(n)]!);
  const resampled = Float64Array.from({ length: ROUNDS }, () => between(drawn(own), drawn(others)));
  const dealt = Float64Array.from({ length: ROUNDS }, () => {
    shuffle(rows, rng);
    return between(rows.subarray(0, n), rows.subarray(n));
  });
  const floor = meanOf(dealt);
  const spread = around(value, standardDeviation(resampled), n, 0, 2);
  return { ...spread, floor, floorHigh: floor + 1.96 * standardDeviation(dealt) };
}

function countsOf(
  binned: BinnedTable,
  rows: Uint32Array,
  columns: readonly ColumnPair[],
): ReturnType<typeof countPairTables> {
  return countPairTables(gatherBinned(binned, rows), columns);
}

function toldApart(first: Table, second: Table, schema: Schema): Estimate {
  const rowsEach = Math.min(first.rowCount, MOST_TOLD_APART);
  const [some, others] = [firstRowsOf(first, rowsEach), firstRowsOf(second, rowsEach)];
  const { area } = twoSampleArea(some, others, schema, alternatingFolds(rowsEach), 'boosting');
  return { value: area.auc, low: area.low, high: area.high, n: area.n };
}

function nearCopiesOf(first: Table, second: Table, schema: Schema): PartPair['nearCopies'] {
  const n = first.rowCount;
  if (first.columns.length < 3) {
    const none = missingEstimate(n, 'not measurable: with fewer than three columns nearly every row is a near copy');
    return { across: none, within: none };
  }
  const rows = joinRows([first, second], schema);
  const inFirst = createNearSearch(rows, schema, 0, n);
  const inSecond = createNearSearch(rows, schema, n, 2 * n);
  const lookedUp = Math.min(n, MOST_LOOKED_UP);
  let [across, within] = [0, 0];
  for (let row = 0; row < lookedUp; row++) {
    across += Number(inSecond(row)) + Number(inFirst(n + row));
    within += Number(inFirst(row)) + Number(inSecond(n + row));
  }
  return { across: shareOf(across, 2 * lookedUp), within: shareOf(within, 2 * lookedUp) };
}
