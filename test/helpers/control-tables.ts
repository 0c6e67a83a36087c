/** The public tables beside a checkout that have 500 rows or more, and what their controls are asked about. */

/** `cannotShow`: controls that a thinned table is too small for, by its holdout or by the rows at the ends of its columns. */
type ControlTable = Readonly<{ file: string; target: string; cannotShow?: readonly string[] }>;

export const CONTROL_TABLES: readonly ControlTable[] = [
  { file: 'titanic.csv', target: 'Survived', cannotShow: ['narrowed', 'no-signal'] },
  { file: 'german_credit.csv', target: 'credit_risk' },
  { file: 'sd2011.csv', target: 'smoke' },
  { file: 'compas_two_years.csv', target: 'two_year_recid' },
  { file: 'nist_ma2018.csv', target: 'OWN_RENT' },
  { file: 'nist_ma2019.csv', target: 'OWN_RENT' },
  { file: 'mammography.csv', target: 'class', cannotShow: ['narrowed'] },
  { file: 'california_housing.csv', target: 'median_house_value' },
  { file: 'bank_marketing.csv.gz', target: 'y' },
  { file: 'beijing_pm25.csv', target: 'pm2.5' },
  { file: 'adult.csv.gz', target: 'income' },
  { file: 'kddcup99_10pct.csv.gz', target: 'label' },
];
