/**
 * The view that may leave, for whoever receives the synthetic rows. It is not the internal report with lines taken out:
 * its builder has no parameter through which train, holdout or a finding computed from them could come. What it holds
 * follows from recipe, plan, ledger and the synthetic rows alone.
 */
import { noticeText, type Notice } from '../errors.ts';
import { LIMITS, shareableRecipe, type ShareableRecipe, type Tool } from '../lineage/manifest.ts';
import type { Plan } from '../models/model.ts';
import { guaranteeInWords, type Claim } from '../privacy/claim.ts';
import type { Ledger } from '../privacy/ledger.ts';
import { readout, type Readout } from '../privacy/readout.ts';
import type { Recipe } from '../recipe.ts';
import type { SharedAudit } from './audit.ts';
import { ledgerReport, type LedgerReport } from './ledger-report.ts';

export type ShareableInput = Readonly<{
  tool: Tool;
  run: string;
  day: string;
  recipe: Recipe;
  claim: Claim;
  ledger: Ledger | null;
  plan: Plan;
  /** Public ones alone: what follows from schema and recipe. */
  notices: readonly Notice[];
  /** `tagColumns`: those among the columns that only say that a row is synthetic. */
  output: Readonly<{ rowCount: number; columnCount: number; tagColumns: readonly string[]; generation: number }>;
  /** A person's marks of synthetic rows, counted; null if nobody looked. */
  audit: SharedAudit | null;
}>;

export type ShareableReport = Readonly<{
  schemaVersion: 1;
  view: 'shareable';
  notPrivate?: string;
  tool: Tool;
  run: string;
  created: string;
  output: ShareableInput['output'];
  recipe: ShareableRecipe;
  claim: Claim;
  guarantee: readonly string[];
  /** What the claim allows an attacker; null without one. */
  readout: Readout | null;
  ledger: LedgerReport | null;
  plan: Omit<Plan, 'memory' | 'warnings' | 'target' | 'columns'> & Readonly<{ columns: Plan['columns'] }>;
  audit: SharedAudit | null;
  warnings: readonly string[];
  notCovered: readonly string[];
  limits: readonly string[];
}>;

/** What no guarantee of this kind covers, in words. */
export const NOT_COVERED: readonly string[] = [
  'Scores against real rows: they are exact functions of those rows and stand in the internal report only.',
  'Choosing among several runs by what was seen of them: publish the total spent on the table, not that of one run.',
  'Facts about groups: that they hold for most remains learnable about somebody who is not in the table.',
  'Parts of the schema that were declared but in truth copied from the data, names of columns, and text typed in.',
  'Other files about the same people: their budgets add up, and this program does not know of them.',
];

export function buildShareable(input: ShareableInput): ShareableReport {
  const { claim, ledger, plan, recipe } = input;
  const { synthesizer, version, options, rhoGrains, columns, asks, noise } = plan;
  return {
    schemaVersion: 1,
    view: 'shareable',
    ...(claim.kind === 'zcdp' && claim.notPrivate ? { notPrivate: 'NOT PRIVATE: the noise came from a seed.' } : {}),
    tool: input.tool,
    run: input.run,
    created: input.day,
    output: input.output,
    recipe: shareableRecipe(recipe, claim),
    claim,
    guarantee: guaranteeInWords(claim),
    readout: claim.kind === 'zcdp' ? readout(claim.rho, claim.failureDelta) : null,
    ledger: ledger && ledgerReport(ledger),
    plan: { synthesizer, version, options, rhoGrains, columns, asks, noise },
    audit: input.audit,
    warnings: input.notices.map(noticeText),
    notCovered: NOT_COVERED,
    limits: LIMITS,
  };
}
