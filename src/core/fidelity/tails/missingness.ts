/**
 * What is missing (fidelity.missing), against train, the holdout beside it.
 *   Per column: share of missing cells. *differs* after Benjamini and Hochberg at 5 % over the columns.
 *   phi: correlation of the missing indicators of two columns, the ten largest differences; normal, with the large-sample
 *     variance of phi (Bishop, Fienberg and Holland 1975, Discrete Multivariate Analysis, 11.3); at most 40 columns, those
 *     with most missing cells.
 *   Patterns: which cells of a row are missing together; TV over the 50 commonest of train, the rest as one; ± 1.96
 *     deviations over ten resamples of S; floor = what fresh real rows would reach, ½ Σ √(2 p(1 − p)(1/n + 1/m) / π).
 *   Rates: share missing in each group of each other column (50 rows of train and more), the worst ten that differ.
 *   overall: share of all cells that are missing, and the ratio of S to train; interval over rows.
 * Cost: two passes over the cells and one per column that lacks cells. Privacy: counts of real rows: internal.
 */
import type { Estimate } from '../../math/finding.ts';
import { standingAfterMany } from '../../math/many-tests.ts';
import { createRng } from '../../math/rng.ts';
import { normalCdf } from '../../math/special.ts';
import type { Table } from '../../table/column.ts';
import { finish } from '../../table/row-hash.ts';
import { columnNamed, modelledNames, numbersOf, type AssessInput } from '../input.ts';
import { RESAMPLES, standardDeviation } from '../resampling.ts';
import type { Samples } from './comparable.ts';
import {
  around,
  meanDifference,
  meanEstimate,
  meanOfSums,
  meanRatio,
  missingEstimate,
  shareDifference,
  shareOf,
  type Mean,
  type Sides,
} from './estimate.ts';
import { cellsOf, countCells, groupColumns } from './grouping.ts';
import type { GroupPart } from './groups.ts';

export type MissingColumn = Sides & Readonly<{ column: string; difference: Estimate; differs: boolean }>;
export type MissingPair = Readonly<{
  columns: readonly [string, string];
  train: number | null;
  synthetic: number | null;
  difference: Estimate;
}>;
export type MissingRate = Readonly<{
  column: string;
  group: readonly GroupPart[];
  synthetic: Estimate;
  train: Estimate;
  difference: Estimate;
  differs: boolean;
}>;
export type MissingResult = Readonly<{
  /** Columns that lack a cell in either table, the largest difference first. */
  columns: readonly MissingColumn[];
  /** Columns that lack none. */
  complete: number;
  pairs: readonly MissingPair[];
  patterns: Readonly<{ tv: Estimate; floor: number | null; kept: number; of: number }>;
  rates: readonly MissingRate[];
  ratesSearched: number;
  overall: Sides & Readonly<{ difference: Estimate; ratio: Estimate }>;
  disclosures: readonly Readonly<{ what: string; kept: number; of: number }>[];
  reason?: string;
}>;

const WORST = 10;
const MOST_PHI = 40;
const MOST_PATTERNS = 50;
const LEAST_ROWS = 50;
const MOST_RATE_COLUMNS = 20;
const MOST_GROUPING = 100;

export function missingnessOf(input: AssessInput, { train, synthetic: made }: Samples): MissingResult {
  const { schema, seed } = input;
  const names = modelledNames(schema);
  const n = Math.min(train.rowCount, made.rowCount);
  if (n === 0 || names.length === 0) return unmeasured(n);
  const marks = {
    train: marksOf(train, names),
    made: marksOf(made, names),
    held: input.holdout && marksOf(input.holdout, names),
  };
  const lacking = names
    .map((column, at) => ({ column, at, real: countOnes(marks.train[at]!), synthetic: countOnes(marks.made[at]!) }))
    .filter(({ real, synthetic }) => real > 0 || synthetic > 0);
  const columns = lacking.map(({ column, at, real, synthetic }) => ({
    column,
    train: shareOf(real, train.rowCount),
    synthetic: shareOf(synthetic, made.rowCount),
    holdout: marks.held && shareOf(countOnes(marks.held[at]!), input.holdout!.rowCount),
    difference: shareDifference(synthetic, made.rowCount, real, train.rowCount),
    chance: chanceOf(synthetic, made.rowCount, real, train.rowCount),
  }));
  const standing = standingAfterMany(columns.map(({ chance }) => chance));
  const most = [...lacking].sort(
    (a, b) => b.real - a.real || b.synthetic - a.synthetic || (a.column < b.column ? -1 : 1),
  );
  const forPhi = most.slice(0, MOST_PHI);
  const forRates = most.slice(0, MOST_RATE_COLUMNS);
  const rates = ratesOf(input, train, made, forRates, marks);
  const means = [marks.train, marks.made].map((each) => overallOf(each)) as [Mean, Mean];
  const [ofTrain, ofMade] = means;
  return {
    columns: columns
      .map(({ chance: _chance, ...column }, at) => ({ ...column, differs: standing[at]! }))
      .sort((a, b) => Math.abs(b.difference.value!) - Math.abs(a.difference.value!) || (a.column < b.column ? -1 : 1)),
    complete: names.length - lacking.length,
    pairs: pairsOf(forPhi, marks.train, marks.made),
    patterns: patternsOf(marks.train, marks.made, names, seed),
    rates: rates.worst,
    ratesSearched: rates.searched,
    overall: {
      train: meanEstimate(ofTrain, 0, 1),
      synthetic: meanEstimate(ofMade, 0, 1),
      holdout: marks.held && meanEstimate(overallOf(marks.held), 0, 1),
      difference: meanDifference(ofMade, ofTrain),
      ratio:
        ofTrain.mean === 0
          ? missingEstimate(n, 'not measurable: no cell of train is missing')
          : meanRatio(ofMade, ofTrain),
    },
    disclosures: [
      { what: 'train rows whose missing cells were counted', kept: train.rowCount, of: input.train.rowCount },
      { what: 'synthetic rows whose missing cells were counted', kept: made.rowCount, of: input.synthetic.rowCount },
      { what: 'columns whose missing cells were paired', kept: forPhi.length, of: lacking.length },
      { what: 'columns whose missing cells were counted in groups', kept: forRates.length, of: lacking.length },
    ].filter(({ kept, of }) => kept < of),
  };
}

type Lacking = Readonly<{ column: string; at: number }>;
type Marks = readonly Uint8Array[];

/** 1 where a cell is missing, one list per column. */
function marksOf(table: Table, names: readonly string[]): Marks {
  return names.map((name) => {
    const column = columnNamed(table, name);
    const marks = new Uint8Array(table.rowCount);
    if (column.kind === 'categorical') {
      const missing = column.levels.length;
      for (let row = 0; row < marks.length; row++) if (column.codes[row] === missing) marks[row] = 1;
    } else {
      const values = numbersOf(column);
      for (let row = 0; row < marks.length; row++) if (values[row] !== values[row]) marks[row] = 1;
    }
    return marks;
  });
}

function countOnes(marks: Uint8Array): number {
  let count = 0;
  for (let row = 0; row < marks.length; row++) count += marks[row]!;
  return count;
}

function pairsOf(columns: readonly Lacking[], real: Marks, made: Marks): readonly MissingPair[] {
  const pairs = columns.flatMap((first, place) =>
    columns.slice(place + 1).map((second): MissingPair => {
      const [ofReal, ofMade] = [phiOf(real[first.at]!, real[second.at]!), phiOf(made[first.at]!, made[second.at]!)];
      const [n, m] = [real[0]!.length, made[0]!.length];
      const named = {
        columns: [first.column, second.column] as const,
        train: ofReal?.value ?? null,
        synthetic: ofMade?.value ?? null,
      };
      if (ofReal === null || ofMade === null)
        return { ...named, difference: missingEstimate(n, 'not measurable: a column lacks no cell, or every cell') };
      const deviation = Math.sqrt(ofReal.variance / n + ofMade.variance / m);
      return { ...named, difference: around(ofMade.value - ofReal.value, deviation, n, -2, 2) };
    }),
  );
  return pairs.sort((a, b) => Math.abs(b.difference.value ?? -1) - Math.abs(a.difference.value ?? -1)).slice(0, WORST);
}

/** `variance`: of one row. Null where a column lacks no cell, or every cell. */
function phiOf(first: Uint8Array, second: Uint8Array): Readonly<{ value: number; variance: number }> | null {
  const n = first.length;
  let [a, b, both] = [0, 0, 0];
  for (let row = 0; row < n; row++) {
    a += first[row]!;
    b += second[row]!;
    both += first[row]! & second[row]!;
  }
  const [p, q] = [a / n, b / n];
  const [spreadA, spreadB] = [p * (1 - p), q * (1 - q)];
  if (spreadA === 0 || spreadB === 0) return null;
  const value = Math.min(1, Math.max(-1, (both / n - p * q) / Math.sqrt(spreadA * spreadB)));
  const [leanA, leanB] = [1 - 2 * p, 1 - 2 * q];
  const variance =
    1 -
    value ** 2 +
    (value * (1 + value ** 2 / 2) * leanA * leanB) / Math.sqrt(spreadA * spreadB) -
    0.75 * value ** 2 * (leanA ** 2 / spreadA + leanB ** 2 / spreadB);
  return { value, variance: Math.max(0, variance) };
}

function patternsOf(real: Marks, made: Marks, names: readonly string[], seed: number): MissingResult['patterns'] {
  const salts = names.map((name) => {
    const rng = createRng(0, 'missing-pattern', name);
    return [rng.uint32(), rng.uint32()] as const;
  });
  const [ofReal, ofMade] = [patternCounts(real, salts), patternCounts(made, salts)];
  const [n, m] = [real[0]!.length, made[0]!.length];
  const common = [...ofReal].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, MOST_PATTERNS);
  const shares = common.map(([, count]) => count / n);
  const counts = common.map(([key]) => ofMade.get(key) ?? 0);
  shares.push(Math.max(0, 1 - shares.reduce((sum, share) => sum + share, 0)));
  counts.push(m - counts.reduce((sum, count) => sum + count, 0));
  const distance = (of: readonly number[]): number =>
    of.reduce((sum, count, at) => sum + Math.abs(count / m - shares[at]!), 0) / 2;
  const rng = createRng(seed, 'missing-pattern-resample');
  const ends = counts.reduce<number[]>((list, count) => [...list, (list.at(-1) ?? 0) + count], []);
  const resampled = Float64Array.from({ length: RESAMPLES }, () => {
    const drawn = counts.map(() => 0);
    for (let row = 0; row < m; row++) {
      const at = rng.uniform() * m;
      let place = 0;
      while (ends[place]! <= at) place++;
      drawn[place]!++;
    }
    return distance(drawn);
  });
  return {
    tv: around(distance(counts), standardDeviation(resampled), n, 0, 1),
    floor:
      shares.reduce((sum, p) => sum + Math.sqrt((2 / Math.PI) * Math.max(0, p * (1 - p)) * (1 / n + 1 / m)), 0) / 2,
    kept: common.length,
    of: ofReal.size,
  };
}

/** Rows per pattern, by a 53-bit key. */
function patternCounts(marks: Marks, salts: readonly (readonly [number, number])[]): Map<number, number> {
  const rowCount = marks[0]!.length;
  const [high, low] = [new Uint32Array(rowCount), new Uint32Array(rowCount)];
  marks.forEach((column, at) => addSalt(column, salts[at]![0], salts[at]![1], high, low));
  const counts = new Map<number, number>();
  for (let row = 0; row < rowCount; row++) {
    const key = (finish(high[row]!) & 0x1fffff) * 4294967296 + low[row]!;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function addSalt(marks: Uint8Array, first: number, second: number, high: Uint32Array, low: Uint32Array): void {
  for (let row = 0; row < marks.length; row++) {
    if (marks[row] === 0) continue;
    high[row]! += first;
    low[row]! += second;
  }
}

function overallOf(marks: Marks): Mean {
  const rowCount = marks[0]!.length;
  const perRow = new Uint32Array(rowCount);
  for (const column of marks) for (let row = 0; row < rowCount; row++) perRow[row]! += column[row]!;
  let [sum, squares] = [0, 0];
  for (let row = 0; row < rowCount; row++) {
    const share = perRow[row]! / marks.length;
    sum += share;
    squares += share * share;
  }
  return meanOfSums(sum, squares, rowCount);
}

function ratesOf(
  { schema }: AssessInput,
  train: Table,
  made: Table,
  columns: readonly Lacking[],
  marks: Readonly<{ train: Marks; made: Marks }>,
): Readonly<{ worst: readonly MissingRate[]; searched: number }> {
  if (columns.length === 0) return { worst: [], searched: 0 };
  const grouped = groupColumns(train, made, train, schema).slice(0, MOST_GROUPING);
  const tests: { rate: Omit<MissingRate, 'differs'>; chance: number }[] = [];
  for (const other of grouped) {
    const cells = cellsOf(other, null);
    for (const { column, at } of columns) {
      if (column === other.column) continue;
      const question = { kind: 'codes', size: 2, synthetic: marks.made[at]!, real: marks.train[at]! } as const;
      const { rows, answer } = countCells(cells, question);
      other.labels.forEach((level, cell) => {
        if (level === undefined || rows[cell]! < LEAST_ROWS) return;
        const { synthetic, real, difference, chance } = answer(cell, 1);
        if (difference.value === null) return;
        const group = [{ column: other.column, level }];
        tests.push({ rate: { column, group, synthetic, train: real, difference }, chance });
      });
    }
  }
  const standing = standingAfterMany(tests.map(({ chance }) => chance));
  const worst = tests
    .map(({ rate }, at): MissingRate => ({ ...rate, differs: standing[at]! }))
    .filter(({ differs }) => differs)
    .sort((a, b) => Math.abs(b.difference.value!) - Math.abs(a.difference.value!))
    .slice(0, WORST);
  return { worst, searched: tests.length };
}

function chanceOf(count: number, n: number, otherCount: number, otherN: number): number {
  const pooled = (count + otherCount) / (n + otherN);
  const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / otherN));
  return deviation > 0 ? 2 * normalCdf(-Math.abs(count / n - otherCount / otherN) / deviation) : 1;
}

function unmeasured(n: number): MissingResult {
  const none = missingEstimate(n);
  return {
    ...{ columns: [], complete: 0, pairs: [], patterns: { tv: none, floor: null, kept: 0, of: 0 } },
    ...{ rates: [], ratesSearched: 0, disclosures: [], reason: `not measurable with n = ${n}` },
    overall: { train: none, synthetic: none, holdout: null, difference: none, ratio: none },
  };
}
