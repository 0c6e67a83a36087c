/**
 * How many rows break each rule of the recipe: of the synthetic rows, beside those of train and of the holdout. Where the
 * synthetic rows keep a rule that real ones break, the rule has made them tidier than the data.
 * O(rows) a rule. Privacy: the shares of train and holdout describe real rows: internal.
 */
import { columnsOf, type Rule } from '../recipe/rule.ts';
import { rulebookOf } from '../rules/rulebook.ts';
import type { AssessInput } from './input.ts';

/** Shares of rows in [0, 1] that break the rule at `place` of the recipe; null without rows. */
export type RuleResult = Readonly<{
  place: number;
  kind: Rule['kind'];
  columns: readonly string[];
  hard: boolean;
  synthetic: number | null;
  train: number | null;
  holdout: number | null;
}>;

export function ruleResults({ rules = [], schema, synthetic, train, holdout }: AssessInput): readonly RuleResult[] {
  if (rules.length === 0) return [];
  const { shares } = rulebookOf(rules, schema);
  const [made, fitted, held] = [shares(synthetic), shares(train), holdout && shares(holdout)];
  return rules.map((rule, place) => ({
    place,
    kind: rule.kind,
    columns: columnsOf(rule),
    hard: rule.hard,
    synthetic: made[place] ?? null,
    train: fitted[place] ?? null,
    holdout: held?.[place] ?? null,
  }));
}
