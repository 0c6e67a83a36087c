/**
 * What SDMetrics says of one column by itself: its shape, coverage and adherence (by the range of train, or by its
 * categories), and how alike the shares of missing cells are. Each is in [0, 1], 1 at best; null where a side has no cell.
 * Cost: a sort or a count a side. Privacy: exact functions of real rows: internal.
 */
import { countAtMost, countBelow } from '../../math/ranks.ts';
import type { Table } from '../../table/column.ts';
import { sortedValues } from '../../table/sorted-values.ts';
import { columnNamed, numbersOf } from '../input.ts';
import { alignLevels, countLevels } from '../levels.ts';

export type SdmetricsColumn = Readonly<{
  column: string;
  shape: Readonly<{ metric: 'KSComplement' | 'TVComplement'; score: number | null }>;
  coverage: Readonly<{ metric: 'RangeCoverage' | 'CategoryCoverage'; score: number | null }>;
  adherence: Readonly<{ metric: 'BoundaryAdherence' | 'CategoryAdherence'; score: number | null }>;
  missingValueSimilarity: number;
}>;

/** `shape` is known from the comparison of all columns. */
export function columnScores(realTable: Table, madeTable: Table, name: string, shape: number | null): SdmetricsColumn {
  const [real, made] = [columnNamed(realTable, name), columnNamed(madeTable, name)];
  if (real.kind === 'categorical' && made.kind === 'categorical') {
    const { levels, codes } = alignLevels([real, made]);
    const [counts, others] = codes.map((column) => countLevels(column, levels.length)) as [Float64Array, Float64Array];
    let [known, covered, adhering] = [0, 0, 0];
    // The last entry is missing: a value like others where adherence is asked for.
    for (let level = 0; level <= levels.length; level++) {
      if (counts[level]! === 0) continue;
      adhering += others[level]!;
      if (level === levels.length) continue;
      known++;
      if (others[level]! > 0) covered++;
    }
    const missing = [counts[levels.length]! / real.codes.length, others[levels.length]! / made.codes.length] as const;
    return {
      column: name,
      shape: { metric: 'TVComplement', score: shape },
      coverage: { metric: 'CategoryCoverage', score: known === 0 ? null : covered / known },
      adherence: { metric: 'CategoryAdherence', score: adhering / made.codes.length },
      missingValueSimilarity: 1 - Math.abs(missing[0] - missing[1]),
    };
  }
  const [values, others] = [real, made].map((column) =>
    column.kind === 'categorical' ? new Float64Array(0) : numbersOf(column),
  ) as [Float64Array, Float64Array];
  const [sorted, other] = [sortedValues(values), sortedValues(others)];
  const [low, high] = [sorted[0] ?? NaN, sorted[sorted.length - 1] ?? NaN];
  const within = sorted.length === 0 ? 0 : countAtMost(other, high) - countBelow(other, low);
  const lost = (Math.max(0, other[0]! - low) + Math.max(0, high - other[other.length - 1]!)) / (high - low);
  const isMeasured = sorted.length > 0 && other.length > 0;
  const missing = [1 - sorted.length / values.length, 1 - other.length / others.length] as const;
  return {
    column: name,
    shape: { metric: 'KSComplement', score: shape },
    coverage: { metric: 'RangeCoverage', score: isMeasured && high > low ? Math.max(0, 1 - lost) : null },
    adherence: { metric: 'BoundaryAdherence', score: isMeasured ? within / other.length : null },
    missingValueSimilarity: 1 - Math.abs(missing[0] - missing[1]),
  };
}
