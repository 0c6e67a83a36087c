/**
 * What a recipe asks for of the rows, beside the real ones: how many stand behind a condition, how many break a rule, what
 * cannot be, and which rules the rows seem to keep. Looked at one by one, so that one that cannot be hides no other.
 */
import { toErrorData } from '../src/core/errors.ts';
import { meets, wishOf } from '../src/core/models/conditions.ts';
import type { Rule } from '../src/core/recipe/rule.ts';
import { proposeRules, type Proposal } from '../src/core/rules/propose-rules.ts';
import { rulebookOf } from '../src/core/rules/rulebook.ts';
import type { Table } from '../src/core/table/column.ts';
import { applyDomain } from '../src/core/table/domain.ts';
import { applyChoices, inferSchema } from '../src/core/table/infer-schema.ts';
import type { Schema } from '../src/core/table/schema.ts';
import type { Asked, AskedJob, ProposeJob } from './api.ts';

export function askedFor({ conditions, rules, ...job }: AskedJob): Asked {
  const { table, schema } = asChosen(job);
  const standing: Rule[] = [];
  return {
    conditions: conditions.map(({ where }, place) => {
      try {
        const wish = wishOf(where, schema, `sample.conditions[${place}].where`);
        return { rows: meets(wish, table).reduce((sum, one) => sum + one, 0) };
      } catch (thrown) {
        return { error: toErrorData(thrown) };
      }
    }),
    rules: rules.map((rule) => {
      try {
        rulebookOf([...standing, rule], schema);
        standing.push(rule);
        return { broken: rulebookOf([rule], schema).shares(table)[0] ?? null };
      } catch (thrown) {
        return { error: toErrorData(thrown) };
      }
    }),
  };
}

export function proposedRules(job: ProposeJob): readonly Proposal[] {
  const { table, schema } = asChosen(job);
  return proposeRules(table, schema);
}

/** The rows as a model would see them, under the choices about columns. */
function asChosen({ table, inferences, columns }: ProposeJob): Readonly<{ table: Table; schema: Schema }> {
  const names = new Set(table.columns.map(({ name }) => name));
  const own = Object.fromEntries(Object.entries(columns).filter(([name]) => names.has(name)));
  const chosen = applyChoices(inferSchema(table, inferences), table, own);
  return { table: applyDomain(chosen.table, chosen.schema).table, schema: chosen.schema };
}
