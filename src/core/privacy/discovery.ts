/**
 * The domain of a table, bought: places, bounds, frequent values, levels and bins, as planned (`discovery-plan.ts`).
 * Places are the fewest that 99 % of the rows need. Rows beyond the bounds count to the nearest bound. A value is frequent
 * if it passes the threshold of its histogram and 1 % of the rows that were estimated so far; at most 20, the largest
 * first. Bins follow the other rows (`priv-tree.ts`), with θ = ⌈2σ₁⌉, σ₁ the noise that one-way counts will have.
 * Levels beside the numbers are the user's word: their rows count as missing here.
 * Privacy: each step is one entry of the ledger. Which steps are taken, their noise and their order follow from the plan
 * and from released values alone, whatever the rows are: none, all alike, all missing. Left out: quantiles.
 */
import { UserError, assert } from '../errors.ts';
import type { OnProgress } from '../progress.ts';
import {
  amountsOf,
  type CategoricalColumn,
  type Column,
  type DatetimeColumn,
  type NumericColumn,
  type Table,
} from '../table/column.ts';
import { gridOf, stepOf, valueOfStep, type Grid } from '../table/grid.ts';
import {
  isModelled,
  type Bins,
  type ColumnSchema,
  type DatetimeDomain,
  type Domain,
  type NumericDomain,
  type Part,
  type Schema,
} from '../table/schema.ts';
import {
  MOST_BINS,
  needsNoBins,
  type BinsStep,
  type DiscoveryPlan,
  type DiscoveryStep,
  type Measure,
  type MeasureStep,
} from './discovery-plan.ts';
import { spentGrains } from './ledger.ts';
import { measureCounts, releaseCommon, splitRange, type Claimed, type NoisyCounts } from './mechanisms.ts';
import { numberCells, placesFrom, rangeFrom, tallyCells, tallyPlaces, yearCells } from './public-cells.ts';
import { rowEstimate } from './row-estimate.ts';
import { GRAIN } from './units.ts';
import { sealed } from './wall.ts';

const MOST_SPIKES = 20;
const SPIKE_SHARE = 0.01;

type Numbers = NumericDomain | DatetimeDomain;
/** What one run of the discovery carries along. `counted`: released counts of cells that cover every row. */
type Run = Readonly<{ claimed: Claimed; oneWaySigma: number; counted: NoisyCounts[] }>;

/**
 * The schema with every part that the plan covers discovered. An inferred kind is taken as stated and becomes declared;
 * that a cell may be missing is assumed of every column that does not say otherwise. `train` has the columns of the schema, as they were
 * read or on a declared domain; `oneWaySigma` is the planned deviation of one-way counts.
 * A column of which no range stands out of the noise is left out. Throws `bounds-not-found` if no column is left then,
 * with the first of them; what was spent stays spent.
 */
export function discover(
  train: Table,
  schema: Schema,
  plan: DiscoveryPlan,
  oneWaySigma: number,
  claimed: Claimed,
  onProgress: OnProgress,
): Schema {
  const run: Run = { claimed, oneWaySigma, counted: [] };
  const total = plan.steps.length;
  let done = 0;
  const columns = schema.columns.map((column, index) => {
    const steps = plan.steps.filter((step) => step.columns[0] === column.name);
    const cells = train.columns[index];
    assert(cells?.name === column.name, 'discover: the table has the columns of the schema');
    const found = isModelled(column) ? discoverColumn(cells, column, steps, run) : column;
    done += steps.length;
    onProgress({ stage: 'measuring', done, total });
    return stated(found);
  });
  if (columns.some((column, index) => isUnfound(column, schema.columns[index]!)) && !columns.some(isModelled)) {
    const spent = (spentGrains(claimed.ledger) * GRAIN).toPrecision(4);
    throw new UserError('bounds-not-found', { spent }, { column: unfoundColumns(schema, { columns })[0]! });
  }
  return { columns };
}

/** The columns that discovery left out, by name. */
export function unfoundColumns(before: Schema, after: Schema): readonly string[] {
  return after.columns.filter((column, index) => isUnfound(column, before.columns[index]!)).map(({ name }) => name);
}

function isUnfound(after: ColumnSchema, before: ColumnSchema): boolean {
  return after.role === 'left-out' && before.role !== 'left-out';
}

function stated(column: ColumnSchema): ColumnSchema {
  const { kind, missing } = column;
  return {
    ...column,
    kind: kind.source === 'inferred' ? { ...kind, source: 'declared' } : kind,
    missing: missing.source === 'inferred' ? discovered(true) : missing,
  };
}

function discoverColumn(
  cells: Column,
  schema: ColumnSchema & { domain: Part<Domain> },
  steps: readonly DiscoveryStep[],
  run: Run,
): ColumnSchema {
  if (steps.length === 0) return schema;
  const domain = schema.domain.value;
  if (domain.kind === 'categorical') {
    const levels = discoverLevels(cells as CategoricalColumn, measureStep(steps, 'levels'), run);
    return { ...schema, domain: discovered({ kind: 'categorical', levels }) };
  }
  const values = amountsOf(cells as NumericColumn | DatetimeColumn);
  const isKnown = schema.domain.source !== 'inferred';
  const found = isKnown ? domain : discoverDomain(values, domain, steps, run);
  if (found === null) {
    return { ...schema, role: 'left-out', domain: discovered({ ...domain, low: 0, high: 0 }), bins: null };
  }
  const grid = gridOf(found);
  const bins = needsNoBins(grid) ? null : discovered(discoverBins(values, grid, steps, run));
  return { ...schema, domain: isKnown ? schema.domain : discovered(found), bins };
}

/** Null where no range stands out of the noise. */
function discoverDomain(
  values: Float64Array,
  domain: Numbers,
  steps: readonly DiscoveryStep[],
  run: Run,
): Numbers | null {
  const onGrid = domain.kind === 'numeric' ? { ...domain, decimals: discoverPlaces(values, steps, run) } : domain;
  const step = measureStep(steps, 'bounds');
  const cells = onGrid.kind === 'numeric' ? numberCells(onGrid) : yearCells(onGrid);
  const noisy = measureCounts(run.claimed, step, sealed(tallyCells(values, cells)));
  run.counted.push(noisy);
  const range = rangeFrom(noisy, cells);
  return range && { ...onGrid, ...range };
}

function discoverPlaces(values: Float64Array, steps: readonly DiscoveryStep[], run: Run): number {
  const noisy = measureCounts(run.claimed, measureStep(steps, 'places'), sealed(tallyPlaces(values)));
  run.counted.push(noisy);
  return placesFrom(noisy);
}

function discoverBins(values: Float64Array, grid: Grid, steps: readonly DiscoveryStep[], run: Run): Bins {
  const rows = values.filter((value) => !Number.isNaN(value)).map((value) => stepOf(grid, value));
  const tally = new Map<number, number>();
  for (const row of rows) tally.set(row, (tally.get(row) ?? 0) + 1);
  const common = releaseCommon(run.claimed, measureStep(steps, 'spikes'), sealed(tally));
  const least = run.counted.length === 0 ? 0 : SPIKE_SHARE * rowEstimate(run.counted).rows;
  const spikes = common.values
    .map((spike, place) => ({ spike, count: common.counts[place]! }))
    .filter(({ count }) => count > least)
    .sort((a, b) => b.count - a.count || a.spike - b.spike)
    .slice(0, MOST_SPIKES)
    .map(({ spike }) => spike)
    .sort((a, b) => a - b);

  const { epsilon, purpose, columns } = binsStep(steps);
  const range = {
    start: stepOf(grid, grid.low),
    end: stepOf(grid, grid.high) + 1,
    leaves: MOST_BINS,
    threshold: Math.ceil(2 * run.oneWaySigma),
  };
  const isSpike = new Set(spikes);
  const rest = sealed(rows.filter((row) => !isSpike.has(row)));
  const starts = splitRange(run.claimed, { purpose, columns, epsilon, range }, rest);
  return { atoms: spikes.map((spike) => valueOfStep(grid, spike)), starts };
}

/** The levels that many rows share, sorted by text. Missing cells are no level. */
function discoverLevels({ codes, levels }: CategoricalColumn, step: MeasureStep, run: Run): readonly string[] {
  const rows = new Float64Array(levels.length + 1);
  for (let row = 0; row < codes.length; row++) rows[codes[row]!]!++;
  const tally = new Map<string, number>();
  levels.forEach((level, code) => {
    if (rows[code]! > 0) tally.set(level, rows[code]!);
  });
  return releaseCommon(run.claimed, step, sealed(tally)).values;
}

function measureStep(steps: readonly DiscoveryStep[], kind: Measure): MeasureStep {
  const step = steps.find((planned) => planned.kind === kind);
  assert(step !== undefined && step.kind !== 'bins', 'measureStep: what is discovered was planned');
  return step;
}

function binsStep(steps: readonly DiscoveryStep[]): BinsStep {
  const step = steps.find((planned) => planned.kind === 'bins');
  assert(step !== undefined, 'binsStep: what is discovered was planned');
  return step;
}

function discovered<T>(value: T): Part<T> {
  return { value, source: 'discovered' };
}
