/**
 * From everything that a run produced to its three papers: the internal report, the shareable report, the manifest. The
 * latter two are built from their own inputs, which this file picks out; nothing else of the run reaches them.
 */
import { noticeText, unreachable, type Notice } from '../errors.ts';
import { commitmentOf, type Fingerprint } from '../lineage/fingerprint.ts';
import { jsonSha256 } from '../lineage/json-hash.ts';
import { buildManifest, LIMITS, type ExportedFile, type Manifest, type Tool } from '../lineage/manifest.ts';
import { forecastOf } from '../models/forecast.ts';
import type { Assessment, DeepFindings, GenerateFacts } from './facts.ts';
import { guaranteeInWords, type Claim } from '../privacy/claim.ts';
import { readout } from '../privacy/readout.ts';
import type { Recipe } from '../recipe.ts';
import { auditResult, sharedAudit, type Audit } from './audit.ts';
import { answerOf, UNKNOWN_GUARANTEE } from './answer.ts';
import { ledgerReport, sharedLedger } from './ledger-report.ts';
import type { EmpiricalEpsilon, Report, Timing, Told } from './report.ts';
import { buildShareable, type ShareableReport } from './shareable.ts';
import { summaryOf, type Judged } from './summary.ts';

export type RunInput = Readonly<{
  facts: GenerateFacts;
  assessments: readonly Assessment[];
  deep?: DeepFindings;
  recipe: Recipe;
  /** `fingerprint` and hash of the real table: exact, so they reach the internal report alone. */
  source: Readonly<{
    name: string;
    byteLength: number;
    bytesSha256: string;
    fingerprint: Fingerprint;
    rowCount: number;
    columnCount: number;
  }>;
  /** What a person marked of a sample. */
  audit?: Audit | null;
  readNotices: readonly Notice[];
  files: readonly ExportedFile[];
  output: Readonly<{ rowCount: number; columnCount: number }>;
  timings: readonly Timing[];
  looks: number;
  day: string;
  run: string;
  /** 32 random bytes, kept in the internal report: they open the manifest's commitment. */
  commitmentSalt: Uint8Array;
  tool: Tool;
}>;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Of rows that something else made there is the report alone: nothing is known that could go with them. */
export type Papers = Readonly<{ report: Report; shareable: ShareableReport | null; manifest: Manifest | null }>;

export function buildPapers(input: RunInput): Papers {
  const { facts, recipe, tool, run, day, output } = input;
  if (facts.elsewhere) return { report: internalReport(input), shareable: null, manifest: null };
  const { claim, ledger, plan } = facts;
  const notices = facts.notices.public;
  const shareable = buildShareable({
    ...{ tool, run, day, recipe, claim, ledger, plan, notices },
    output: {
      ...{ ...output, generation: facts.generation },
      tagColumns: input.files.flatMap(({ tagColumns }) => tagColumns),
    },
    audit: input.audit ? sharedAudit(auditResult(input.audit)) : null,
  });
  const manifest = buildManifest({
    tool,
    day,
    run,
    generation: facts.generation,
    rowCount: output.rowCount,
    files: input.files,
    commitment: commitmentOf(input.commitmentSalt, input.source.fingerprint.content),
    schema: facts.schema,
    recipe,
    claim,
    ledger: ledger && sharedLedger(ledger),
    synthesizers: facts.parts,
    notices,
    shareableReportSha256: jsonSha256(shareable),
  });
  return { report: internalReport(input), shareable, manifest };
}

function internalReport(input: RunInput): Report {
  const { facts, source, recipe, assessments } = input;
  const { claim, ledger, plan } = facts;
  const judged = judgedOf(assessments);
  const { fidelity, tails, c2st, utility, attacks, controls } = judged;
  const summary = summaryOf(judged, facts.elsewhere ? null : claim);
  return {
    schemaVersion: 1,
    view: 'internal',
    confidential: 'CONFIDENTIAL: describes real rows',
    ...(isNotPrivate(claim) ? { notPrivate: 'NOT PRIVATE: the noise came from a seed.' } : {}),
    tool: input.tool,
    run: input.run,
    created: input.day,
    source: {
      name: source.name,
      byteLength: source.byteLength,
      bytesSha256: source.bytesSha256,
      contentSha256: source.fingerprint.content,
      rowCount: source.rowCount,
      columnCount: source.columnCount,
      trainRows: facts.trainRows,
      holdoutRows: facts.holdoutRows,
      generation: facts.generation - 1,
      statedBy: 'user',
      commitmentSalt: Array.from(input.commitmentSalt, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    },
    output: { ...input.output, generation: facts.generation, files: input.files },
    recipe,
    claim,
    guarantee: facts.elsewhere ? UNKNOWN_GUARANTEE : guaranteeInWords(claim),
    readout: claim.kind === 'zcdp' ? readout(claim.rho, claim.failureDelta) : null,
    ...(facts.elsewhere ? { elsewhere: facts.elsewhere } : {}),
    ledger: ledger && ledgerReport(ledger),
    plan,
    forecast: ledger && forecastOf(plan, facts.trainRows, ledger.budget),
    timings: input.timings,
    warnings: toldOnce([
      ...facts.notices.public,
      ...facts.notices.confidential,
      ...input.readNotices,
      ...noticesOf(judged),
    ]),
    assessment: { holdoutRows: facts.holdoutRows, looks: input.looks, view: 'internal', notRun: notRun(judged) },
    answer: answerOf({ source, facts, summary, output: input.output }),
    summary,
    disclosures: disclosuresOf(judged, input.deep ?? {}),
    fidelity: { ...withoutNotices(fidelity), ...withoutNotices(tails), c2st: c2st && withoutNotices(c2st) },
    utility: { ...withoutNotices(utility), slices: utility?.slices ?? [], ...deepOf(input.deep ?? {}) },
    privacy: { ...withoutNotices(attacks), empiricalEpsilon: notAudited(claim) },
    audit: input.audit ? auditResult(input.audit) : null,
    controls: controls?.controls ?? [],
    limits: LIMITS,
  };
}

/** The parts by name; a part that was not run is null. */
export function judgedOf(assessments: readonly Assessment[]): Judged {
  const judged: Mutable<Judged> = {
    fidelity: null,
    tails: null,
    c2st: null,
    utility: null,
    attacks: null,
    controls: null,
  };
  for (const assessment of assessments) {
    switch (assessment.part) {
      case 'columns':
        judged.fidelity = assessment.value;
        break;
      case 'tails':
        judged.tails = assessment.value;
        break;
      case 'c2st':
        judged.c2st = assessment.value;
        break;
      case 'utility':
        judged.utility = assessment.value;
        break;
      case 'attacks':
        judged.attacks = assessment.value;
        break;
      case 'controls':
        judged.controls = assessment.value;
        break;
      default:
        unreachable(assessment);
    }
  }
  return judged;
}

function deepOf({
  sweep = null,
  rareClass = null,
  everyColumn = null,
}: DeepFindings): Pick<Report['utility'], 'sweep' | 'recommendation' | 'rareClass' | 'everyColumn'> {
  if (sweep === null) return { sweep: [], recommendation: null, rareClass: rareOf(rareClass), everyColumn };
  const { points, disclosures: _disclosures, ...recommendation } = sweep;
  return { sweep: points, recommendation, rareClass: rareOf(rareClass), everyColumn };
}

function rareOf(found: DeepFindings['rareClass']): Report['utility']['rareClass'] {
  if (!found) return null;
  const { disclosures: _disclosures, ...rest } = found;
  return rest;
}

function isNotPrivate(claim: Claim): boolean {
  return claim.kind === 'zcdp' && claim.notPrivate;
}

/** The audit of the guarantee is not part of this version, and says so instead of looking calm. */
function notAudited(claim: Claim): EmpiricalEpsilon {
  return {
    lowerBound: null,
    level: 0.95,
    method: 'none',
    claimed: claim.kind === 'zcdp' ? claim.epsilon : null,
    verdict: 'uninformative',
    reason: 'no audit of the guarantee was run',
  };
}

function noticesOf({ fidelity, tails, c2st, utility, attacks, controls }: Judged): Notice[] {
  return [fidelity, tails, c2st, utility, attacks, controls].flatMap((part) => part?.notices ?? []);
}

/** Each sentence once: several parts may say the same of a small table. */
function toldOnce(notices: readonly Notice[]): Told[] {
  const told = new Map<string, Told>();
  for (const notice of notices) {
    const text = noticeText(notice);
    told.set(text, { code: notice.code, severity: notice.severity, text });
  }
  return [...told.values()];
}

function notRun(judged: Judged): string[] {
  return Object.entries(judged).flatMap(([part, value]) => (value === null ? [part] : []));
}

function disclosuresOf(
  { fidelity, tails, c2st, utility, attacks }: Judged,
  { sweep, rareClass }: DeepFindings,
): Report['disclosures'] {
  const parts = { fidelity, tails, c2st, utility, attacks, sweep, rareClass };
  return Object.entries(parts).flatMap(([where, part]) =>
    (part?.disclosures ?? []).map((each) => ({ where, ...each })),
  );
}

function withoutNotices<T extends object>(part: T | null): Omit<T, 'notices' | 'disclosures'> {
  if (part === null) return {} as Omit<T, 'notices' | 'disclosures'>;
  const {
    notices: _notices,
    disclosures: _disclosures,
    ...rest
  } = part as T & { notices?: unknown; disclosures?: unknown };
  return rest;
}
