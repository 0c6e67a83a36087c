/**
 * A recipe: every choice of a run as JSON, and never data. Reading one checks every key and refuses unknown ones by
 * name; every key has a default, so `{}` is a recipe.
 */
import { UserError } from './errors.ts';
import {
  anyNumber,
  anyObject,
  distinctTexts,
  flag,
  invalid,
  numberIn,
  objectOf,
  oneOf,
  optional,
  positive,
  readPart,
  text,
  textList,
  wholeNumber,
  type Check,
} from './recipe/json-checks.ts';
import { whereOf, type Condition } from './recipe/where.ts';
import { readRules } from './recipe/read-rules.ts';
import type { Rule } from './recipe/rule.ts';
import { CHECK_FORMS, FATES, IDENTIFIER_FORMS, type ColumnChoices, type IdentifierChoice } from './table/choices.ts';
import { KINDS } from './table/column.ts';
import { isDateFormat } from './table/dates.ts';
import { parsePattern } from './table/identifier-pattern.ts';
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
  /** The decimal mark of every column of which nothing else is said. */
  decimal?: '.' | ',';
  /** About so many rows, picked by their content: the same ones each time. */
  sampleRows?: number;
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
  /** Numbers that are codes and no amounts: each is a level of its own beside the others. */
  atoms?: readonly number[];
  /** Marks for missing that are kept apart from one another. */
  apart?: readonly string[];
  decimal?: '.' | ',';
  /** Between thousands, or empty. */
  group?: string;
  /** The pattern of its dates. */
  date?: string;
}>;

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
  /** What every row must keep. */
  rules: readonly Rule[];
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
  rules: [],
  sample: { rows: 'same', seed: 1, conditions: [] },
  validate: { target: null, fidelity: true, utility: true, attacks: true, sweep: false, rareClass: null },
};

/** The largest number of synthetic rows that is made in one run. */
export const MAX_ROWS = 10_000_000;

/**
 * The recipe that this JSON value says, with defaults for what it leaves out. Parts that this version cannot carry out
 * (collapse) are accepted only when they are empty or off, so that no choice is ignored.
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
    rules: optional(top['rules'], 'rules', readRules) ?? base.rules,
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
    decimal: oneOf(['.', ',']),
    sampleRows: positive,
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
      atoms: codeNumbers,
      apart: marksApart,
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
    format: datePattern,
    role: oneOf(ROLES),
    fate: oneOf(FATES),
    identifier: identifierOf,
    words: wordCounts,
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

const datePattern: Check<string> = (value, key) =>
  isDateFormat(text(value, key)) ? (value as string) : invalid(key, 'is no pattern of dates such as dd/MM/yyyy');
const identifierPattern: Check<string> = (value, key) =>
  parsePattern(text(value, key)) === null
    ? invalid(key, 'is no pattern of identifiers such as INV-[0-9]{6}')
    : (value as string);
const notNegative: Check<number> = (value, key) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : invalid(key, 'must be 0 or more');
const identifierOf: Check<IdentifierChoice> = (value, key) => {
  const choice = readPart<IdentifierChoice>(value, key, {
    form: oneOf(IDENTIFIER_FORMS),
    pattern: identifierPattern,
    check: oneOf(CHECK_FORMS),
    first: notNegative,
    unique: flag,
  });
  const { form, pattern, check, first } = choice;
  const isSequence = form === 'sequence';
  if (form === undefined && pattern === undefined) invalid(key, 'names a form or a pattern');
  if (pattern !== undefined && form !== undefined && !isSequence) invalid(key, 'names a form or a pattern, not both');
  if (check !== undefined && pattern === undefined) invalid(`${key}.check`, 'is for a pattern');
  if (first !== undefined && !isSequence) invalid(`${key}.first`, 'is for a sequence');
  if (isSequence && pattern !== undefined && parsePattern(pattern)!.length > 1)
    invalid(`${key}.pattern`, 'must have one length for a sequence');
  return choice;
};
const MOST_WORDS = 1000;
const wordCounts: Check<readonly [number, number]> = (value, key) => {
  const [least, most] = Array.isArray(value) && value.length === 2 ? (value as unknown[]) : [];
  const isCount = (count: unknown): boolean => Number.isInteger(count) && (count as number) >= 1;
  if (!isCount(least) || !isCount(most) || (least as number) > (most as number) || (most as number) > MOST_WORDS)
    invalid(key, `must be two whole numbers from 1 to ${MOST_WORDS}, in order`);
  return [least as number, most as number];
};
/** Levels beside the numbers of a column: more are no codes, and a byte counts them. */
const MOST_BESIDE = 200;
const codeNumbers: Check<readonly number[]> = (value, key) => {
  const numbers = Array.isArray(value)
    ? (value as unknown[]).map((one) => anyNumber(one, key))
    : invalid(key, 'must be a list of numbers');
  return fewOnce(numbers, key);
};
const marksApart: Check<readonly string[]> = (value, key) => fewOnce(textList(value, key), key);
function fewOnce<T>(list: readonly T[], key: string): readonly T[] {
  if (new Set(list).size < list.length) invalid(key, 'names something twice');
  return list.length <= MOST_BESIDE ? list : invalid(key, `must name at most ${MOST_BESIDE}`);
}
const placesOf: Check<number> = (value, key) =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 12
    ? (value as number)
    : invalid(key, 'must be a whole number from 0 to 12');
const rowNumber: Check<number> = (value) => {
  if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MAX_ROWS) return value as number;
  throw new UserError('rows-invalid', { limit: MAX_ROWS });
};
const boundsOf: Check<readonly [number | string, number | string]> = (value, key) => {
  const ends = Array.isArray(value) ? (value as unknown[]) : [];
  const fit = ends.length === 2 && typeof ends[0] === typeof ends[1] && ends.every(isBound);
  if (!fit || (ends[0] as number) > (ends[1] as number))
    invalid(key, 'must be two numbers, or two ISO dates, in order');
  return [ends[0] as number | string, ends[1] as number | string];
};
const shareOf: Check<number> = (value, key) =>
  typeof value === 'number' && value > 0 && value <= 1 ? value : invalid(key, 'must be a share above 0, up to 1');
const conditionList: Check<readonly Condition[]> = (value, key) => {
  if (!Array.isArray(value)) return invalid(key, 'must be a list');
  return value.map((one: unknown, index) => {
    const at = `${key}[${index}]`;
    const { where, rows, share } = objectOf(one, at, ['where', 'rows', 'share']);
    const wanted = whereOf(where, `${at}.where`);
    if (share === undefined) return { where: wanted, rows: rowNumber(rows, `${at}.rows`) };
    if (rows !== undefined) invalid(at, 'asks for rows or for a share, not for both');
    return { where: wanted, share: shareOf(share, `${at}.share`) };
  });
};
function isBound(value: unknown): boolean {
  return (
    (typeof value === 'number' && Number.isFinite(value)) ||
    (typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value))
  );
}
