/**
 * The report as versioned plain JSON: what ran, what is guaranteed, what was measured. Keys are only ever added within
 * a version. Every number that estimates something stands with its interval and its n; a value that does not exist is
 * null with a reason. This is the internal view: it describes real rows and is as confidential as they are.
 * The view that may leave is another type with another builder (`shareable.ts`), not this one with keys removed.
 */
import type { AttacksResult } from '../attacks/assess-attacks.ts';
import type { ControlsResult } from '../attacks/controls.ts';
import type { FidelityResult } from '../fidelity/assess-fidelity.ts';
import type { C2stResult } from '../fidelity/c2st.ts';
import type { TailsResult } from '../fidelity/tails/assess-tails.ts';
import type { ExportedFile, Tool } from '../lineage/manifest.ts';
import type { Plan } from '../models/model.ts';
import type { Forecast } from '../models/forecast.ts';
import type { Claim } from '../privacy/claim.ts';
import type { Readout } from '../privacy/readout.ts';
import type { Recipe } from '../recipe.ts';
import type { UtilityResult } from '../utility/assess-utility.ts';
import type { EveryColumn } from '../utility/every-column.ts';
import type { RareClass } from '../utility/rare-class.ts';
import type { SweepRatio, SweepResult } from '../utility/sweep-summary.ts';
import type { AuditResult } from './audit.ts';
import type { Elsewhere } from './facts.ts';
import type { LedgerReport } from './ledger-report.ts';
import type { SummaryLine } from './summary.ts';

/** What the real table was. Exact and therefore confidential; `commitmentSalt` opens the manifest's commitment. */
export type SourceFacts = Readonly<{
  name: string;
  byteLength: number;
  bytesSha256: string;
  contentSha256: string;
  rowCount: number;
  columnCount: number;
  trainRows: number;
  holdoutRows: number;
  generation: number;
  statedBy: 'user';
  commitmentSalt: string;
}>;

export type Timing = Readonly<{ stage: string; seconds: number }>;
export type Told = Readonly<{ code: string; severity: 'question' | 'warning' | 'note'; text: string }>;

export type EmpiricalEpsilon = Readonly<{
  lowerBound: number | null;
  level: number;
  method: string;
  claimed: number | null;
  verdict: 'consistent' | 'violated' | 'uninformative';
  reason?: string;
}>;

export type Report = Readonly<{
  schemaVersion: 1;
  view: 'internal';
  confidential: string;
  notPrivate?: string;
  tool: Tool;
  run: string;
  created: string;
  source: SourceFacts;
  output: Readonly<{ rowCount: number; columnCount: number; generation: number; files: readonly ExportedFile[] }>;
  recipe: Recipe;
  /** Present where something else made the synthetic rows: `claim`, `ledger` and `plan` are then empty, and not written. */
  elsewhere?: Elsewhere;
  claim: Claim;
  guarantee: readonly string[];
  /** What the claim means in bets and hit rates; null without a claim. */
  readout: Readout | null;
  ledger: LedgerReport | null;
  plan: Plan;
  forecast: Forecast | null;
  timings: readonly Timing[];
  warnings: readonly Told[];
  assessment: Readonly<{ holdoutRows: number; looks: number; view: 'internal'; notRun: readonly string[] }>;
  answer: readonly string[];
  summary: readonly SummaryLine[];
  disclosures: readonly Readonly<{ where: string; what: string; kept: number; of: number }>[];
  fidelity: Readonly<
    Partial<Omit<FidelityResult, 'notices' | 'disclosures'>> &
      Partial<Omit<TailsResult, 'notices' | 'disclosures'>> & {
        c2st: Omit<C2stResult, 'notices' | 'disclosures'> | null;
      }
  >;
  utility: Readonly<
    Partial<Omit<UtilityResult, 'notices' | 'disclosures'>> &
      Pick<UtilityResult, 'slices'> & {
        /** The points of every curve; what follows from them is `recommendation`. */
        sweep: readonly SweepRatio[];
        recommendation: Omit<SweepResult, 'points' | 'disclosures'> | null;
        rareClass: Omit<RareClass, 'disclosures'> | null;
        everyColumn: EveryColumn | null;
      }
  >;
  privacy: Readonly<Partial<Omit<AttacksResult, 'notices' | 'disclosures'>> & { empiricalEpsilon: EmpiricalEpsilon }>;
  /** What a person marked of a sample; null if nobody looked. */
  audit: AuditResult | null;
  controls: ControlsResult['controls'];
  limits: readonly string[];
}>;
