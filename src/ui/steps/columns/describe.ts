/** A column in a few words: its domain, why it is what it is, where its parts come from, and what they are if declared. */
import type { ColumnRow } from '../../../state/project.svelte.ts';
import type { ColumnChoices } from '../../../core/table/choices.ts';
import type { ColumnSchema, Source } from '../../../core/table/schema.ts';
import { formatPercent, formatValue } from '../../text/numbers.ts';
import { steps } from '../../text/steps.ts';

const text = steps.columns;
const SOME_LEVELS = 4;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export function valuesOf({ schema, inference }: ColumnRow): string {
  const domain = schema.domain?.value;
  if (!domain) return inference.shape === 'empty' ? text.reasons['no-value'] : text.notModelled;
  switch (domain.kind) {
    case 'numeric': {
      const digits = Math.min(domain.decimals, 6);
      const range = text.range({ low: formatValue(domain.low, digits), high: formatValue(domain.high, digits) });
      const amounts = digits === 0 ? text.whole({ range }) : range;
      const codes = (schema.atoms ?? []).map((atom) => formatValue(atom, digits));
      return codes.length === 0 ? amounts : text.beside.range({ range: amounts, codes });
    }
    case 'datetime':
      return text.range({ low: momentOf(domain.low, domain.stepMs), high: momentOf(domain.high, domain.stepMs) });
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

/** ISO, as fine as its grid; months and quarters by their first day. */
export function momentOf(epochMs: number, stepMs: number): string {
  return new Date(epochMs).toISOString().slice(0, stepMs >= DAY_MS ? 10 : stepMs % MINUTE_MS === 0 ? 16 : 19);
}

/** Everything as it stands, as the user's own statement. */
export function declaredOf({ schema }: ColumnRow): ColumnChoices {
  const base = { kind: schema.kind.value, missing: schema.missing.value };
  const domain = schema.domain?.value;
  switch (domain?.kind) {
    case undefined:
      return base;
    case 'numeric':
      return { ...base, bounds: [domain.low, domain.high] };
    case 'datetime':
      return { ...base, bounds: [momentOf(domain.low, domain.stepMs), momentOf(domain.high, domain.stepMs)] };
    case 'categorical':
      return { ...base, levels: domain.levels };
  }
}

/** Whether cells may be missing, as the user says it; `read` where only the rows do. */
export function missingOf({ schema: { missing } }: ColumnRow): 'read' | 'may' | 'never' {
  return missing.source === 'inferred' ? 'read' : missing.value ? 'may' : 'never';
}

/** What can be said of it; what was read is shown as that, and cannot be chosen. */
export function missingOptions(
  asRead: string | null,
): readonly { value: ReturnType<typeof missingOf>; label: string; disabled?: boolean }[] {
  const answers = (['may', 'never'] as const).map((value) => ({ value, label: text.bulk.missingAnswers[value] }));
  return asRead === null ? answers : [{ value: 'read', label: asRead, disabled: true }, ...answers];
}

/** Whether anything is said of the column. */
export function isTouched({ choices, reading }: ColumnRow): boolean {
  return Object.keys(choices).length > 0 || Object.keys(reading).length > 0;
}

/** The spelling of cells is declared where any of it is said. */
export function formatSourceOf({ choices, reading }: ColumnRow): Source {
  const said = [choices.decimals, reading.decimal, reading.group, reading.date];
  return said.some((part) => part !== undefined) ? 'declared' : 'inferred';
}

/** What the cells may say of a person, and by what that was noticed. */
export function personalOf({ inference: { personal } }: ColumnRow): string | null {
  if (!personal) return null;
  const sort = text.personal.sorts[personal.sort];
  const share = formatPercent(personal.share);
  switch (personal.by) {
    case 'name':
      return text.personal.byName({ sort });
    case 'shape':
      return text.personal.byShape({ sort, share });
    case 'both':
      return text.personal.byBoth({ sort, share });
  }
}

export function sourceOf({ kind, missing, domain }: ColumnSchema): Source {
  const sources = [kind.source, missing.source, ...(domain ? [domain.source] : [])];
  if (sources.includes('inferred')) return 'inferred';
  return sources.includes('discovered') ? 'discovered' : 'declared';
}

/** The numbers among some texts, each once; a minus may be typed as it is drawn. */
export function numbersAmong(texts: readonly string[]): readonly number[] {
  const numbers = texts.flatMap((typed) => {
    const number = Number(typed.replace('−', '-'));
    return typed.trim() !== '' && Number.isFinite(number) ? [number] : [];
  });
  return [...new Set(numbers)];
}
