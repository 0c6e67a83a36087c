/**
 * *Too clean* (fidelity.tails.tooClean): a table whose marginals are right and whose oddities are gone. It fires if at
 * least two of six criteria hold, each with its whole interval:
 *   thin-tails     over a quarter of the numbers and dates have an outer 1 % share below 0.7 of that of train
 *   combinations   rows unlike train are less than half as many as among the holdout
 *   rare-cells     rows in rare cells of pairs are less than half as many as among the holdout
 *   lost-levels    more levels are lost than chance alone loses
 *   labels         the target is easier to predict, by more than 0.02, among synthetic rows than it really is
 *   missing        cells are missing less than half as often as in train
 * A verbatim copy is not too clean by the third and fourth: what it is shows in the privacy checks.
 */
import type { Estimate } from '../../math/finding.ts';
import { columnNamed, modelledNames, type AssessInput } from '../input.ts';
import type { CoverageResult } from './coverage.ts';
import type { Combinations } from './combinations.ts';
import { around, missingEstimate } from './estimate.ts';
import type { LabelSignal } from './label-signal.ts';
import type { MissingResult } from './missingness.ts';
import type { ColumnTails } from './tails.ts';

export type CriterionId = 'thin-tails' | 'combinations' | 'rare-cells' | 'lost-levels' | 'labels' | 'missing';
/** `holds` is null, with a reason, where the table does not allow it to be measured. */
export type Criterion = Estimate & Readonly<{ id: CriterionId; bound: number; holds: boolean | null }>;
export type TooClean = Readonly<{
  /** Null where fewer than two criteria could be measured. */
  fires: boolean | null;
  held: number;
  measured: number;
  needed: number;
  criteria: readonly Criterion[];
}>;

const NEEDED = 2;
const THIN_COLUMNS = 0.25;
const HALF = 0.5;
const LABEL_GAIN = 0.02;

export function tooCleanOf(
  input: AssessInput,
  found: Readonly<{
    columns: readonly ColumnTails[];
    combinations: Combinations;
    coverage: CoverageResult;
    labels: LabelSignal;
    missing: MissingResult;
  }>,
): TooClean {
  const { columns, combinations, coverage, labels, missing } = found;
  const criteria: readonly Criterion[] = [
    thinColumns(input, columns),
    below('combinations', combinations.unlike.ratio, HALF),
    below('rare-cells', combinations.rareCells.ratio, HALF),
    above('lost-levels', coverage.lost.excess, 0),
    above('labels', labels.difference, LABEL_GAIN),
    below('missing', missing.overall.ratio, HALF),
  ];
  const measured = criteria.filter(({ holds }) => holds !== null).length;
  const held = criteria.filter(({ holds }) => holds === true).length;
  return { fires: measured < NEEDED ? null : held >= NEEDED, held, measured, needed: NEEDED, criteria };
}

/** The share of columns that are thin for certain, to that of columns that may be. */
function thinColumns({ train, schema }: AssessInput, columns: readonly ColumnTails[]): Criterion {
  const told = columns.filter(({ isThin }) => isThin !== null);
  const n = told.length;
  const numbers = modelledNames(schema).filter((name) => columnNamed(train, name).kind !== 'categorical').length;
  const id = 'thin-tails' as const;
  if (n === 0) {
    const reason =
      numbers === 0 ? 'not measurable without numbers or dates' : 'not measurable: no column has ends with rows enough';
    return { ...missingEstimate(0, reason), id, bound: THIN_COLUMNS, holds: null };
  }
  const certain = told.filter(({ isThin }) => isThin === true).length / n;
  const possible = told.filter(({ thinner }) => (thinner.low ?? 0) < 0.7).length / n;
  const estimate = { ...around(certain, 0, n), high: Math.max(certain, possible) };
  return { ...estimate, id, bound: THIN_COLUMNS, holds: certain > THIN_COLUMNS };
}

function below(id: CriterionId, estimate: Estimate, bound: number): Criterion {
  return { ...estimate, id, bound, holds: estimate.high === null ? null : estimate.high < bound };
}

function above(id: CriterionId, estimate: Estimate, bound: number): Criterion {
  return { ...estimate, id, bound, holds: estimate.low === null ? null : estimate.low > bound };
}
