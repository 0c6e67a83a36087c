/**
 * The coded domain of a claimed fit: made from the schema alone, before any row is looked at.
 * Numbers and dates: up to 32 bins of equal width between the declared bounds, cut between points of the grid, each
 * point its own bin where there are no more than 32. Categories: the declared levels, then *other*, always. Missing can
 * occur unless it is declared never to; then a missing number goes to the middle bin, a missing level to *other*.
 * Privacy: public. Left out: atoms and bins bought with budget.
 */
import { UserError, unreachable } from '../errors.ts';
import { OTHER } from '../table/domain.ts';
import type { Domain, Schema } from '../table/schema.ts';
import { isModelled } from '../table/schema.ts';
import { MAX_CODES, type CodedColumn, type CodedDomain, type Writing } from './coded-domain.ts';
import { gridOf, stepOf, type Grid } from './grid.ts';

const BINS = 32;

export function declaredDomain(schema: Schema): CodedDomain {
  const columns = schema.columns
    .filter(isModelled)
    .map(({ name, domain, missing }) => declaredColumn(name, domain.value, missing.value));
  return { columns };
}

function declaredColumn(name: string, domain: Domain, hasMissing: boolean): CodedColumn {
  switch (domain.kind) {
    case 'categorical':
      checkLevelCount(name, domain.levels.length);
      return { kind: 'levels', name, hasMissing, levels: domain.levels, hasOther: !domain.levels.includes(OTHER) };
    case 'numeric':
    case 'datetime': {
      const grid = gridOf(domain);
      return { kind: 'bins', name, hasMissing, grid, writing: writingOf(domain), starts: equalBins(grid) };
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

function equalBins(grid: Grid): Float64Array {
  const first = stepOf(grid, grid.low);
  const last = stepOf(grid, grid.high);
  if (grid.perUnit === 0) {
    return Float64Array.from({ length: BINS + 1 }, (_, bin) => first * (1 - bin / BINS) + last * (bin / BINS));
  }
  const points = last - first + 1;
  const bins = Math.min(BINS, points);
  return Float64Array.from({ length: bins + 1 }, (_, bin) => first + Math.floor((bin / bins) * points));
}
