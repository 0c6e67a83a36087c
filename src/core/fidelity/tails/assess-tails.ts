/**
 * What scores that count bins cannot see, of one synthetic table: ends and odd rows, rates within groups, what is
 * missing, the propensity score, coverage, diversity, and whether the table is too clean. One file a measure; each says
 * what it compares with. Columns that a table lacks, or holds in another kind, are named and take no part.
 */
import { noticeOf, type Notice } from '../../errors.ts';
import type { OnProgress } from '../../progress.ts';
import { createEvaluation, type Evaluation } from '../evaluation.ts';
import type { AssessInput } from '../input.ts';
import { partDiversity, type PartsResult } from '../part-diversity.ts';
import { combinationsOf, type Combinations } from './combinations.ts';
import { comparableInput, samplesOf, type Samples, type Skipped } from './comparable.ts';
import { coverageOf, type CoverageResult } from './coverage.ts';
import { diversityOf, type DiversityResult } from './diversity.ts';
import { groupsOf, type GroupsResult } from './groups.ts';
import { labelSignalOf, type LabelSignal } from './label-signal.ts';
import { missingnessOf, type MissingResult } from './missingness.ts';
import { pmseOf, type PmseResult } from './pmse.ts';
import { tailColumns, type ColumnTails } from './tails.ts';
import { tooCleanOf, type TooClean } from './too-clean.ts';

type Undisclosed<T> = Omit<T, 'disclosures'>;

export type TailsResult = Readonly<{
  tails: Readonly<{
    columns: readonly ColumnTails[];
    combinations: Undisclosed<Combinations>;
    labels: LabelSignal;
    tooClean: TooClean;
  }>;
  groups: Undisclosed<GroupsResult>;
  missing: Undisclosed<MissingResult>;
  pmse: Undisclosed<PmseResult>;
  coverage: Undisclosed<CoverageResult>;
  diversity: Undisclosed<DiversityResult>;
  /** Of an ensemble: how much its parts differ. */
  parts?: Undisclosed<PartsResult>;
  /** Modelled columns that take no part, and why. */
  skipped: readonly Skipped[];
  disclosures: readonly Readonly<{ what: string; kept: number; of: number }>[];
  notices: readonly Notice[];
}>;

const STEPS = 8;

export function assessTails(all: AssessInput, onProgress: OnProgress): TailsResult {
  let done = 0;
  const next = <T>(value: T): T => {
    onProgress({ stage: 'fidelity', done: ++done, total: STEPS });
    return value;
  };
  onProgress({ stage: 'fidelity', done: 0, total: STEPS });
  const { input, skipped } = comparableInput(all);
  const evaluation = createEvaluation(input);
  const samples = samplesOf(input);
  const clean = next(cleanParts(input, samples, evaluation, next));
  const groups = next(groupsOf(input, samples));
  const pmse = next(pmseOf(input, samples));
  const diversity = diversityOf(input, samples, evaluation);
  const parts = input.madeBy && partDiversity(input, input.madeBy);
  onProgress({ stage: 'fidelity', done: STEPS, total: STEPS });
  const { columns, combinations, coverage, labels, missing, tooClean } = clean;
  const disclosures = [combinations, groups, missing, pmse, coverage, diversity, parts].flatMap(
    (part) => part?.disclosures ?? [],
  );
  const n = Math.min(input.train.rowCount, input.synthetic.rowCount);
  return {
    tails: { columns, combinations: undisclosed(combinations), labels, tooClean },
    groups: undisclosed(groups),
    missing: undisclosed(missing),
    pmse: undisclosed(pmse),
    coverage: undisclosed(coverage),
    diversity: undisclosed(diversity),
    ...(parts ? { parts: undisclosed(parts) } : {}),
    skipped,
    disclosures,
    notices: evaluation === null ? [noticeOf('not-measurable', 'note', {}, n, { what: 'What lies at the ends' })] : [],
  };
}

/** Whether the table is too clean, and what that is read off. */
export function cleanParts(
  input: AssessInput,
  samples: Samples,
  evaluation: Evaluation | null,
  next: <T>(value: T) => T = (value) => value,
): Readonly<{
  columns: readonly ColumnTails[];
  combinations: Combinations;
  coverage: CoverageResult;
  labels: LabelSignal;
  missing: MissingResult;
  tooClean: TooClean;
}> {
  const columns = tailColumns(input);
  const combinations = next(combinationsOf(input, samples, evaluation));
  const coverage = next(coverageOf(input, samples));
  const labels = next(labelSignalOf(input, samples));
  const missing = next(missingnessOf(input, samples));
  const found = { columns, combinations, coverage, labels, missing };
  return { ...found, tooClean: tooCleanOf(input, found) };
}

function undisclosed<T extends { disclosures: unknown }>({
  disclosures: _disclosures,
  ...rest
}: T): Omit<T, 'disclosures'> {
  return rest;
}
