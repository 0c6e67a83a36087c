/** A column's domain in a few words, and where the weakest of its parts comes from. */
import type { ColumnRow } from '../../../state/project.svelte.ts';
import type { ColumnSchema, Source } from '../../../core/table/schema.ts';
import { formatNumber } from '../../text/numbers.ts';
import { steps } from '../../text/steps.ts';

const text = steps.columns;
const SOME_LEVELS = 4;

export function valuesOf({ schema, inference }: ColumnRow): string {
  const domain = schema.domain?.value;
  if (!domain) return inference.shape === 'empty' ? text.reasons['no-value'] : text.notModelled;
  switch (domain.kind) {
    case 'numeric': {
      const digits = Math.min(domain.decimals, 6);
      const range = text.range({ low: formatNumber(domain.low, digits), high: formatNumber(domain.high, digits) });
      return digits === 0 ? text.whole({ range }) : range;
    }
    case 'datetime':
      return text.range({ low: dayOf(domain.low), high: dayOf(domain.high) });
    case 'categorical': {
      const some = domain.levels.slice(0, SOME_LEVELS).join(', ');
      return text.levels({
        count: domain.levels.length,
        some: domain.levels.length > SOME_LEVELS ? `${some} …` : some,
      });
    }
  }
}

/** Why the column is what it is, with the number of distinct values where that says something. */
export function reasonOf({ choices, inference: { reason } }: ColumnRow): string {
  if (choices.kind) return text.reasons['chosen-by-user'];
  if (reason.code === 'few-levels') return text.reasonLevels({ levels: reason.levels });
  const why = text.reasons[reason.code];
  return reason.levels > 1 && reason.code !== 'every-cell-number' ? text.reason({ why, levels: reason.levels }) : why;
}

export function dayOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}

export function sourceOf({ kind, missing, domain }: ColumnSchema): Source {
  const sources = [kind.source, missing.source, ...(domain ? [domain.source] : [])];
  if (sources.includes('inferred')) return 'inferred';
  return sources.includes('discovered') ? 'discovered' : 'declared';
}
