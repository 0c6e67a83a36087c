/**
 * How varied the synthetic rows are (fidelity.diversity), each number beside that of as many real rows: both tables are
 * thinned to the same number m, at most 50,000, since entropies, distinct rows and copies all grow or shrink with m.
 *   Entropy −Σ p log₂ p per column and pair on the evaluation bins, and effective levels 2^entropy; standard deviation
 *     √((Σ p log² p − H²) / m) (Basharin 1959). Difference = synthetic − real.
 *   Distinct rows: share of distinct contents on bins; jackknife, deviation of the count √(f₁(1 − f₁/m)), f₁ = rows
 *     that occur once. Simpson number 1 / Σ p² of row contents on bins, by the delta method: what number of equally
 *     frequent rows repeats as often.
 *   Near copies: share of rows with another row of their own table in which at most one column differs, numbers within 1 %
 *     of the declared range; 2,000 rows looked up among at most 20,000.
 * Real is train: a copy of train is as varied as train. Cost: a pass over m rows a pair. Privacy: internal.
 */
import type { Estimate } from '../../math/finding.ts';
import type { BinnedTable } from '../../table/binning.ts';
import { binTable } from '../../table/binning.ts';
import { groupContents, joinRows, keyedCoins, thinByCoins } from '../content.ts';
import type { Evaluation } from '../evaluation.ts';
import type { AssessInput } from '../input.ts';
import { choosePairs, countPairTables } from '../marginals.ts';
import { createNearSearch } from '../near-search.ts';
import { finish } from '../../table/row-hash.ts';
import { createRng } from '../../math/rng.ts';
import { firstRowsOf, type Samples } from './comparable.ts';
import { around, missingEstimate, shareDifference, shareOf } from './estimate.ts';

/** The same number of synthetic rows and of as many real ones. */
export type BesideReal = Readonly<{ synthetic: Estimate; real: Estimate; difference: Estimate }>;
export type ColumnDiversity = BesideReal &
  Readonly<{ column: string; effective: Readonly<{ synthetic: number; real: number }> }>;
export type PairDiversity = BesideReal & Readonly<{ columns: readonly [string, string] }>;
export type DiversityResult = Readonly<{
  /** Entropy in bits, the largest loss first. */
  columns: readonly ColumnDiversity[];
  /** The ten pairs that lose most. */
  pairs: readonly PairDiversity[];
  meanPair: Readonly<{ synthetic: number; real: number; pairs: number; of: number }> | null;
  distinct: BesideReal;
  simpson: BesideReal;
  nearCopies: BesideReal;
  /** Rows of either table. */
  n: number;
  disclosures: readonly Readonly<{ what: string; kept: number; of: number }>[];
  reason?: string;
}>;

const MOST_ROWS = 50_000;
const WORST = 10;
const NEAR_ROWS = 20_000;
const NEAR_LOOKED_UP = 2000;

export function diversityOf(input: AssessInput, samples: Samples, evaluation: Evaluation | null): DiversityResult {
  const { train, synthetic, seed } = input;
  const least = Math.min(train.rowCount, synthetic.rowCount);
  const m = Math.min(least, MOST_ROWS);
  if (evaluation === null || m < 2) return unmeasured(m);
  const [made, real] = [firstRowsOf(samples.synthetic, m), firstRowsOf(samples.train, m)];
  const binned = { made: binTable(made, evaluation.binning), real: binTable(real, evaluation.binning) };
  const columns = evaluation.names.map((column, at): ColumnDiversity => {
    const size = evaluation.binning.columns[at]!.size;
    const [first, second] = [binned.made, binned.real].map((table) =>
      entropyOf(countCodes(table.codes[at]!, size), m),
    ) as [Entropy, Entropy];
    return {
      column,
      ...besideReal(first, second, m),
      effective: { synthetic: 2 ** first.value, real: 2 ** second.value },
    };
  });
  const choice = choosePairs(evaluation.names.length, seed);
  const tables = [binned.made, binned.real].map((table) => countPairTables(table, choice.pairs));
  const pairs = choice.pairs.map(({ first, second }, at) => {
    const [ofMade, ofReal] = tables.map(({ counts }) => entropyOf(counts[at]!, m)) as [Entropy, Entropy];
    return {
      columns: [evaluation.names[first]!, evaluation.names[second]!] as const,
      ...besideReal(ofMade, ofReal, m),
    };
  });
  const contents = {
    made: contentCounts(binned.made, evaluation.names),
    real: contentCounts(binned.real, evaluation.names),
  };
  const near = Math.min(m, NEAR_ROWS);
  const mean = (side: 'synthetic' | 'real'): number =>
    pairs.reduce((sum, pair) => sum + pair[side].value!, 0) / pairs.length;
  const byLoss = (a: BesideReal, b: BesideReal): number => a.difference.value! - b.difference.value!;
  return {
    columns: columns.sort((a, b) => byLoss(a, b) || (a.column < b.column ? -1 : 1)),
    pairs: [...pairs].sort(byLoss).slice(0, WORST),
    meanPair:
      pairs.length === 0
        ? null
        : { synthetic: mean('synthetic'), real: mean('real'), pairs: pairs.length, of: choice.of },
    distinct: besideReal(distinctOf(contents.made, m), distinctOf(contents.real, m), m, 0, 1),
    simpson: besideReal(simpsonOf(contents.made, m), simpsonOf(contents.real, m), m, 1, m),
    nearCopies: nearCopiesOf(firstRowsOf(made, near), firstRowsOf(real, near), input),
    n: m,
    disclosures: [
      { what: 'synthetic rows whose variety was counted', kept: m, of: synthetic.rowCount },
      { what: 'train rows whose variety was counted', kept: m, of: train.rowCount },
      { what: 'rows a table searched for near copies within it', kept: near, of: m },
      { what: 'rows whose near copies were looked up', kept: Math.min(near, NEAR_LOOKED_UP), of: near },
      { what: 'pairs of columns with their entropy', kept: choice.pairs.length, of: choice.of },
    ].filter(({ kept, of }) => kept < of),
  };
}

type Entropy = Readonly<{ value: number; deviation: number }>;

function entropyOf(counts: ArrayLike<number>, n: number): Entropy {
  let value = 0;
  let squares = 0;
  for (let cell = 0; cell < counts.length; cell++) {
    const count = counts[cell]!;
    if (count === 0) continue;
    const bits = -Math.log2(count / n);
    value += (count / n) * bits;
    squares += (count / n) * bits * bits;
  }
  return { value, deviation: Math.sqrt(Math.max(0, squares - value * value) / n) };
}

function besideReal(made: Entropy, real: Entropy, n: number, least = 0, most = Infinity): BesideReal {
  return {
    synthetic: around(made.value, made.deviation, n, least, most),
    real: around(real.value, real.deviation, n, least, most),
    difference: around(made.value - real.value, Math.hypot(made.deviation, real.deviation), n),
  };
}

function distinctOf(counts: Uint32Array, n: number): Entropy {
  const once = counts.reduce((sum, count) => sum + (count === 1 ? 1 : 0), 0);
  return { value: counts.length / n, deviation: Math.sqrt(once * (1 - once / n)) / n };
}

function simpsonOf(counts: Uint32Array, n: number): Entropy {
  let squares = 0;
  let cubes = 0;
  for (let i = 0; i < counts.length; i++) {
    const share = counts[i]! / n;
    squares += share * share;
    cubes += share * share * share;
  }
  const deviation = Math.sqrt((4 * Math.max(0, cubes - squares * squares)) / n);
  return { value: 1 / squares, deviation: deviation / (squares * squares) };
}

/** How often each distinct row of bins occurs, by a 53-bit key: two contents share one in about m² / 2⁵⁴ of tables. */
function contentCounts(table: BinnedTable, names: readonly string[]): Uint32Array {
  const high = new Uint32Array(table.rowCount);
  const low = new Uint32Array(table.rowCount);
  table.codes.forEach((codes, at) => {
    const rng = createRng(0, 'diversity', names[at]!);
    const salts = Array.from({ length: 2 }, () => rng.uint32());
    const words = salts.map((salt) => Uint32Array.from({ length: 256 }, (_, code) => finish((code + 1) ^ salt)));
    addWords(codes, words[0]!, high);
    addWords(codes, words[1]!, low);
  });
  const keys = Float64Array.from(high, (word, row) => (finish(word) & 0x1fffff) * 4294967296 + low[row]!).sort();
  const counts: number[] = [];
  for (let start = 0, end = 0; start < keys.length; start = end) {
    while (end < keys.length && keys[end] === keys[start]) end++;
    counts.push(end - start);
  }
  return Uint32Array.from(counts);
}

function addWords(codes: Uint8Array, words: Uint32Array, out: Uint32Array): void {
  for (let row = 0; row < out.length; row++) out[row]! += words[codes[row]!]!;
}

function countCodes(codes: Uint8Array, size: number): Int32Array {
  const counts = new Int32Array(size);
  for (let row = 0; row < codes.length; row++) counts[codes[row]!]!++;
  return counts;
}

function nearCopiesOf(
  made: AssessInput['synthetic'],
  real: AssessInput['synthetic'],
  { schema, seed }: AssessInput,
): BesideReal {
  if (made.columns.length < 3) {
    const none = missingEstimate(
      made.rowCount,
      'not measurable: with fewer than three columns nearly every row is a near copy',
    );
    return { synthetic: none, real: none, difference: none };
  }
  const found = [made, real].map((table) => {
    const rows = joinRows([table], schema);
    const search = createNearSearch(rows, schema, 0, rows.rowCount);
    const coins = keyedCoins(rows, groupContents(rows), seed, 'near-copies-within');
    const asked = thinByCoins(coins, 0, rows.rowCount, NEAR_LOOKED_UP);
    return { hits: asked.reduce((sum, row) => sum + (search(row) ? 1 : 0), 0), n: asked.length };
  });
  const [first, second] = found as [{ hits: number; n: number }, { hits: number; n: number }];
  return {
    synthetic: shareOf(first.hits, first.n),
    real: shareOf(second.hits, second.n),
    difference: shareDifference(first.hits, first.n, second.hits, second.n),
  };
}

function unmeasured(n: number): DiversityResult {
  const none = missingEstimate(n);
  const beside = { synthetic: none, real: none, difference: none };
  return {
    columns: [],
    pairs: [],
    meanPair: null,
    ...{ distinct: beside, simpson: beside, nearCopies: beside, n, disclosures: [] },
    reason: `not measurable with n = ${n}`,
  };
}
