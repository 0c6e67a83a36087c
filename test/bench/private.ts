/**
 * What a guarantee costs on Adult in bins (`binned.ts`): errors of all marginals of one, two and three columns, table
 * against table, and seconds of fit and sample, means over three seeds; at epsilon 1 how well rows teach and pass for
 * real on a fifth that was held out; then long and wide tables. Add-remove, delta 1e-9, domain declared.
 * Baselines are published code measured in this setup: MST and AIM of McKenna and others, AIM with 1 MB of cliques.
 */
import { assessC2st } from '../../src/core/fidelity/c2st.ts';
import { createRng } from '../../src/core/math/rng.ts';
import { decodeTable } from '../../src/core/models/decoding.ts';
import { encodeTable } from '../../src/core/models/encoding.ts';
import { silent } from '../../src/core/progress.ts';
import type { PrivacyChoices } from '../../src/core/recipe.ts';
import { takeTableRows, type Column, type Table } from '../../src/core/table/column.ts';
import type { Schema } from '../../src/core/table/schema.ts';
import { assessUtility } from '../../src/core/utility/assess-utility.ts';
import { schemaFor, splitRows } from '../helpers/assess.ts';
import { binnedSchema, binnedTable } from '../helpers/binned.ts';
import { marginalErrors } from '../helpers/marginal-errors.ts';
import { EPSILON_1, fitTable, sampleCodes } from '../helpers/models.ts';
import { categorical, numeric, tableOf } from '../helpers/tables.ts';
import { ADULT, ADULT_ROWS, adultText } from './adult.ts';
import { print } from './lines.ts';
import { benchNist } from './nist.ts';

const EPSILONS = [0.1, 0.3, 1, 3, 10] as const;
const SEEDS = [1, 2, 3];
const ERROR_UNIT = 'mean summed difference of shares';

/** Of MST in three-way error and seconds; of AIM at epsilon 1. */
const MST = { 0.1: [0.328, 94], 0.3: [0.231, 151], 1: [0.187, 91], 3: [0.173, 267], 10: [0.164, 191] } as const;
const AIM = { errors: [0.0121, 0.0552, 0.1252], seconds: 1712 } as const;
/** Three-way errors that AIM must reach. */
const BARS = { 0.1: 0.29, 0.3: 0.185, 1: 0.125, 3: 0.1, 10: 0.088 } as const;

type Reference = Readonly<{ baseline: string; reference: number; bound: number }>;

export function benchPrivate(): void {
  benchWide();
  const table = binnedTable(adultText(ADULT_ROWS));
  const schema = binnedSchema(table);
  for (const epsilon of EPSILONS) {
    for (const id of ['independent', 'mst', 'aim'] as const) benchErrors(id, epsilon, table, schema);
  }
  for (const id of ['independent', 'mst', 'aim'] as const) benchUse(id, table, schema);
  benchLong(table, schema);
  benchNist();
}

function privacyAt(epsilon: number): PrivacyChoices {
  return { ...EPSILON_1, epsilon, delta: 1e-9 };
}

function benchErrors(
  id: 'independent' | 'mst' | 'aim',
  epsilon: (typeof EPSILONS)[number],
  table: Table,
  schema: Schema,
): void {
  const sums = [0, 0, 0];
  let seconds = 0;
  for (const seed of SEEDS) {
    const began = performance.now();
    const fitted = fitTable(id, table, { privacy: privacyAt(epsilon), schema, seed });
    const made = sampleCodes(fitted.model, table.rowCount, 'even', seed);
    seconds += (performance.now() - began) / 1000;
    const { domain } = fitted.model;
    marginalErrors(encodeTable(table, domain), made, domain).forEach((error, order) => (sums[order]! += error));
  }
  const label = `${id}, epsilon ${epsilon}, ${ADULT}`;
  [1, 2, 3].forEach((order) => {
    const value = sums[order - 1]! / SEEDS.length;
    against(`${order}-way error, ${label}`, value, ERROR_UNIT, errorReference(id, epsilon, order));
  });
  against(`fit and sample, ${label}`, seconds / SEEDS.length, 's', secondsReference(id, epsilon));
}

function errorReference(id: string, epsilon: (typeof EPSILONS)[number], order: number): Reference | null {
  if (id === 'mst' && order === 3) return { baseline: 'reference MST', reference: MST[epsilon][0], bound: 1 };
  if (id !== 'aim') return null;
  if (epsilon === 1) return { baseline: 'reference AIM', reference: AIM.errors[order - 1]!, bound: 1 };
  return order === 3 ? { baseline: 'bar', reference: BARS[epsilon], bound: 1 } : null;
}

function secondsReference(id: string, epsilon: (typeof EPSILONS)[number]): Reference | null {
  if (id === 'mst') return { baseline: 'reference MST', reference: MST[epsilon][1], bound: 1 / 100 };
  const isMeasured = id === 'aim' && epsilon === 1;
  return isMeasured ? { baseline: 'reference AIM', reference: AIM.seconds, bound: 1 / 200 } : null;
}

function against(name: string, value: number, unit: string, measured: Reference | null): void {
  if (measured === null) return print({ name, value, unit });
  const { baseline, reference, bound } = measured;
  print({ name, value, unit, baseline: `${baseline}: ${reference}`, ratio: value / reference, bound });
}

/** Boosting, with bins as numbers: the area on held-out rows when trained on synthetic ones, and when told apart from them. */
function benchUse(id: string, table: Table, schema: Schema): void {
  const { train, holdout } = splitRows(table, Math.round(table.rowCount / 5));
  const { model } = fitTable(id, train, { privacy: privacyAt(1), schema });
  const synthetic = decodeTable(sampleCodes(model, train.rowCount), model.domain, createRng(1, 'decode'));
  const numbered = <T extends Table>(rows: T): T => ({ ...rows, columns: rows.columns.map(numberedColumn) });
  const input = {
    train: numbered(train),
    holdout: numbered(holdout),
    synthetic: numbered(synthetic),
    schema: schemaFor(numbered(table)),
    target: 'income',
    seed: 1,
    draw: 'even',
  } as const;
  const label = `${id}, epsilon 1, ${ADULT}`;
  const boosting = assessUtility(input, silent).models.find((learner) => learner.model === 'boosting')!;
  const [made, real] = [boosting.synthetic ?? NaN, boosting.real ?? NaN];
  print({
    name: `train on synthetic, test on real, ${label}`,
    value: made,
    unit: 'AUC',
    baseline: `real rows: ${real}`,
  });
  const told = assessC2st(input, silent);
  const reference = `real rows: ${told.reference?.auc ?? NaN}`;
  print({ name: `told apart from held-out rows, ${label}`, value: told.auc ?? NaN, unit: 'AUC', baseline: reference });
}

/** Levels that are numbers of bins, as numbers; the last of them is written *other*. */
function numberedColumn(column: Column): Column {
  if (column.kind !== 'categorical') return column;
  const isBinned = column.levels.every((level) => level === 'other' || /^\d+$/.test(level));
  if (!isBinned) return column;
  const values = column.levels.map((level) => (level === 'other' ? column.levels.length - 1 : Number(level)));
  return numeric(
    column.name,
    Array.from(column.codes, (code) => values[code] ?? null),
  );
}

/** Rows drawn again from the table: a fit should cost what it measures, not what it reads. */
function benchLong(table: Table, schema: Schema): void {
  const [short, long] = [50_000, 1_000_000].map((rowCount) => {
    const rng = createRng(1, 'long', rowCount);
    const rows = Uint32Array.from({ length: rowCount }, () => rng.below(table.rowCount));
    const drawn = takeTableRows(table, rows);
    return seconds(() => fitTable('aim', drawn, { privacy: privacyAt(1), schema }));
  });
  print({
    name: `fit aim, epsilon 1, 1,000,000 rows × ${table.columns.length} of ${ADULT}`,
    value: long!,
    unit: 's',
    baseline: `50,000 rows: ${short!.toPrecision(3)} s`,
    ratio: long! / short!,
    bound: 4,
  });
}

/** 50,000 rows of 100 columns with ten levels each, every one linked to the column before. */
function benchWide(): void {
  const rng = createRng(1, 'wide');
  const levels = Array.from({ length: 10 }, (_, level) => (level === 9 ? 'other' : String(level)));
  let codes = Array.from({ length: 50_000 }, () => rng.below(10));
  const columns = Array.from({ length: 100 }, (_, column) => {
    codes = codes.map((code) => (rng.uniform() < 0.7 ? code : rng.below(10)));
    return categorical(
      `c${column}`,
      codes.map((code) => levels[code]!),
      levels,
    );
  });
  const table = tableOf(...columns);
  const schema = binnedSchema(table);
  for (const id of ['mst', 'aim']) {
    const before = process.memoryUsage.rss();
    const value = seconds(() => fitTable(id, table, { privacy: privacyAt(1), schema }));
    print({ name: `fit ${id}, epsilon 1, 50,000 rows × 100 columns of ten levels`, value, unit: 's' });
    const mebibytes = (process.resourceUsage().maxRSS * 1024 - before) / 2 ** 20;
    print({ name: `memory at its peak in that fit of ${id}`, value: mebibytes, unit: 'MiB' });
  }
}

function seconds(work: () => unknown): number {
  const began = performance.now();
  work();
  return (performance.now() - began) / 1000;
}
