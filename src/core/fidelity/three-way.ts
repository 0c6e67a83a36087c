/**
 * The three-way error (kway.ts); from the same counts of triples the two-way error inside the levels of a category
 * (inside-levels.ts). All triples up to 1,000, else that many, drawn by seed, whose own chance is in the interval.
 * Cost: 14 counts of all triples (train, synthetic, holdout, ten resamples, ceiling), in lots of at most 4 million
 * cells, 16 MB. Privacy: exact counts of real rows: internal.
 */
import type { BinnedTable } from '../table/binning.ts';
import { countTables } from '../table/counting.ts';
import type { Evaluation } from './evaluation.ts';
import { freshCells, type FreshCell } from './fresh-rows.ts';
import { insideColumns, levelPlaces, type Counted, type InsideColumn, type Sum } from './inside-levels.ts';
import { noKway, permutedColumns, summarise, type KwayResult } from './kway.ts';
import { gatherBinned, inLots } from './marginals.ts';
import { chooseTriples, type Triple } from './triples.ts';

export type ThreeWayResult = Readonly<{
  threeWay: KwayResult;
  /** The column of the lowest-scoring level first. */
  inside: readonly InsideColumn[];
}>;

/** `onShare` is told the share of the work that is done. */
export function threeWayResult(evaluation: Evaluation, onShare: (share: number) => void): ThreeWayResult {
  const { train, synthetic, holdout, names, draws } = evaluation;
  const { triples, of } = chooseTriples(names, evaluation.seed);
  if (triples.length === 0) {
    const reason = 'not measurable with fewer than three columns';
    return { threeWay: noKway(train.rowCount, synthetic.rowCount, reason), inside: [] };
  }
  const places = levelPlaces(evaluation);
  const sums = (count: number): Sum[] => Array.from({ length: count }, () => ({ total: 0, levels: places.empty() }));
  const observed = { errors: new Float64Array(triples.length), levels: places.empty() };
  const holdoutErrors = holdout && new Float64Array(triples.length);
  const resampled = sums(draws.synthetic.length);
  const [ceiling, floor, holdoutFloor] = sums(3) as [Sum, Sum, Sum];
  const freshAgainst = (rowCount: number): FreshCell => freshCells(train.rowCount, rowCount, synthetic.rowCount);
  const fresh = { train: freshAgainst(train.rowCount), holdout: holdout && freshAgainst(holdout.rowCount) };
  const independent = permutedColumns(evaluation);

  const lots = inLots(triples, ([a, b, c]) => train.sizes[a]! * train.sizes[b]! * train.sizes[c]!);
  const rounds = lots.length * (3 + draws.synthetic.length);
  let done = 0;
  const step = (): void => onShare(++done / rounds);
  let start = 0;
  for (const lot of lots) {
    const count = (table: BinnedTable): Counted => countLot(table, lot);
    const compare = (first: Counted, second: Counted, sum: Sum): void => {
      for (let at = 0; at < lot.length; at++) sum.total += places.add(lot[at]!, at, first, second, sum.levels);
    };
    const real = count(train);
    const made = count(synthetic);
    for (let at = 0; at < lot.length; at++) {
      observed.errors[start + at] = places.add(lot[at]!, at, made, real, observed.levels);
      floor.total += places.addFresh(lot[at]!, at, real, fresh.train, floor.levels);
    }
    step();
    if (holdout && fresh.holdout && holdoutErrors) {
      const held = count(holdout);
      const aside = places.empty();
      for (let at = 0; at < lot.length; at++) {
        holdoutErrors[start + at] = places.add(lot[at]!, at, made, held, aside);
        holdoutFloor.total += places.addFresh(lot[at]!, at, real, fresh.holdout, aside);
      }
    }
    step();
    draws.synthetic.forEach((rows, round) => {
      compare(count(gatherBinned(synthetic, rows)), real, resampled[round]!);
      step();
    });
    compare(count(independent), real, ceiling);
    step();
    start += lot.length;
  }
  const mean = ({ total }: Sum): number => total / triples.length;
  const threeWay = summarise(evaluation, {
    errors: observed.errors,
    holdoutErrors,
    resampled: Float64Array.from(resampled, mean),
    floors: { train: mean(floor), holdout: holdout && mean(holdoutFloor) },
    ceiling: mean(ceiling),
    noRoom: 'no score: the columns are nearly independent in threes, so shuffled ones would be close',
    of,
    marginals: triples.map((triple) => triple.map((column) => names[column]!)),
  });
  const levels = { observed: observed.levels, resampled, floor: floor.levels, ceiling: ceiling.levels };
  return { threeWay, inside: insideColumns(evaluation, triples, places, levels) };
}

function countLot(table: BinnedTable, lot: readonly Triple[]): Counted {
  const columns = countTables(
    table,
    table.codes.map((_, column) => [column]),
  );
  return { rowCount: table.rowCount, tables: countTables(table, lot), columns };
}
