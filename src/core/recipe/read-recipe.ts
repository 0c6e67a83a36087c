/**
 * A recipe from JSON: every key is checked, an unknown one is refused by name, and what is left out has its default, so
 * that `{}` is a recipe.
 */
import { UserError } from '../errors.ts';
import {
  ASIDES,
  DEFAULT_RECIPE,
  ESCAPES,
  MAX_ROWS,
  TOTALS,
  type ColumnReading,
  type PrivacyChoices,
  type ReadingChoices,
  type Recipe,
} from '../recipe.ts';
import {
  anyNumber,
  anyObject,
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
} from './json-checks.ts';
import { readColumns } from './read-columns.ts';
import { readRules } from './read-rules.ts';
import { whereOf, type Condition } from './where.ts';

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

const rowNumber: Check<number> = (value) => {
  if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MAX_ROWS) return value as number;
  throw new UserError('rows-invalid', { limit: MAX_ROWS });
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
