/**
 * How good a planned run will be, before anything is spent. Unlike the plan it looks at the number of rows, so it is
 * confidential: it is shown to whoever holds the table and stands in no shareable file.
 */
import { rhoFromEpsilon } from '../privacy/accountant.ts';
import {
  asGoodAsSampleOf,
  epsilonForCoarse,
  expectedError,
  smallestVisibleGroup,
  wordFor,
  type ExpectedError,
  type PlannedMarginal,
  type Word,
} from '../privacy/forecast.ts';
import type { Plan } from './model.ts';

/**
 * `oneWay`, `pair`: predicted mean L1 error of shares, null where nothing of that order is measured. `smallestGroup`
 * in rows, and `asGoodAsRows` in rows of a plain sample, speak of pairs, or of single columns where no pair is measured.
 */
export type Forecast = Readonly<{
  rowCount: number;
  oneWay: number;
  pair: number | null;
  word: Word;
  smallestGroup: number;
  asGoodAsRows: number;
  epsilonForCoarse: number | null;
  /** The same plan at other budgets, ascending. */
  overEpsilon: readonly Readonly<{ epsilon: number; oneWay: number; pair: number | null; word: Word }>[];
}>;

const OTHER_EPSILONS = [0.1, 0.3, 1, 3, 10];

/** Null without a claim (no noise is added) and for a table of no rows. */
export function forecastOf(
  plan: Plan,
  rowCount: number,
  budget: Readonly<{ rhoGrains: number; delta: number }>,
): Forecast | null {
  if (plan.noise === null || rowCount < 1) return null;
  const { oneWay, pair } = plan.noise;
  const errors = errorsAt(plan.noise, rowCount, 1);
  const widest = pair ?? oneWay;
  return {
    rowCount,
    ...errors,
    word: wordFor(errors),
    smallestGroup: smallestVisibleGroup(widest.sigma2),
    asGoodAsRows: asGoodAsSampleOf(widest, rowCount),
    epsilonForCoarse: epsilonForCoarse(errors, budget.rhoGrains, budget.delta),
    overEpsilon: OTHER_EPSILONS.map((epsilon) => {
      const at = errorsAt(plan.noise!, rowCount, budget.rhoGrains / rhoFromEpsilon(epsilon, budget.delta));
      return { epsilon, ...at, word: wordFor(at) };
    }),
  };
}

/** The errors to expect if all variances were this many times as large: they shrink like 1 / rho. */
function errorsAt({ oneWay, pair }: NonNullable<Plan['noise']>, rowCount: number, times: number): ExpectedError {
  const scaled = ({ cells, sigma2 }: PlannedMarginal): PlannedMarginal => ({ cells, sigma2: sigma2 * times });
  return {
    oneWay: expectedError('one-way', scaled(oneWay), rowCount),
    pair: pair && expectedError('pair', scaled(pair), rowCount),
  };
}
