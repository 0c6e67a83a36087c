/**
 * The coded domain of a claimed fit: made from the schema alone, before any row is looked at.
 * Numbers and dates: the bins of the schema where it has any. Else each point of the grid its own bin where there are no
 * more than 100; otherwise each of the two bounds has a bin of its own, since limits are where values pile up (0, a
 * cap), and 30 of equal width lie between.
 * Levels beside the numbers have a cell each. Categories: the declared levels, then *other*, always. Missing can occur
 * unless it is declared never to; then a missing number goes to the middle bin, a missing level to *other*.
 * Privacy: public, a function of declared and discovered parts.
 */
import { UserError, assert, unreachable } from '../errors.ts';
import { OTHER } from '../table/domain.ts';
import type { ColumnSchema, Domain, Part, Schema } from '../table/schema.ts';
import { isModelled } from '../table/schema.ts';
import { besideOf } from './beside.ts';
import { MAX_CODES, type CodedColumn, type CodedDomain, type Writing } from './coded-domain.ts';
import { gridOf, stepOf, type Grid } from '../table/grid.ts';

const BINS = 32;
/** Years, hours, percent: a grid of this many points keeps each of them, since spikes within a bin would be spread out. */
const POINTS = 100;

export function declaredDomain(schema: Schema): CodedDomain {
  return { columns: schema.columns.filter(isModelled).map(declaredColumn) };
}

function declaredColumn(column: ColumnSchema & { domain: Part<Domain> }): CodedColumn {
  const { name } = column;
  const hasMissing = column.missing.value;
  const domain = column.domain.value;
  const bins = column.bins?.value ?? null;
  switch (domain.kind) {
    case 'categorical':
      checkLevelCount(name, domain.levels.length);
      return { kind: 'levels', name, hasMissing, levels: domain.levels, hasOther: !domain.levels.includes(OTHER) };
    case 'numeric':
    case 'datetime': {
      const grid = gridOf(domain);
      const atoms = Float64Array.from(bins?.atoms ?? []);
      const starts = bins ? Float64Array.from(bins.starts) : publicBins(grid);
      assert(
        bins === null ||
          (starts[0] === stepOf(grid, grid.low) && starts[starts.length - 1] === stepOf(grid, grid.high) + 1),
        'declaredColumn: the bins of a schema cover its bounds',
      );
      const beside = besideOf(column);
      return { kind: 'bins', name, hasMissing, beside, grid, writing: writingOf(domain), atoms, starts };
    }
    default:
      return unreachable(domain);
  }
}

/** How the values of a domain are written. */
export function writingOf(domain: Exclude<Domain, { kind: 'categorical' }>): Writing {
  return domain.kind === 'numeric'
    ? { kind: 'numeric', decimals: domain.decimals }
    : { kind: 'datetime', format: domain.format };
}

/** Missing and other need a code each. */
export function checkLevelCount(column: string, levels: number): void {
  if (levels > MAX_CODES - 2) throw new UserError('levels-too-many', { levels, limit: MAX_CODES - 2 }, { column });
}

function publicBins(grid: Grid): Float64Array {
  const first = stepOf(grid, grid.low);
  const last = stepOf(grid, grid.high);
  if (grid.perUnit === 0) {
    return Float64Array.from({ length: BINS + 1 }, (_, bin) => first * (1 - bin / BINS) + last * (bin / BINS));
  }
  const points = last - first + 1;
  if (points <= POINTS) return Float64Array.from({ length: points + 1 }, (_, bin) => first + bin);
  // Between the two ends: BINS − 2 bins of equal width.
  const inner = (bin: number): number => first + 1 + Math.floor(((bin - 1) / (BINS - 2)) * (points - 2));
  return Float64Array.from({ length: BINS + 1 }, (_, bin) =>
    bin === 0 ? first : bin === BINS ? last + 1 : inner(bin),
  );
}
