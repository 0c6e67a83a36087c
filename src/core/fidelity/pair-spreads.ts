/**
 * How associations of pairs spread by chance: V, eta and phi over the resamples that the two-way error counts (kway.ts),
 * and what the mean absolute difference of each measure would be between two independent resamples of train.
 * Eta on resamples is that of bin means, for speed; correlations have their own intervals and only a floor here.
 * Cost: one look at the counts of each pair and resample; ranks and sums of at most 20,000 rows a side for floors.
 */
import type { Table } from '../table/column.ts';
import {
  cramersV,
  etaOfCounts,
  pearsonOf,
  phiOfCounts,
  type Association,
  type AssociationMeasure,
} from './associations.ts';
import type { Evaluation } from './evaluation.ts';
import { columnNamed, numbersOf } from './input.ts';
import type { ResampleListener } from './kway.ts';
import type { ColumnPair, PairChoice, PairTables } from './marginals.ts';
import { rankCorrelations } from './rank-correlations.ts';
import { numbersAt, resampleRows, standardDeviation } from './resampling.ts';

/** Floors of correlations are found on resamples of at most so many rows, and scaled. */
const FLOOR_ROWS = 20_000;

export type Spreads = Readonly<{
  listen: (role: Role, round: number, tables: PairTables) => void;
  /** Standard deviation of the difference of associations of this pair. */
  deviation: (pair: number) => number;
  phiDeviation: (pair: number) => number;
  /** Mean absolute difference between two resamples of train, over the pairs wanted. */
  floor: (isWanted: (pair: ColumnPair) => boolean) => number | null;
  phiFloor: () => number | null;
}>;
type Role = Parameters<ResampleListener>[0];

/** Collects V and eta of each resample. Pearson has its own interval and is not collected. */
export function createSpreads(evaluation: Evaluation, { pairs }: PairChoice, trainTable: Table): Spreads {
  const { train, synthetic, draws } = evaluation;
  const scores = evaluation.names.map((name, index) => {
    const column = columnNamed(trainTable, name);
    if (column.kind === 'categorical') return new Float64Array(0);
    return binMeans(numbersOf(column), train.codes[index]!, evaluation.order.train, train.sizes[index]!);
  });
  const rounds = { synthetic: draws.synthetic.length, train: draws.fresh.length, fresh: draws.fresh.length };
  type Values = Readonly<Record<Role, readonly Float64Array[]>>;
  const emptyOf = (role: Role): Float64Array[] => pairs.map(() => new Float64Array(rounds[role]));
  const empty = (): Values => ({ synthetic: emptyOf('synthetic'), train: emptyOf('train'), fresh: emptyOf('fresh') });
  const [values, phis] = [empty(), empty()];
  const valueOf = (pair: ColumnPair, counts: Int32Array): number => {
    const sizes = [train.sizes[pair.first]!, train.sizes[pair.second]!] as const;
    const missingBins = missingBinsOf(evaluation, pair);
    switch (measureOf(evaluation, pair)) {
      case 'pearson':
        return 0;
      case 'cramers-v':
        return cramersV(counts, ...sizes, missingBins).value;
      case 'eta': {
        const categoryIsFirst = evaluation.binning.columns[pair.first]!.kind === 'categorical';
        const score = scores[categoryIsFirst ? pair.second : pair.first]!;
        return etaOfCounts(counts, ...sizes, score, categoryIsFirst, missingBins);
      }
    }
  };
  const [drawn, fresh] = [draws.synthetic[0]!.length, draws.fresh[0]!];
  const scaleOf = { synthetic: drawn / synthetic.rowCount, train: fresh.asTrain.length / train.rowCount };
  const deviationOf = (of: Values, pair: number): number => {
    const variance = (role: 'synthetic' | 'train'): number => standardDeviation(of[role][pair]!) ** 2 * scaleOf[role];
    return Math.sqrt(variance('synthetic') + variance('train'));
  };
  const floorScale = Math.sqrt(
    (1 / train.rowCount + 1 / synthetic.rowCount) / (1 / fresh.asTrain.length + 1 / fresh.asSynthetic.length),
  );
  const floorOf = (of: Values, isWanted: (pair: ColumnPair) => boolean): number | null =>
    meanAbsolute(
      pairs.flatMap((pair, index) =>
        isWanted(pair) ? Array.from(of.train[index]!, (value, round) => value - of.fresh[index]![round]!) : [],
      ),
      floorScale,
    );
  return {
    listen: (role, round, tables) => {
      pairs.forEach((pair, index) => {
        values[role][index]![round] = valueOf(pair, tables.counts[index]!);
        phis[role][index]![round] = phiAt(evaluation, pair, tables.counts[index]!).value;
      });
    },
    deviation: (pair) => deviationOf(values, pair),
    phiDeviation: (pair) => deviationOf(phis, pair),
    floor: (isWanted) => floorOf(values, isWanted),
    phiFloor: () => floorOf(phis, () => true),
  };
}

/** Mean of the present values in each bin; 0 in empty bins and in the missing one. */
function binMeans(values: Float64Array, codes: Uint8Array, order: Uint32Array, size: number): Float64Array {
  const means = new Float64Array(size);
  const counts = new Float64Array(size);
  for (let i = 0; i < codes.length; i++) {
    const value = values[order[i]!]!;
    if (value !== value) continue;
    means[codes[i]!]! += value;
    counts[codes[i]!]! += 1;
  }
  for (let bin = 0; bin < size; bin++) if (counts[bin]! > 0) means[bin]! /= counts[bin]!;
  return means;
}

/** Mean absolute difference of both correlations between two independent resamples of train, of n_R and n_S rows. */
export function correlationFloors(
  { train, synthetic, seed, draws }: Evaluation,
  numbers: readonly (Float64Array | null)[],
  pairs: readonly ColumnPair[],
): Readonly<{ pearson: number | null; spearman: number | null }> {
  const both = pairs.filter(({ first, second }) => numbers[first] && numbers[second]);
  const gaps = { pearson: [] as number[], spearman: [] as number[] };
  const [n, m] = [train.rowCount, synthetic.rowCount].map((count) => Math.min(count, FLOOR_ROWS)) as [number, number];
  const drawn = (count: number, side: string, round: number): (Float64Array | null)[] => {
    const rows = resampleRows(train.rowCount, count, seed, 'correlation-floor', side, round);
    return numbers.map((values) => values && numbersAt(values, rows));
  };
  for (let round = 0; both.length > 0 && round < draws.fresh.length; round++) {
    const [x, y] = [drawn(n, 'train', round), drawn(m, 'synthetic', round)];
    const [xRanks, yRanks] = [rankCorrelations(x, n), rankCorrelations(y, m)];
    for (const { first, second } of both) {
      gaps.pearson.push(pearsonOf(x[first]!, x[second]!).value - pearsonOf(y[first]!, y[second]!).value);
      gaps.spearman.push(xRanks(first, second).value - yRanks(first, second).value);
    }
  }
  const scale = Math.sqrt((1 / train.rowCount + 1 / synthetic.rowCount) / (1 / n + 1 / m));
  return { pearson: meanAbsolute(gaps.pearson, scale), spearman: meanAbsolute(gaps.spearman, scale) };
}

function meanAbsolute(gaps: readonly number[], scale: number): number | null {
  const present = gaps.filter((gap) => !Number.isNaN(gap));
  return present.length === 0 ? null : (scale * present.reduce((sum, gap) => sum + Math.abs(gap), 0)) / present.length;
}

export function measureOf({ binning }: Evaluation, { first, second }: ColumnPair): AssociationMeasure {
  const categories = [first, second].filter((index) => binning.columns[index]!.kind === 'categorical').length;
  return categories === 0 ? 'pearson' : categories === 1 ? 'eta' : 'cramers-v';
}

export function missingBinsOf({ binning }: Evaluation, { first, second }: ColumnPair): readonly [number, number] {
  return [binning.columns[first]!.missingBin, binning.columns[second]!.missingBin];
}

export function phiAt(evaluation: Evaluation, pair: ColumnPair, counts: Int32Array): Association {
  const { sizes } = evaluation.train;
  return phiOfCounts(counts, sizes[pair.first]!, sizes[pair.second]!, missingBinsOf(evaluation, pair));
}
