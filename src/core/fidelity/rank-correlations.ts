/**
 * Spearman's r of the complete rows of two numeric columns: Pearson's r of their mid-ranks. Each column is put in order
 * once: a row is known by the place of its value among those that differ. Which ranks these places have among the
 * complete rows of a pair follows from counting them. At most `most` rows are taken, the first ones: callers hand in an
 * order that contents decide, so those are as good as drawn. Cost: a sort a column, three passes over the rows a pair.
 */
import { countBelow } from '../math/ranks.ts';
import { presentValues } from '../table/sorted-values.ts';
import { pearsonOf, type Association } from './associations.ts';

/** The place of each row's value among the distinct ones, ascending; −1 where it is missing. */
type Places = Readonly<{ ofRow: Int32Array; distinct: number }>;

/** `numbers` null: no numeric column; its place is not asked for. */
export function rankCorrelations(
  numbers: readonly (Float64Array | null)[],
  most: number,
): (first: number, second: number) => Association {
  const columns = numbers.map((values) => values && values.subarray(0, most));
  const known = new Map<number, Places>();
  const placesOf = (column: number): Places => {
    const places = known.get(column) ?? placed(columns[column]!);
    known.set(column, places);
    return places;
  };
  const length = Math.max(0, ...columns.map((values) => values?.length ?? 0));
  const [x, y] = [new Float64Array(length), new Float64Array(length)];
  const [rankX, rankY] = [new Float64Array(length), new Float64Array(length)];
  return (first, second) => {
    const [a, b] = [placesOf(first), placesOf(second)];
    rankX.fill(0, 0, a.distinct);
    rankY.fill(0, 0, b.distinct);
    for (let row = 0; row < a.ofRow.length; row++) {
      const i = a.ofRow[row]!;
      const j = b.ofRow[row]!;
      if (i < 0 || j < 0) continue;
      rankX[i]!++;
      rankY[j]!++;
    }
    countsToRanks(rankX, a.distinct);
    countsToRanks(rankY, b.distinct);
    let rows = 0;
    for (let row = 0; row < a.ofRow.length; row++) {
      const i = a.ofRow[row]!;
      const j = b.ofRow[row]!;
      if (i < 0 || j < 0) continue;
      x[rows] = rankX[i]!;
      y[rows++] = rankY[j]!;
    }
    return pearsonOf(x.subarray(0, rows), y.subarray(0, rows));
  };
}

function placed(values: Float64Array): Places {
  const sorted = presentValues(values).sort();
  let distinct = 0;
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[distinct++] = sorted[i]!;
  const ascending = sorted.subarray(0, distinct);
  const ofRow = new Int32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    ofRow[row] = value === value ? countBelow(ascending, value) : -1;
  }
  return { ofRow, distinct };
}

/** How many rows hold each place becomes the mean of the ranks that they share, from 1 up. */
function countsToRanks(counts: Float64Array, distinct: number): void {
  let below = 0;
  for (let place = 0; place < distinct; place++) {
    const count = counts[place]!;
    counts[place] = below + (count + 1) / 2;
    below += count;
  }
}
