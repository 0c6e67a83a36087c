/**
 * The propensity score mean squared error (fidelity.pmse; Snoke, Raab, Nowok, Dibben and Slavkovic 2018, J. R. Stat. Soc.
 * A 181:663): an unpenalised logistic regression guesses which rows are synthetic; main effects and products of every
 * two columns if these are at most 300 coefficients, else main effects.
 *   pMSE = Σ (p̂ − c)² / N, N = r + s rows of both tables, c = s / N, k = coefficients with the intercept, aliased ones
 *   dropped. A correct synthesis gives f·c(1 − c)(k − 1) / N on average, f·c(1 − c)√(2(k − 1)) / N of deviation, with
 *   f = variance of the difference of two means over 1/r + 1/s: f = 1 − c for train, which the model was fitted to, and
 *   f = 1 + (1/n) / (1/s + 1/h) for h rows that it never saw, n rows of train.
 *   Where r rows of train are a part of its n: f = (1/s + 1/r − 1/n) / (1/s + 1/r).
 * ratio = pMSE over that mean: 1 for a correct synthesis, below for even draws. z = (pMSE − mean) / deviation. Interval of
 * the ratio: √(2(k − 1) + 4(k − 1)(ratio − 1)) / (k − 1), the spread of a noncentral chi-square.
 * Cost: some ten passes over N × k; at most 100,000 rows, with products fewer. Privacy: compares with real rows: internal.
 * Left out: trees as propensity, which have no such formula.
 */
import { fitLogistic, predictLogistic } from '../../learn/logistic.ts';
import { createRng } from '../../math/rng.ts';
import type { Table } from '../../table/column.ts';
import { modelledNames, type AssessInput } from '../input.ts';
import { firstRowsOf, type Samples } from './comparable.ts';
import { coefficientCount, freeOf, propensityDesign, rankOf, termsOf, type Term } from './propensity-design.ts';

/** `ratio` and `z` against the null of a correct synthesis; `low` and `high` belong to `ratio`. */
export type Propensity = Readonly<{
  pmse: number | null;
  ratio: number | null;
  low: number | null;
  high: number | null;
  z: number | null;
  nullMean: number | null;
  nullDeviation: number | null;
  /** Estimated, with the intercept. */
  coefficients: number;
  /** Columns, or columns and products of every two. */
  effects: 'main' | 'products';
  n: number;
  nSynthetic: number;
  isConverged: boolean;
  reason?: string;
}>;
export type PmseResult = Propensity &
  Readonly<{
    /** The same against rows that no model saw; null without a holdout. */
    holdout: Propensity | null;
    /** Columns that the regression looked at. */
    columns: number;
    disclosures: readonly Readonly<{ what: string; kept: number; of: number }>[];
  }>;

const MOST_COEFFICIENTS = 300;
const MOST_ROWS = 100_000;
/** Rows times squared coefficients of one step, where products make the design dense. */
const MOST_WORK = 6e8;
const MOST_LEVELS = 50;
const FEW_LEVELS = 10;
const LEAST_ROWS = 20;
/** Stands for no penalty: with it levels that one table lacks end at a finite place. */
const FIT = { lambda: 1e-6, tolerance: 1e-8, steps: 60, mostNewton: 2000 } as const;

export function pmseOf({ train, synthetic, schema, seed }: AssessInput, samples: Samples): PmseResult {
  const names = modelledNames(schema);
  const thin = (table: Table): Table => firstRowsOf(table, MOST_ROWS / 2);
  const { holdout } = samples;
  const least = Math.min(train.rowCount, synthetic.rowCount);
  if (least < LEAST_ROWS || names.length === 0) {
    const reason = names.length === 0 ? 'not measurable without columns' : `not measurable with n = ${least}`;
    return { ...unmeasured(train.rowCount, synthetic.rowCount, reason), holdout: null, columns: 0, disclosures: [] };
  }
  const [real, made] = [thin(samples.train), thin(samples.synthetic)];
  const chosen = chooseColumns(real, made, names, seed);
  const against = propensityOf(real, made, chosen, train.rowCount, 'train');
  const held = holdout === null || holdout.rowCount < LEAST_ROWS ? null : thin(holdout);
  return {
    ...against,
    holdout: held && propensityOf(held, made, chosen, train.rowCount, 'holdout'),
    columns: chosen.names.length,
    disclosures: [
      { what: 'columns of the propensity score', kept: chosen.names.length, of: names.length },
      { what: 'train rows of the propensity score', kept: against.n, of: train.rowCount },
      { what: 'synthetic rows of the propensity score', kept: against.nSynthetic, of: synthetic.rowCount },
    ].filter(({ kept, of }) => kept < of),
  };
}

type Chosen = Readonly<{ names: readonly string[]; mostLevels: number }>;

/**
 * `fitted`: rows that the model was fitted to; `role`: whether `real` is a part of them, or rows it never saw. Without
 * `effects` products are taken where they are few enough.
 */
export function propensityOf(
  real: Table,
  made: Table,
  { names, mostLevels }: Chosen,
  fitted: number,
  role: 'train' | 'holdout',
  effects: Propensity['effects'] | null = null,
): Propensity {
  const all = termsOf(real, made, names, mostLevels);
  const withProducts = effects === null ? coefficientCount(all, true) <= MOST_COEFFICIENTS : effects === 'products';
  const most = withProducts ? Math.floor(MOST_WORK / coefficientCount(all, true) ** 2 / 2) : Infinity;
  const isCut = Math.max(real.rowCount, made.rowCount) > most;
  const [first, second] = [firstRowsOf(real, most), firstRowsOf(made, most)];
  const terms = isCut ? termsOf(first, second, names, mostLevels) : all;
  const [r, s] = [first.rowCount, second.rowCount];
  const design = propensityDesign(terms, r + s, withProducts);
  const k = rankOf(design);
  const shared = { coefficients: k, effects: withProducts ? 'products' : 'main', n: r, nSynthetic: s } as const;
  if (k < 2 || k >= r + s) {
    const reason = k < 2 ? 'not measurable: no column varies' : `not measurable with n = ${Math.min(r, s)}`;
    return { ...unmeasured(r, s, reason), ...shared };
  }
  const labels = Float64Array.from({ length: r + s }, (_, row) => (row < r ? 0 : 1));
  const model = fitLogistic(design, labels, { kind: 'binary', classes: ['real', 'synthetic'] }, FIT);
  const chances = predictLogistic(model, design);
  const c = s / (r + s);
  let sum = 0;
  for (let row = 0; row < chances.length; row++) sum += (chances[row]! - c) ** 2;
  const pmse = sum / (r + s);
  const f = nullFactor(r, s, fitted, role);
  const unit = (f * c * (1 - c)) / (r + s);
  const nullMean = unit * (k - 1);
  const nullDeviation = unit * Math.sqrt(2 * (k - 1));
  const ratio = pmse / nullMean;
  const half = (1.96 * Math.sqrt(Math.max(0, 2 * (k - 1) + 4 * (k - 1) * Math.max(0, ratio - 1)))) / (k - 1);
  return {
    ...{ pmse, ratio, low: Math.max(0, ratio - half), high: ratio + half, z: (pmse - nullMean) / nullDeviation },
    ...{ nullMean, nullDeviation, ...shared, isConverged: model.isConverged },
  };
}

/** Variance of the difference of means of r real and s synthetic rows, over that of two independent samples. */
function nullFactor(r: number, s: number, fitted: number, role: 'train' | 'holdout'): number {
  const independent = 1 / s + 1 / r;
  return role === 'holdout' ? 1 + 1 / fitted / independent : (independent - 1 / fitted) / independent;
}

/** All columns, with fewer levels where they are too many, and a draw of them where that is not enough. */
function chooseColumns(real: Table, made: Table, names: readonly string[], seed: number): Chosen {
  const sizeOf = (terms: readonly Term[]): number => terms.reduce((sum, term) => sum + freeOf(term), 0);
  for (const mostLevels of [MOST_LEVELS, FEW_LEVELS]) {
    if (names.length < MOST_COEFFICIENTS && sizeOf(termsOf(real, made, names, mostLevels)) < MOST_COEFFICIENTS)
      return { names, mostLevels };
  }
  const rng = createRng(seed, 'propensity-columns');
  const coins = new Map([...names].sort().map((name) => [name, rng.uint32()]));
  const drawn = [...names].sort((a, b) => coins.get(a)! - coins.get(b)! || (a < b ? -1 : 1));
  const kept: string[] = [];
  let size = 1;
  for (const name of drawn) {
    size += sizeOf(termsOf(real, made, [name], FEW_LEVELS));
    if (size > MOST_COEFFICIENTS) break;
    kept.push(name);
  }
  return { names: names.filter((name) => kept.includes(name)), mostLevels: FEW_LEVELS };
}

function unmeasured(n: number, nSynthetic: number, reason: string): Propensity {
  return {
    ...{ pmse: null, ratio: null, low: null, high: null, z: null, nullMean: null, nullDeviation: null },
    ...{ coefficients: 0, effects: 'main', n, nSynthetic, isConverged: true, reason },
  };
}
