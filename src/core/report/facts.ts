/** What a run and its judgement leave behind, without any rows: everything that report and manifest say of it. */
import type { AttacksResult } from '../attacks/assess-attacks.ts';
import type { ControlsResult } from '../attacks/controls.ts';
import type { Notice } from '../errors.ts';
import type { FidelityResult } from '../fidelity/assess-fidelity.ts';
import type { C2stResult } from '../fidelity/c2st.ts';
import type { TailsResult } from '../fidelity/tails/assess-tails.ts';
import type { SynthesizerRows } from '../lineage/manifest.ts';
import type { RulesKept, WishMet } from '../rules/conditioned.ts';
import type { Discovery } from '../models/bought-domain.ts';
import type { Plan } from '../models/model.ts';
import type { Claim } from '../privacy/claim.ts';
import type { Ledger } from '../privacy/ledger.ts';
import type { Recipe } from '../recipe.ts';
import type { Differences } from '../table/align.ts';
import type { Kind } from '../table/column.ts';
import type { Schema } from '../table/schema.ts';
import type { UtilityResult } from '../utility/assess-utility.ts';
import type { EveryColumn } from '../utility/every-column.ts';
import type { RareClass } from '../utility/rare-class.ts';
import type { SweepResult } from '../utility/sweep-summary.ts';

export type GenerateFacts = Readonly<{
  schema: Schema;
  plan: Plan;
  claim: Claim;
  /** Null without a claim. */
  ledger: Ledger | null;
  /** The domain that was bought in this run or an earlier one; null where it was declared, and without a claim. */
  discovery: Discovery | null;
  rowEstimate: number;
  /** Of the synthetic rows: one more than the highest that the source's tags tell of. */
  generation: number;
  /** What became of the recipe's conditions, in their order. */
  wishes?: readonly WishMet[];
  /** What the recipe's rules did; null without rules. */
  rules?: RulesKept | null;
  /** What made how many of the rows: all parts of an ensemble, or the one synthesizer. */
  parts: readonly SynthesizerRows[];
  /** Present where something else made the synthetic rows: `plan`, `claim` and `ledger` are then empty. */
  elsewhere?: Elsewhere;
  trainRows: number;
  holdoutRows: number;
  /** `public`: follows from schema, recipe and synthetic rows; `confidential`: read off the real rows. */
  notices: Readonly<{ public: readonly Notice[]; confidential: readonly Notice[] }>;
}>;
/**
 * A synthetic table that something else made, as it was judged. `columns`: those that took part. `holdout` null: rows of
 * the real file were set aside, which that something may have seen.
 */
export type Elsewhere = Readonly<{
  synthetic: JudgedFile;
  holdout: JudgedFile | null;
  mayHaveSeenHoldout: boolean;
  columns: readonly Readonly<{ name: string; kind: Kind }>[];
  differences: Readonly<{ synthetic: Differences; holdout: Differences | null }>;
}>;
export type JudgedFile = Readonly<{
  name: string;
  byteLength: number;
  bytesSha256: string;
  contentSha256: string;
  rowCount: number;
  columnCount: number;
}>;
/** The parts of the judgement are independent and run side by side: what is seen first, then the longest first. */
export const ASSESS_PARTS = ['columns', 'utility', 'tails', 'c2st', 'controls', 'attacks'] as const;
export type AssessPart = (typeof ASSESS_PARTS)[number];
const ASKED_FOR_BY: Readonly<Record<AssessPart, 'fidelity' | 'utility' | 'attacks'>> = {
  ...{ columns: 'fidelity', tails: 'fidelity', c2st: 'fidelity' },
  utility: 'utility',
  ...{ attacks: 'attacks', controls: 'attacks' },
};

/** The parts that a recipe asks for. */
export function partsAskedFor(validate: Recipe['validate']): AssessPart[] {
  return ASSESS_PARTS.filter((part) => validate[ASKED_FOR_BY[part]]);
}

export type Assessment =
  | Readonly<{ part: 'columns'; value: FidelityResult }>
  | Readonly<{ part: 'tails'; value: TailsResult }>
  | Readonly<{ part: 'c2st'; value: C2stResult }>
  | Readonly<{ part: 'utility'; value: UtilityResult }>
  | Readonly<{ part: 'attacks'; value: AttacksResult }>
  | Readonly<{ part: 'controls'; value: ControlsResult }>;
/** What is asked for one by one, beside the parts; null or absent: not run. */
export type DeepFindings = Readonly<{
  sweep?: SweepResult | null;
  rareClass?: RareClass | null;
  everyColumn?: EveryColumn | null;
}>;
