/**
 * How much of what is real the synthetic rows reach (fidelity.coverage).
 *   Levels of a category: of those that train holds, how many S holds too. Chance alone loses Σ (1 − p)^n_S of them
 *     (variance Σ q(1 − q), q = (1 − p)^n_S, p = share in train, n_S present cells of S); `excess` = lost − that, with the
 *     interval of chance. Invented: levels of S that neither real table nor the schema has; `(other)` is none.
 *   Range of a number: share of train's range that S spans, cut to it, beside what as many fresh real rows would span:
 *     200 draws of the extremes of n_S rows. The interval is that of the extremes of 200 resamples of S.
 *   Balls: share of holdout rows whose ball to their fifth neighbour in the holdout holds a row of S (Naeem and others
 *     2020, arXiv 2002.09797), equal sizes, beside train in the place of S; 1 − 2⁻⁵ = 0.969 is expected of real rows.
 *     With ties a little more. Wilson's interval, which takes the balls as given.
 * Cost: three searches of at most 2,500 rows in as many. Privacy: levels and extremes of real rows: internal.
 */
import { createNeighbourIndex, MOST_NEIGHBOURS, nearest, NO_DISTANCE } from '../../learn/nearest.ts';
import { createRowCoder, encodeRows } from '../../learn/row-code.ts';
import type { Estimate } from '../../math/finding.ts';
import { countAtMost, countBelow, quantileSorted } from '../../math/ranks.ts';
import { createRng, type Rng } from '../../math/rng.ts';
import type { CategoricalColumn } from '../../table/column.ts';
import { sortedValues } from '../../table/sorted-values.ts';
import type { CategoricalDomain } from '../../table/schema.ts';
import { columnNamed, modelledNames, numbersOf, type AssessInput } from '../input.ts';
import { alignLevels, countLevels } from '../levels.ts';
import { firstRowsOf, type Samples } from './comparable.ts';
import { missingEstimate, shareOf } from './estimate.ts';

export type LevelCoverage = Readonly<{
  kind: 'levels';
  column: string;
  /** Levels that train holds, and how many of them S holds. */
  levels: number;
  covered: number;
  lost: number;
  /** Lost levels less what chance alone loses. */
  excess: Estimate;
  /** The most frequent lost levels, with their share in train. */
  lostLevels: readonly Readonly<{ level: string; share: number }>[];
  /** Levels that nothing real has, and the synthetic rows that hold one. */
  invented: number;
  inventedRows: Estimate;
  n: number;
  nSynthetic: number;
}>;
export type RangeCoverage = Readonly<{
  kind: 'range';
  column: string;
  synthetic: Estimate;
  /** As many fresh real rows. */
  fresh: Estimate;
  /** Share of synthetic cells outside the range of train. */
  outside: Estimate;
  n: number;
  nSynthetic: number;
}>;
export type CoverageResult = Readonly<{
  columns: readonly (LevelCoverage | RangeCoverage)[];
  lost: Readonly<{ levels: number; of: number; byChance: number; excess: Estimate }>;
  invented: Readonly<{ levels: number; columns: number }>;
  balls: Readonly<{ synthetic: Estimate; train: Estimate; expected: number; neighbour: number; n: number }>;
  disclosures: readonly Readonly<{ what: string; kept: number; of: number }>[];
}>;

const LISTED = 10;
const OTHER = '(other)';
const DRAWS = 200;
const MOST_ROWS = 2500;

export function coverageOf(input: AssessInput, samples: Samples): CoverageResult {
  const names = modelledNames(input.schema);
  const chances: Chance[] = [];
  const columns = names.map((name): LevelCoverage | RangeCoverage => {
    const [real, made] = [columnNamed(input.train, name), columnNamed(input.synthetic, name)];
    if (real.kind !== 'categorical' || made.kind !== 'categorical') return rangeCoverage(input, name);
    const { coverage, chance } = levelCoverage(input, name, real, made);
    chances.push(chance);
    return coverage;
  });
  const byLevels = columns.filter((column) => column.kind === 'levels');
  const sum = (of: (column: LevelCoverage) => number): number =>
    byLevels.reduce((total, column) => total + of(column), 0);
  const n = Math.min(input.train.rowCount, input.synthetic.rowCount);
  const all = chances.reduce(
    (total, { mean, variance }) => ({ mean: total.mean + mean, variance: total.variance + variance }),
    { mean: 0, variance: 0 },
  );
  const balls = ballsOf(input, samples);
  return {
    columns: columns.sort((a, b) => lossOf(b) - lossOf(a) || (a.column < b.column ? -1 : 1)),
    lost: {
      levels: sum(({ lost }) => lost),
      of: sum(({ levels }) => levels),
      byChance: all.mean,
      excess:
        byLevels.length === 0
          ? missingEstimate(n, 'not measurable without categories')
          : n === 0
            ? missingEstimate(0)
            : excessOf(
                sum(({ lost }) => lost),
                all,
                n,
              ),
    },
    invented: {
      levels: sum(({ invented }) => invented),
      columns: byLevels.filter(({ invented }) => invented > 0).length,
    },
    balls,
    disclosures: [
      { what: 'rows a table whose balls were searched', kept: balls.n, of: Math.max(balls.n, ballRows(input)) },
    ].filter(({ kept, of }) => kept > 0 && kept < of),
  };
}

/** How many levels chance alone loses. */
type Chance = Readonly<{ mean: number; variance: number }>;

function levelCoverage(
  { holdout, schema }: AssessInput,
  column: string,
  real: CategoricalColumn,
  made: CategoricalColumn,
): { coverage: LevelCoverage; chance: Chance } {
  const held = holdout && columnNamed(holdout, column);
  const parts = [real, made, ...(held?.kind === 'categorical' ? [held] : [])];
  const { levels, codes } = alignLevels(parts);
  const [inReal, inMade, inHeld] = codes.map((each) => countLevels(each, levels.length));
  const n = real.codes.length - inReal![levels.length]!;
  const nSynthetic = made.codes.length - inMade![levels.length]!;
  const domain = schema.columns.find(({ name }) => name === column)?.domain?.value as CategoricalDomain;
  const known = new Set([...domain.levels, OTHER]);
  const present = levels.map((_, code) => code).filter((code) => inReal![code]! > 0);
  const lost = present.filter((code) => inMade![code] === 0).sort((a, b) => inReal![b]! - inReal![a]!);
  const isInvented = (code: number): boolean =>
    inMade![code]! > 0 && inReal![code] === 0 && !inHeld?.[code] && !known.has(levels[code]!);
  const invented = levels.map((_, code) => code).filter(isInvented);
  let mean = 0;
  let variance = 0;
  for (const code of present) {
    const missed = Math.exp(nSynthetic * Math.log1p(-inReal![code]! / n));
    mean += missed;
    variance += missed * (1 - missed);
  }
  const chance = { mean, variance };
  return {
    chance,
    coverage: {
      kind: 'levels',
      column,
      levels: present.length,
      covered: present.length - lost.length,
      lost: lost.length,
      excess: nSynthetic > 0 && n > 0 ? excessOf(lost.length, chance, nSynthetic) : missingEstimate(0),
      lostLevels: lost.slice(0, LISTED).map((code) => ({ level: levels[code]!, share: inReal![code]! / n })),
      invented: invented.length,
      inventedRows: shareOf(
        invented.reduce((sum, code) => sum + inMade![code]!, 0),
        nSynthetic,
      ),
      n,
      nSynthetic,
    },
  };
}

function excessOf(lost: number, { mean, variance }: Chance, n: number): Estimate {
  const half = 1.96 * Math.sqrt(variance);
  return { value: lost - mean, low: lost - mean - half, high: lost - mean + half, n };
}

function rangeCoverage({ train, synthetic, seed }: AssessInput, column: string): RangeCoverage {
  const [real, made] = [train, synthetic].map((table) => {
    const found = columnNamed(table, column);
    return found.kind === 'categorical' ? new Float64Array(0) : sortedValues(numbersOf(found));
  }) as [Float64Array, Float64Array];
  const sizes = { n: real.length, nSynthetic: made.length };
  const [low, high] = [real[0] ?? 0, real[real.length - 1] ?? 0];
  if (real.length === 0 || made.length === 0 || low === high) {
    const few = Math.min(real.length, made.length);
    const none = few > 0 ? missingEstimate(few, 'not measurable: the column has one value only') : missingEstimate(few);
    const outside = few > 0 ? shareOf(outsideOf(made, low, high), made.length) : none;
    return { kind: 'range', column, synthetic: none, fresh: none, outside, ...sizes };
  }
  const spanned = (least: number, most: number): number =>
    Math.max(0, (Math.min(most, high) - Math.max(least, low)) / (high - low));
  const ends = (sorted: Float64Array, purpose: string): Float64Array => {
    const rng = createRng(seed, 'range-coverage', purpose, column);
    return Float64Array.from({ length: DRAWS }, () => {
      const [least, most] = drawnExtremes(sorted.length, made.length, rng);
      return spanned(sorted[least]!, sorted[most]!);
    }).sort();
  };
  const [fresh, again] = [ends(real, 'fresh'), ends(made, 'synthetic')];
  const value = spanned(made[0]!, made[made.length - 1]!);
  const mean = fresh.reduce((sum, each) => sum + each, 0) / fresh.length;
  const inside = (sorted: Float64Array, at: number): Pick<Estimate, 'low' | 'high'> => ({
    low: Math.min(at, quantileSorted(sorted, 0.025)),
    high: Math.max(at, quantileSorted(sorted, 0.975)),
  });
  return {
    kind: 'range',
    column,
    synthetic: { value, ...inside(again, value), n: made.length },
    fresh: { value: mean, ...inside(fresh, mean), n: real.length },
    outside: shareOf(outsideOf(made, low, high), made.length),
    ...sizes,
  };
}

function outsideOf(sorted: Float64Array, low: number, high: number): number {
  return countBelow(sorted, low) + sorted.length - countAtMost(sorted, high);
}

/** Places of the least and the largest of `count` draws with replacement from `size` sorted values. */
function drawnExtremes(size: number, count: number, rng: Rng): readonly [number, number] {
  const least = 1 - rng.uniform() ** (1 / count);
  // The others are uniform above the least.
  const most = count > 1 ? least + (1 - least) * rng.uniform() ** (1 / (count - 1)) : least;
  const placeOf = (share: number): number => Math.min(size - 1, Math.floor(share * size));
  return [placeOf(least), placeOf(most)];
}

function ballsOf(input: AssessInput, samples: Samples): CoverageResult['balls'] {
  const { train, schema } = input;
  const { holdout } = samples;
  const columns = Math.max(1, modelledNames(schema).length);
  const most = Math.min(MOST_ROWS, Math.max(200, Math.floor(Math.sqrt(3e8 / columns))));
  const n = Math.min(ballRows(input), most);
  const shared = { expected: 1 - 2 ** -MOST_NEIGHBOURS, neighbour: MOST_NEIGHBOURS, n };
  if (holdout === null || n <= 2 * MOST_NEIGHBOURS || modelledNames(schema).length === 0) {
    return { synthetic: missingEstimate(n), train: missingEstimate(n), ...shared };
  }
  const coder = createRowCoder([train, input.holdout ?? holdout], modelledNames(schema));
  const [held, real, made] = [holdout, samples.train, samples.synthetic].map((table) =>
    encodeRows(coder, firstRowsOf(table, n)),
  ) as [ReturnType<typeof encodeRows>, ReturnType<typeof encodeRows>, ReturnType<typeof encodeRows>];
  const leaveOut = Int32Array.from({ length: n }, (_, row) => row);
  const radii = nearest(createNeighbourIndex(held), held, { k: MOST_NEIGHBOURS, leaveOut }).distances;
  const covered = (rows: typeof made): Estimate => {
    const { distances } = nearest(createNeighbourIndex(rows), held, { k: 1 });
    let count = 0;
    for (let row = 0; row < n; row++) {
      const radius = radii[row * MOST_NEIGHBOURS + MOST_NEIGHBOURS - 1]!;
      if (radius !== NO_DISTANCE && distances[row]! <= radius) count++;
    }
    return shareOf(count, n);
  };
  return { synthetic: covered(made), train: covered(real), ...shared };
}

function ballRows({ train, holdout, synthetic }: AssessInput): number {
  return Math.min(train.rowCount, holdout?.rowCount ?? 0, synthetic.rowCount);
}

function lossOf(column: LevelCoverage | RangeCoverage): number {
  if (column.kind === 'range') return column.synthetic.value === null ? -1 : 1 - column.synthetic.value;
  return column.levels === 0 ? -1 : column.lost / column.levels;
}
