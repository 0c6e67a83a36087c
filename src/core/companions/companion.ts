/**
 * Files that go with a table and are none: known by what they hold, whatever they are called. A recipe and a schema are
 * taken over as choices; what only describes how a file was made or shared is named, so that a sentence can say so.
 * Null is a table, or nothing that is known here: the reader of tables answers for it.
 */
import { noticeOf, type Notice } from '../errors.ts';
import { DEFAULT_RECIPE, type ReadingChoices, type Recipe } from '../recipe.ts';
import { readRecipe } from '../recipe/read-recipe.ts';
import type { ColumnChoices } from '../table/choices.ts';
import { invalid, isObject, type Json } from './json.ts';
import { readTableDialect } from './table-dialect.ts';
import { readTableSchema, type FieldsMatch } from './table-schema.ts';

type Columns = Readonly<Record<string, ColumnChoices>>;
export type Companion =
  | Readonly<{ what: 'recipe'; recipe: Recipe; notices: readonly Notice[] }>
  | Readonly<{ what: 'schema'; columns: Columns; reading: ReadingChoices; notices: readonly Notice[] }>
  /** `name` as a sentence calls it. */
  | Readonly<{ what: 'other'; name: string }>;

/** Larger files are tables. */
export const MAX_COMPANION_BYTES = 2 ** 23;

const RECIPE_KEYS = [...Object.keys(DEFAULT_RECIPE), 'rules'];
const DIALECT_KEYS =
  'delimiter quoteChar lineTerminator doubleQuote escapeChar commentChar header headerRows headerJoin skipInitialSpace nullSequence';
/** Choices after which the columns may be called otherwise. */
const RENAMING: readonly (keyof ReadingChoices)[] = [
  'encoding',
  'delimiter',
  'header',
  'headerRows',
  'firstLine',
  'sheet',
  'unwrap',
];

/** `names`: the columns of the table at hand; null if there is none yet. Throws `schema-invalid` or `recipe-invalid`. */
export function readCompanion(text: string, names: readonly string[] | null): Companion | null {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
  if (!isObject(json)) return null;
  const name = nameOf(json);
  if (name !== null) return { what: 'other', name };
  if (isSchema(json)) {
    const { names: fields, match, columns, reading, unsaid } = readTableSchema(json);
    return fitted(columns, reading, names, unsaid, differing(fields, names, match, reading));
  }
  if (isDialect(json)) {
    const { reading, unsaid } = readTableDialect(json);
    return fitted({}, readRecipe({ reading }).reading, null, unsaid, []);
  }
  if (!isRecipe(json)) return null;
  const recipe = readRecipe(json);
  const fit = fitted(
    recipe.columns,
    recipe.reading,
    names,
    [],
    differing(Object.keys(recipe.columns), names, 'subset', recipe.reading),
  );
  return { what: 'recipe', recipe: { ...recipe, columns: fit.columns }, notices: fit.notices };
}

function nameOf(json: Json): string | null {
  if (json['format'] === 'understudy-ledger') return 'an exported ledger';
  if (json['kind'] === 'synthetic' && Array.isArray(json['files'])) return 'a manifest of synthetic rows';
  if (json['schemaVersion'] !== undefined && json['claim'] !== undefined) return 'a report about synthetic rows';
  if (json['@context'] !== undefined && (json['recordSet'] ?? json['distribution']) !== undefined)
    return 'a Croissant description';
  if (Array.isArray(json['resources']) && json['resources'].every(isObject)) return 'a Data Package';
  return null;
}

function isSchema(json: Json): boolean {
  const fields = json['fields'];
  if (!Array.isArray(fields)) return false;
  if (says(json, 'tableschema')) return true;
  const hasRows = ['data', 'rows', 'records', 'values'].some((key) => Array.isArray(json[key]));
  return !hasRows && fields.length > 0 && fields.every((field) => isObject(field) && typeof field['name'] === 'string');
}

function isDialect(json: Json): boolean {
  const keys = Object.keys(json);
  const isKnown = keys.every((key) => key === '$schema' || DIALECT_KEYS.split(' ').includes(key));
  return says(json, 'tabledialect') || (isKnown && ('delimiter' in json || 'quoteChar' in json));
}

function says(json: Json, profile: string): boolean {
  return typeof json['$schema'] === 'string' && json['$schema'].toLowerCase().includes(profile);
}

/** A single key of that name could be a column. */
function isRecipe(json: Json): boolean {
  const keys = Object.keys(json);
  const hasPart = ['synthesizer', 'privacy', 'columns', 'reading', 'split'].some((key) => isObject(json[key]));
  return hasPart && keys.every((key) => RECIPE_KEYS.includes(key)) && (json['version'] === 1 || keys.length > 1);
}

/** Names that should stand in both and do not. */
function differing(
  fields: readonly string[],
  names: readonly string[] | null,
  match: FieldsMatch,
  reading: ReadingChoices,
): readonly string[] {
  if (names === null || RENAMING.some((key) => reading[key] !== undefined)) return [];
  if (fields.length > 0 && !fields.some((field) => names.includes(field)))
    invalid('fields', 'name no column of this table');
  const lost = fields.filter((field) => !names.includes(field));
  const more = names.filter((name) => !fields.includes(name));
  switch (match) {
    case 'exact':
    case 'equal':
      return [...lost, ...more];
    case 'subset':
      return lost;
    case 'superset':
      return more;
    case 'partial':
      return [];
  }
}

function fitted(
  columns: Columns,
  reading: ReadingChoices,
  names: readonly string[] | null,
  unsaid: readonly string[],
  differ: readonly string[],
): Extract<Companion, { what: 'schema' }> {
  const isLost = (name: string): boolean => differ.includes(name) && names !== null && !names.includes(name);
  return {
    what: 'schema',
    columns: Object.fromEntries(Object.entries(columns).filter(([name]) => !isLost(name))),
    reading,
    notices: [
      ...(differ.length > 0
        ? [noticeOf('schema-columns-differ', 'warning', {}, differ.length, { columns: differ })]
        : []),
      ...(unsaid.length > 0 ? [noticeOf('schema-parts-unsaid', 'warning', {}, unsaid.length, { parts: unsaid })] : []),
    ],
  };
}
