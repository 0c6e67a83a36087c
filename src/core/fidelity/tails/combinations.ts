/**
 * Rows that are odd by their combination of cells, though no cell is (fidelity.tails.combinations), by the distance of
 * nearest.ts on ranks of train and holdout together.
 *   unlike:    share of rows of S further from train than 99 % of the holdout is, beside the holdout's own share. Many:
 *              rows that are like nothing real. Hardly any: S hugs train.
 *   uncovered: share of holdout rows nearer to train than to as many rows of S, less the share nearer to S: real rows with
 *              nothing near. 0 is what fresh rows give; positive means that parts of the table are missing.
 *   rareCells: mean over pairs of columns of the share of rows in a cell (evaluation bins) that holds fewer than five rows
 *              of train, S beside the holdout.
 * Interval of unlike: log ratio of shares; the cut at 99 % is taken as fixed. Of uncovered: paired. Of rare cells: over
 * rows. Cost: three searches of at most 2,000 rows in at most 40,000; one pass over the rows per pair, at most 300 pairs.
 * Privacy: distances to real rows: internal. Left out: which rows these are.
 */
import { createNeighbourIndex, nearest } from '../../learn/nearest.ts';
import { createRowCoder, encodeRows, type EncodedRows } from '../../learn/row-code.ts';
import type { Estimate } from '../../math/finding.ts';
import { quantileInverse } from '../../math/ranks.ts';
import { createRng } from '../../math/rng.ts';
import type { BinnedTable } from '../../table/binning.ts';
import type { Table } from '../../table/column.ts';
import type { Evaluation } from '../evaluation.ts';
import { modelledNames, type AssessInput } from '../input.ts';
import { choosePairs, countPairTables, type ColumnPair } from '../marginals.ts';
import { firstRowsOf, type Samples } from './comparable.ts';
import {
  around,
  meanDifference,
  meanEstimate,
  meanOfSums,
  meanRatio,
  missingEstimate,
  shareDifference,
  shareOf,
  shareRatio,
  type Mean,
} from './estimate.ts';

export type Compared = Readonly<{
  synthetic: Estimate;
  holdout: Estimate;
  difference: Estimate;
  /** Synthetic over holdout. */
  ratio: Estimate;
}>;
export type Combinations = Readonly<{
  unlike: Compared;
  uncovered: Readonly<{ nearerTrain: Estimate; nearerSynthetic: Estimate; difference: Estimate }>;
  rareCells: Compared;
  disclosures: readonly Readonly<{ what: string; kept: number; of: number }>[];
}>;

const MOST_QUERIES = 2000;
const MOST_ROWS = 40_000;
/** Distances times columns: wide tables are searched with fewer rows. */
const MOST_WORK = 5e9;
const MOST_PAIRS = 300;
const RARE = 5;
/** A 99 % point of fewer rows is their maximum. */
const LEAST = 100;

export function combinationsOf(input: AssessInput, samples: Samples, evaluation: Evaluation | null): Combinations {
  const { train, holdout, synthetic, schema, seed } = input;
  const n = holdout?.rowCount ?? 0;
  const least = Math.min(n, train.rowCount, synthetic.rowCount);
  const columns = modelledNames(schema).length;
  if (holdout === null || evaluation === null || least < LEAST) return unmeasured(least);
  const share = Math.min(1, Math.sqrt(MOST_WORK / (3 * MOST_QUERIES * MOST_ROWS * columns)));
  const queries = Math.max(LEAST, Math.floor(MOST_QUERIES * share));
  const searched = Math.min(train.rowCount, synthetic.rowCount, Math.max(LEAST, Math.floor(MOST_ROWS * share)));

  const coder = createRowCoder([train, holdout], modelledNames(schema));
  const [trainRows, madeRows] = [firstRowsOf(samples.train, searched), firstRowsOf(samples.synthetic, searched)];
  const encode = (table: Table): EncodedRows => encodeRows(coder, table);
  const trainIndex = createNeighbourIndex(encode(trainRows));
  const held = encode(firstRowsOf(samples.holdout ?? holdout, queries));
  const asked = encode(firstRowsOf(madeRows, queries));
  const heldToTrain = nearest(trainIndex, held, { k: 1 }).distances;
  const madeToTrain = nearest(trainIndex, asked, { k: 1 }).distances;
  const heldToMade = nearest(createNeighbourIndex(encode(madeRows)), held, { k: 1 }).distances;

  const cut = quantileInverse(Float64Array.from(heldToTrain).sort(), 0.99);
  const countFar = (distances: Int32Array): number => distances.reduce((sum, each) => sum + (each > cut ? 1 : 0), 0);
  const pairs = choosePairs(evaluation.names.length, seed);
  return {
    unlike: comparedShares(countFar(madeToTrain), madeToTrain.length, countFar(heldToTrain), heldToTrain.length),
    uncovered: uncoveredOf(heldToTrain, heldToMade),
    rareCells: rareCellsOf(evaluation, drawPairs(pairs.pairs, seed)),
    disclosures: [
      { what: 'holdout rows whose nearest rows were searched', kept: held.rowCount, of: n },
      { what: 'synthetic rows whose nearest rows were searched', kept: asked.rowCount, of: synthetic.rowCount },
      { what: 'train rows searched for the nearest', kept: searched, of: train.rowCount },
      { what: 'pairs of columns with rare cells', kept: Math.min(MOST_PAIRS, pairs.pairs.length), of: pairs.of },
    ].filter(({ kept, of }) => kept < of),
  };
}

function comparedShares(count: number, n: number, otherCount: number, otherN: number): Compared {
  return {
    synthetic: shareOf(count, n),
    holdout: shareOf(otherCount, otherN),
    difference: shareDifference(count, n, otherCount, otherN),
    ratio: shareRatio(count, n, otherCount, otherN),
  };
}

function uncoveredOf(toTrain: Int32Array, toMade: Int32Array): Combinations['uncovered'] {
  const n = toTrain.length;
  let nearerTrain = 0;
  let nearerMade = 0;
  for (let row = 0; row < n; row++) {
    if (toTrain[row]! < toMade[row]!) nearerTrain++;
    else if (toTrain[row]! > toMade[row]!) nearerMade++;
  }
  const difference = (nearerTrain - nearerMade) / n;
  const variance = ((nearerTrain + nearerMade) / n - difference * difference) / n;
  return {
    nearerTrain: shareOf(nearerTrain, n),
    nearerSynthetic: shareOf(nearerMade, n),
    difference: around(difference, Math.sqrt(Math.max(0, variance)), n, -1, 1),
  };
}

function rareCellsOf({ train, synthetic, holdout }: Evaluation, pairs: readonly ColumnPair[]): Compared {
  if (holdout === null || pairs.length === 0) return noComparison(0, 'not measurable with one column');
  const { counts } = countPairTables(train, pairs);
  const [made, held] = [synthetic, holdout].map((table) => rareShare(table, pairs, counts)) as [Mean, Mean];
  return {
    synthetic: meanEstimate(made, 0, 1),
    holdout: meanEstimate(held, 0, 1),
    difference: meanDifference(made, held),
    ratio: meanRatio(made, held),
  };
}

function rareShare(table: BinnedTable, pairs: readonly ColumnPair[], counts: readonly Int32Array[]): Mean {
  const rare = new Float64Array(table.rowCount);
  pairs.forEach(({ first, second }, at) => {
    addRare(table.codes[first]!, table.codes[second]!, table.sizes[second]!, counts[at]!, rare);
  });
  let sum = 0;
  let squares = 0;
  for (let row = 0; row < rare.length; row++) {
    const share = rare[row]! / pairs.length;
    sum += share;
    squares += share * share;
  }
  return meanOfSums(sum, squares, rare.length);
}

function addRare(first: Uint8Array, second: Uint8Array, size: number, counts: Int32Array, out: Float64Array): void {
  for (let row = 0; row < out.length; row++) if (counts[first[row]! * size + second[row]!]! < RARE) out[row]!++;
}

function drawPairs(pairs: readonly ColumnPair[], seed: number): readonly ColumnPair[] {
  if (pairs.length <= MOST_PAIRS) return pairs;
  const rng = createRng(seed, 'rare-cell-pairs');
  let wanted = MOST_PAIRS;
  return pairs.filter((_, at) => {
    const isTaken = rng.below(pairs.length - at) < wanted;
    if (isTaken) wanted--;
    return isTaken;
  });
}

function unmeasured(n: number): Combinations {
  const none = missingEstimate(n);
  return {
    unlike: noComparison(n),
    uncovered: { nearerTrain: none, nearerSynthetic: none, difference: none },
    rareCells: noComparison(n),
    disclosures: [],
  };
}

function noComparison(n: number, reason?: string): Compared {
  const none = missingEstimate(n, reason);
  return { synthetic: none, holdout: none, difference: none, ratio: none };
}
