/**
 * A recipe: every choice of a run as JSON, and never data. Reading one checks every key and refuses unknown ones by
 * name; every key has a default, so `{}` is a recipe.
 */
import { UserError } from './errors.ts';
import type { ColumnChoices } from './table/choices.ts';
import { KINDS } from './table/column.ts';
import { ROLES } from './table/schema.ts';

/** How the user wants a file read. What is not said is found out. */
export type ReadingChoices = Readonly<{
  encoding?: string;
  /** One character; a blank stands for runs of blanks; empty for a file of one column. */
  delimiter?: string;
  /** `"`, `'`, or empty for none. */
  quote?: string;
  escape?: Escape;
  /** What a comment line begins with; empty for none. */
  comment?: string;
  header?: boolean;
  /** Of a header, at least one. */
  headerRows?: number;
  /** Lines of the file, 1-based: that of the header (or of the first row without one), and that of the last row. */
  firstLine?: number;
  lastLine?: number;
  /** Of a workbook, by its name. */
  sheet?: string;
  /** Marks for a missing cell, beside those that are known, in every column. */
  missing?: readonly string[];
  /** Whether a line that is one quoted cell with delimiters inside is read as a record. */
  unwrap?: boolean;
  /** What becomes of records that are too long. */
  aside?: Aside;
  /** What becomes of rows that sum up others. */
  totals?: Totals;
  /** By the name of the column. */
  columns?: Readonly<Record<string, ColumnReading>>;
}>;
export const ESCAPES = ['doubled', 'backslash'] as const;
export type Escape = (typeof ESCAPES)[number];
export const ASIDES = ['leave-out', 'cut', 'drop-empty', 'add-columns'] as const;
export type Aside = (typeof ASIDES)[number];
export const TOTALS = ['keep', 'leave-out'] as const;
export type Totals = (typeof TOTALS)[number];

/** How the cells of one column are to be read, where that differs from what was found. */
export type ColumnReading = Readonly<{
  /** Marks for missing in this column alone. */
  missing?: readonly string[];
  /** Texts that look like marks and are values here. */
  values?: readonly string[];
  decimal?: '.' | ',';
  /** Between thousands, or empty. */
  group?: string;
  /** The pattern of its dates. */
  date?: string;
}>;

/** A level or number, a closed range of two numbers or ISO dates, a list of levels, or null for missing. */
export type ConditionValue = string | number | null | readonly number[] | readonly string[];
/** So many rows of which every column named is as it says. */
export type Condition = Readonly<{ where: Readonly<Record<string, ConditionValue>>; rows: number }>;

export type Neighbours = 'add-remove' | 'replace-one';
export type PrivacyChoices = Readonly<{
  epsilon: number;
  delta: number;
  neighbours: Neighbours;
  rowsPerPerson: number;
}>;

export type Recipe = Readonly<{
  version: 1;
  reading: ReadingChoices;
  columns: Readonly<Record<string, ColumnChoices>>;
  /** True: what was read off the data is declared public by the user, and recorded so. */
  assumePublicSchema: boolean;
  /** Under a claim: what is not declared of the domain is bought from the budget. */
  discovery: boolean;
  split: Readonly<{ holdout: number; seed: number }>;
  synthesizer: Readonly<{ id: string; options: Readonly<Record<string, unknown>> }>;
  /** Null: no formal guarantee. */
  privacy: PrivacyChoices | null;
  /** `same`: as many rows as were fitted; under a claim the noisy estimate of that. */
  sample: Readonly<{ rows: 'same' | number; seed: number; conditions: readonly Condition[] }>;
  validate: Readonly<{
    target: string | null;
    fidelity: boolean;
    utility: boolean;
    attacks: boolean;
    /** Learners on mixes of real and synthetic rows. */
    sweep: boolean;
    /** Whether synthetic rows of this level help to find it; null: not asked. */
    rareClass: Readonly<{ column: string; level: string }> | null;
  }>;
}>;

export const DEFAULT_RECIPE: Recipe = {
  version: 1,
  reading: {},
  columns: {},
  assumePublicSchema: false,
  discovery: true,
  split: { holdout: 0.2, seed: 1 },
  synthesizer: { id: 'auto', options: {} },
  privacy: { epsilon: 1, delta: 1e-6, neighbours: 'add-remove', rowsPerPerson: 1 },
  sample: { rows: 'same', seed: 1, conditions: [] },
  validate: { target: null, fidelity: true, utility: true, attacks: true, sweep: false, rareClass: null },
};

/** The largest number of synthetic rows that is made in one run. */
export const MAX_ROWS = 10_000_000;

type Json = Readonly<Record<string, unknown>>;
type Check<T> = (value: unknown, key: string) => T;

/**
 * The recipe that this JSON value says, with defaults for what it leaves out. Parts that this version cannot carry out
 * (rules, conditions, collapse) are accepted only when they are empty or off, so that no choice is ignored.
 */
export function readRecipe(json: unknown): Recipe {
  const top = objectOf(json, 'text', [
    'version',
    'reading',
    'columns',
    'assumePublicSchema',
    'discovery',
    'split',
    'synthesizer',
    'privacy',
    'rules',
    'sample',
    'validate',
  ]);
  const base = DEFAULT_RECIPE;
  if (top['version'] !== undefined && top['version'] !== 1) invalid('version', 'is not 1, the only version there is');
  emptyList(top['rules'], 'rules');

  const split = objectOf(top['split'] ?? {}, 'split', ['holdout', 'seed']);
  const synthesizer = objectOf(top['synthesizer'] ?? {}, 'synthesizer', ['id', 'options']);
  const sample = objectOf(top['sample'] ?? {}, 'sample', ['rows', 'seed', 'conditions']);
  const validate = objectOf(top['validate'] ?? {}, 'validate', [
    'target',
    'fidelity',
    'utility',
    'attacks',
    'sweep',
    'rareClass',
    'collapse',
  ]);
  if (validate['collapse'])
    invalid('validate.collapse', 'asks for a check that this version does not have; set it to false');
  return {
    version: 1,
    reading: readReading(top['reading'] ?? {}),
    columns: readColumns(top['columns'] ?? {}),
    assumePublicSchema: optional(top['assumePublicSchema'], 'assumePublicSchema', flag) ?? base.assumePublicSchema,
    discovery: optional(top['discovery'], 'discovery', flag) ?? base.discovery,
    split: {
      holdout: optional(split['holdout'], 'split.holdout', numberIn(0, 0.9)) ?? base.split.holdout,
      seed: optional(split['seed'], 'split.seed', wholeNumber) ?? base.split.seed,
    },
    synthesizer: {
      id: optional(synthesizer['id'], 'synthesizer.id', text) ?? base.synthesizer.id,
      options: anyObject(synthesizer['options'] ?? {}, 'synthesizer.options'),
    },
    privacy: top['privacy'] === null ? null : readPrivacy(top['privacy'] ?? {}),
    sample: {
      rows:
        sample['rows'] === undefined || sample['rows'] === 'same' ? 'same' : rowNumber(sample['rows'], 'sample.rows'),
      seed: optional(sample['seed'], 'sample.seed', wholeNumber) ?? base.sample.seed,
      conditions: optional(sample['conditions'], 'sample.conditions', conditionList) ?? base.sample.conditions,
    },
    validate: {
      target: validate['target'] === null ? null : (optional(validate['target'], 'validate.target', text) ?? null),
      fidelity: optional(validate['fidelity'], 'validate.fidelity', flag) ?? base.validate.fidelity,
      utility: optional(validate['utility'], 'validate.utility', flag) ?? base.validate.utility,
      attacks: optional(validate['attacks'], 'validate.attacks', flag) ?? base.validate.attacks,
      sweep: optional(validate['sweep'], 'validate.sweep', flag) ?? base.validate.sweep,
      rareClass:
        validate['rareClass'] === null
          ? null
          : (optional(validate['rareClass'], 'validate.rareClass', readRareClass) ?? base.validate.rareClass),
    },
  };
}

/** Every key of an object that is allowed to be absent, with its check. */
type Checks<T> = { readonly [K in keyof T]-?: Check<Exclude<T[K], undefined>> };

function readPart<T>(json: unknown, at: string, checks: Checks<T>): T {
  const part = objectOf(json, at, Object.keys(checks));
  const keys = Object.keys(checks) as (keyof T & string)[];
  return Object.assign({}, ...keys.map((key) => present(key, optional(part[key], `${at}.${key}`, checks[key])))) as T;
}

function readReading(json: unknown): ReadingChoices {
  return readPart<ReadingChoices>(json, 'reading', {
    encoding: text,
    delimiter: text,
    quote: text,
    escape: oneOf(ESCAPES),
    comment: text,
    header: flag,
    headerRows: positive,
    firstLine: positive,
    lastLine: positive,
    sheet: text,
    missing: textList,
    unwrap: flag,
    aside: oneOf(ASIDES),
    totals: oneOf(TOTALS),
    columns: readColumnReadings,
  });
}

function readColumnReadings(json: unknown, at: string): Readonly<Record<string, ColumnReading>> {
  const read = (name: string, one: unknown): ColumnReading =>
    readPart<ColumnReading>(one, `${at}.${name}`, {
      missing: textList,
      values: textList,
      decimal: oneOf(['.', ',']),
      group: text,
      date: text,
    });
  return Object.fromEntries(Object.entries(anyObject(json, at)).map(([name, one]) => [name, read(name, one)]));
}

function readColumns(json: unknown): Recipe['columns'] {
  const columns = anyObject(json, 'columns');
  return Object.fromEntries(Object.entries(columns).map(([name, choices]) => [name, readColumn(name, choices)]));
}

function readColumn(name: string, json: unknown): ColumnChoices {
  return readPart<ColumnChoices>(json, `columns.${name}`, {
    kind: oneOf(KINDS),
    bounds: boundsOf,
    levels: distinctTexts,
    missing: flag,
    decimals: placesOf,
    role: oneOf(ROLES),
  });
}

function readRareClass(json: unknown, at: string): Readonly<{ column: string; level: string }> {
  const part = readPart<{ column: string; level: string }>(json, at, { column: text, level: text });
  if (part.column === undefined || part.level === undefined) invalid(at, 'names a column and a level');
  return part;
}

/** Ranges of epsilon, delta and rows per person are the ledger's business: it refuses with `budget-invalid`. */
function readPrivacy(json: unknown): PrivacyChoices {
  const privacy = objectOf(json, 'privacy', ['epsilon', 'delta', 'neighbours', 'rowsPerPerson']);
  const base = DEFAULT_RECIPE.privacy!;
  return {
    epsilon: optional(privacy['epsilon'], 'privacy.epsilon', anyNumber) ?? base.epsilon,
    delta: optional(privacy['delta'], 'privacy.delta', anyNumber) ?? base.delta,
    neighbours:
      optional(privacy['neighbours'], 'privacy.neighbours', oneOf(['add-remove', 'replace-one'] as const)) ??
      base.neighbours,
    rowsPerPerson: optional(privacy['rowsPerPerson'], 'privacy.rowsPerPerson', anyNumber) ?? base.rowsPerPerson,
  };
}

function invalid(key: string, problem: string): never {
  throw new UserError('recipe-invalid', { problem }, { key });
}

function anyObject(value: unknown, key: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) invalid(key, 'must be an object');
  return value as Json;
}

function objectOf(value: unknown, key: string, known: readonly string[]): Json {
  const object = anyObject(value, key);
  for (const name of Object.keys(object)) {
    if (!known.includes(name)) {
      throw new UserError('recipe-unknown-key', { known }, { key: key === 'text' ? name : `${key}.${name}` });
    }
  }
  return object;
}

function optional<T>(value: unknown, key: string, check: Check<T>): T | undefined {
  return value === undefined ? undefined : check(value, key);
}

function present<K extends string, T>(name: K, value: T | undefined): { [P in K]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { [P in K]?: T });
}

const flag: Check<boolean> = (value, key) =>
  typeof value === 'boolean' ? value : invalid(key, 'must be true or false');
const text: Check<string> = (value, key) => (typeof value === 'string' ? value : invalid(key, 'must be a text'));
const anyNumber: Check<number> = (value, key) =>
  typeof value === 'number' && Number.isFinite(value) ? value : invalid(key, 'must be a number');
const numberIn =
  (low: number, high: number): Check<number> =>
  (value, key) =>
    typeof value === 'number' && value >= low && value <= high ? value : invalid(key, `must be from ${low} to ${high}`);
const wholeNumber: Check<number> = (value, key) =>
  Number.isSafeInteger(value) ? (value as number) : invalid(key, 'must be a whole number');
const positive: Check<number> = (value, key) =>
  Number.isSafeInteger(value) && (value as number) >= 1 ? (value as number) : invalid(key, 'must be 1 or more');
const placesOf: Check<number> = (value, key) =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 12
    ? (value as number)
    : invalid(key, 'must be a whole number from 0 to 12');
const rowNumber: Check<number> = (value) => {
  if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MAX_ROWS) return value as number;
  throw new UserError('rows-invalid', { limit: MAX_ROWS });
};
const textList: Check<readonly string[]> = (value, key) =>
  Array.isArray(value) && value.every((item) => typeof item === 'string')
    ? value
    : invalid(key, 'must be a list of texts');
const distinctTexts: Check<readonly string[]> = (value, key) => {
  const texts = textList(value, key);
  return new Set(texts).size === texts.length ? texts : invalid(key, 'names a level twice');
};
const boundsOf: Check<readonly [number | string, number | string]> = (value, key) => {
  const ends = Array.isArray(value) ? (value as unknown[]) : [];
  const fit = ends.length === 2 && typeof ends[0] === typeof ends[1] && ends.every(isBound);
  if (!fit || (ends[0] as number) > (ends[1] as number))
    invalid(key, 'must be two numbers, or two ISO dates, in order');
  return [ends[0] as number | string, ends[1] as number | string];
};
const conditionValue: Check<ConditionValue> = (value, key) => {
  const isOne = (one: unknown): boolean => typeof one === 'string' || (typeof one === 'number' && Number.isFinite(one));
  if (value === null || isOne(value)) return value as string | number | null;
  const list = Array.isArray(value) ? (value as unknown[]) : [];
  const areNumbers = list.length === 2 && list.every((one) => typeof one === 'number');
  const areTexts = list.length > 0 && list.every((one) => typeof one === 'string');
  if (!(areNumbers || areTexts) || !list.every(isOne))
    invalid(key, 'must be a level, a number, two numbers, a list of levels, or null');
  return list;
};
const conditionList: Check<readonly Condition[]> = (value, key) => {
  if (!Array.isArray(value)) return invalid(key, 'must be a list');
  return value.map((one: unknown, index) => {
    const at = `${key}[${index}]`;
    const { where, rows } = objectOf(one, at, ['where', 'rows']);
    const columns = Object.entries(anyObject(where, `${at}.where`));
    if (columns.length === 0) invalid(`${at}.where`, 'must name a column');
    const checked = columns.map(([name, wanted]) => [name, conditionValue(wanted, `${at}.where.${name}`)]);
    return { where: Object.fromEntries(checked) as Condition['where'], rows: rowNumber(rows, `${at}.rows`) };
  });
};
const oneOf =
  <const T extends string>(known: readonly T[]): Check<T> =>
  (value, key) =>
    known.includes(value as T) ? (value as T) : invalid(key, `must be one of ${known.join(', ')}`);

function isBound(value: unknown): boolean {
  return (
    (typeof value === 'number' && Number.isFinite(value)) ||
    (typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value))
  );
}

function emptyList(value: unknown, key: string): void {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return;
  invalid(key, 'asks for something that this version does not have; leave it empty');
}
