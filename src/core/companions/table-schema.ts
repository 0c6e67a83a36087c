/**
 * A Table Schema (Data Package v2) as choices: each part that it states is declared, since whoever wrote it down knew it
 * without these rows. Names are matched by the caller. What says something that has no choice here (lengths,
 * patterns beyond ours, foreign keys, one bound without the other) is left out and named; what contradicts itself is refused.
 * Our own key, `understudy`, carries what the standard has no word for. Privacy: nothing here looks at rows.
 */
import type { ColumnReading, ReadingChoices } from '../recipe.ts';
import { readRecipe } from '../recipe/read-recipe.ts';
import type { ColumnChoices, IdentifierChoice } from '../table/choices.ts';
import type { Kind } from '../table/column.ts';
import { DAY_MS } from '../table/calendar.ts';
import { parsePattern } from '../table/date-pattern.ts';
import { readMoment } from '../table/moments.ts';
import { readDate, writeDate } from '../table/dates.ts';
import { fromExpression } from './expression.ts';
import { flagOf, given, invalid, isObject, textOf, textsOf, type Json } from './json.ts';
import { fromStrptime } from './strptime.ts';
import { readTableDialect } from './table-dialect.ts';

export const OWN_KEY = 'understudy';

/** `fieldsMatch` of the standard: how the fields stand to the columns of a table. */
export type FieldsMatch = 'exact' | 'equal' | 'subset' | 'superset' | 'partial';

export type SchemaRead = Readonly<{
  names: readonly string[];
  match: FieldsMatch;
  columns: Readonly<Record<string, ColumnChoices>>;
  reading: ReadingChoices;
  /** Parts that mean nothing here, by their keys. */
  unsaid: readonly string[];
}>;

const MATCHES: readonly string[] = ['exact', 'equal', 'subset', 'superset', 'partial'];
/** Words about the table or a field that change nothing. */
const WORDS = ['$schema', 'name', 'title', 'description', 'example', 'examples', 'rdfType', 'profile', 'label'];
const OF_SCHEMA = ['fields', 'fieldsMatch', 'missingValues', 'primaryKey', OWN_KEY];
const OF_FIELD = ['type', 'format', 'constraints', 'missingValues', 'categories', 'categoriesOrdered', OWN_KEY];
const OF_NUMBER = ['decimalChar', 'groupChar', 'bareNumber'];
const OF_CONSTRAINTS = [
  'required',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'enum',
  'unique',
  'pattern',
];

type Type = 'number' | 'date' | 'text' | 'boolean' | 'opaque' | 'any';
const TYPES: Readonly<Record<string, Type>> = {
  integer: 'number',
  number: 'number',
  year: 'number',
  date: 'date',
  datetime: 'date',
  time: 'date',
  yearmonth: 'date',
  string: 'text',
  boolean: 'boolean',
  any: 'any',
  ...Object.fromEntries(['object', 'array', 'list', 'duration', 'geopoint', 'geojson'].map((type) => [type, 'opaque'])),
};
const DEFAULT_PATTERNS: Readonly<Record<string, string>> = {
  date: 'yyyy-MM-dd',
  time: 'HH:mm:ss',
  yearmonth: 'yyyy-MM',
};

/** Throws `schema-invalid`, or `recipe-invalid` for what stands under our own key. */
export function readTableSchema(json: unknown): SchemaRead {
  if (!isObject(json)) invalid('text', 'must be an object');
  const fields = json['fields'];
  if (!Array.isArray(fields)) invalid('fields', 'must be a list');
  const unsaid = Object.keys(json).filter((key) => !WORDS.includes(key) && !OF_SCHEMA.includes(key));
  const marks = textsOf(json['missingValues'], 'missingValues') ?? [''];
  const keys = keysOf(json['primaryKey']);
  const names: string[] = [];
  const columns: Record<string, ColumnChoices> = {};
  const readings: Record<string, ColumnReading> = {};
  for (const [place, field] of (fields as unknown[]).entries()) {
    if (!isObject(field)) invalid(`fields.${place}`, 'must be an object');
    const name = textOf(field['name'], `fields.${place}.name`) ?? invalid(`fields.${place}`, 'has no name');
    if (names.includes(name)) invalid(`fields.${name}`, 'stands there twice');
    names.push(name);
    const read = readField(field, `fields.${name}`, marks);
    unsaid.push(...read.unsaid);
    const isKey = keys.length === 1 && keys[0] === name && read.choices.kind === undefined;
    const choices = isKey ? { ...read.choices, kind: 'identifier' as const } : read.choices;
    if (Object.keys(choices).length > 0) columns[name] = choices;
    if (Object.keys(read.reading).length > 0) readings[name] = read.reading;
  }
  const lost = keys.find((key) => !names.includes(key));
  if (lost !== undefined) invalid('primaryKey', 'names a field that is not there');
  if (keys.length > 1) unsaid.push('primaryKey');
  const own = isObject(json[OWN_KEY]) ? json[OWN_KEY] : {};
  const dialect = own['dialect'] === undefined ? { reading: {}, unsaid: [] } : readTableDialect(own['dialect']);
  const more = isObject(own['reading']) ? own['reading'] : {};
  const missing = marks.filter((mark) => mark !== '');
  const recipe = readRecipe({
    columns,
    reading: {
      ...dialect.reading,
      ...more,
      ...(missing.length > 0 ? { missing } : {}),
      ...(Object.keys(readings).length > 0 ? { columns: readings } : {}),
    },
  });
  return {
    names,
    match: matchOf(json['fieldsMatch']),
    columns: recipe.columns,
    reading: recipe.reading,
    unsaid: [...unsaid, ...dialect.unsaid.map((key) => `dialect.${key}`)],
  };
}

type FieldRead = Readonly<{ choices: ColumnChoices; reading: ColumnReading; unsaid: readonly string[] }>;

function readField(field: Json, at: string, marks: readonly string[]): FieldRead {
  const typeName = textOf(field['type'], `${at}.type`) ?? 'any';
  const type = TYPES[typeName] ?? invalid(`${at}.type`, 'is none that the standard has');
  const own = isObject(field[OWN_KEY]) ? field[OWN_KEY] : {};
  const constraints = field['constraints'] ?? {};
  if (!isObject(constraints)) invalid(`${at}.constraints`, 'must be an object');
  const known = [
    ...OF_FIELD,
    ...WORDS,
    ...(type === 'number' || type === 'any' ? OF_NUMBER : []),
    ...(type === 'boolean' ? ['trueValues', 'falseValues'] : []),
  ];
  const unsaid = [
    ...Object.keys(field).filter((key) => !known.includes(key)),
    ...Object.keys(constraints).flatMap((key) => (OF_CONSTRAINTS.includes(key) ? [] : [`constraints.${key}`])),
  ];
  const levels = levelsOf(field, constraints, type, at);
  const date = dateOf(type === 'date' ? field : {}, own, typeName, at);
  if (date === null) unsaid.push('format');
  const pattern = date ?? DEFAULT_PATTERNS[typeName] ?? null;
  const bounds =
    (own['bounds'] as ColumnChoices['bounds']) ??
    (levels === undefined ? boundsOf(constraints, type, typeName === 'integer', pattern, at) : undefined);
  if (bounds === null) unsaid.push('constraints.minimum');
  const group = textOf(field['groupChar'], `${at}.groupChar`);
  const decimal = textOf(field['decimalChar'], `${at}.decimalChar`);
  if (decimal !== undefined && decimal !== '.' && decimal !== ',') unsaid.push('decimalChar');
  if (group !== undefined && group === (decimal ?? '.')) invalid(`${at}.groupChar`, 'is the decimal mark, too');
  const ownMarks = textsOf(field['missingValues'], `${at}.missingValues`);
  const apart = textsOf(own['apart'], `${at}.${OWN_KEY}.apart`);
  const isFurther = (mark: string): boolean => mark !== '' && !marks.includes(mark) && apart?.includes(mark) !== true;
  const kind = kindOf(type, field, own, levels);
  const made = madeBy(constraints, type, kind, at);
  if (made === null) unsaid.push('constraints.pattern');
  const required = flagOf(constraints['required'], `${at}.constraints.required`);
  return {
    choices: given<ColumnChoices>({
      kind: made ? (kind ?? 'identifier') : kind,
      identifier: made ?? (own['identifier'] as ColumnChoices['identifier']), // checked with the recipe
      bounds: bounds ?? undefined,
      levels,
      missing: required === undefined ? undefined : !required,
      decimals:
        typeName === 'integer' || typeName === 'year'
          ? levels
            ? undefined
            : 0
          : (own['decimals'] as number | undefined),
      role: own['role'] as ColumnChoices['role'],
    }),
    reading: given<ColumnReading>({
      missing: nonEmpty(ownMarks?.filter(isFurther)),
      values: nonEmpty(
        [
          ...(textsOf(own['values'], `${at}.${OWN_KEY}.values`) ?? []),
          ...(ownMarks === undefined ? [] : marks.filter((mark) => mark !== '' && !ownMarks.includes(mark))),
        ].filter((value, place, all) => all.indexOf(value) === place),
      ),
      decimal: decimal === '.' || decimal === ',' ? decimal : (own['decimal'] as ColumnReading['decimal']),
      atoms: own['atoms'] as ColumnReading['atoms'], // checked with the recipe
      apart,
      group: group ?? textOf(own['group'], `${at}.${OWN_KEY}.group`),
      date: date ?? undefined,
    }),
    unsaid: unsaid.map((key) => `${at}.${key}`),
  };
}

function kindOf(type: Type, field: Json, own: Json, levels: readonly string[] | undefined): Kind | undefined {
  if (levels !== undefined || type === 'boolean') return 'categorical';
  switch (type) {
    case 'number':
      return 'numeric';
    case 'date':
      return 'datetime';
    case 'opaque':
      return 'text';
    case 'text':
      if (own['kind'] !== undefined) return own['kind'] as Kind; // checked with the recipe
      return ['email', 'uri', 'uuid'].includes(String(field['format'])) ? 'identifier' : undefined;
    case 'any':
      return own['kind'] as Kind | undefined;
  }
}

/** By which pattern texts are made. Undefined: not said. Null: said of what is no text, or not to be said here. */
function madeBy(
  constraints: Json,
  type: Type,
  kind: Kind | undefined,
  at: string,
): IdentifierChoice | null | undefined {
  const expression = textOf(constraints['pattern'], `${at}.constraints.pattern`);
  if (expression === undefined) return undefined;
  if (type !== 'text' || kind === 'categorical') return null;
  const pattern = fromExpression(expression);
  return pattern === null ? null : { pattern };
}

/** Of a category, in their order: `categories`, `enum`, or what stands for no and yes. */
function levelsOf(field: Json, constraints: Json, type: Type, at: string): readonly string[] | undefined {
  const categories = textsOf(field['categories'], `${at}.categories`);
  const values = textsOf(constraints['enum'], `${at}.constraints.enum`);
  if (categories && type !== 'text' && type !== 'number') invalid(`${at}.categories`, 'does not go with its type');
  if (categories && values && values.some((value) => !categories.includes(value))) {
    invalid(`${at}.constraints.enum`, 'names a level that is not among the categories');
  }
  if (values ?? categories) return type === 'date' || type === 'opaque' ? undefined : (values ?? categories);
  if (type !== 'boolean') return undefined;
  const no = textsOf(field['falseValues'], `${at}.falseValues`);
  const yes = textsOf(field['trueValues'], `${at}.trueValues`);
  if (no?.some((value) => yes?.includes(value))) invalid(`${at}.trueValues`, 'names what stands for false');
  // Of several spellings it is not known which the table has.
  return no?.length === 1 && yes?.length === 1 ? [no[0]!, yes[0]!] : undefined;
}

/** Undefined: not said. Null: said in a way that cannot be taken over. */
function dateOf(field: Json, own: Json, typeName: string, at: string): string | null | undefined {
  const format = textOf(field['format'], `${at}.format`) ?? 'default';
  const exact = textOf(own['date'], `${at}.${OWN_KEY}.date`);
  if (exact !== undefined)
    return parsePattern(exact) ? exact : invalid(`${at}.${OWN_KEY}.date`, 'is no pattern of dates');
  // Of other dates the file shows how they are written.
  if (typeName === 'yearmonth' && format === 'default') return DEFAULT_PATTERNS[typeName];
  if (format === 'default' || format === 'any') return undefined;
  return fromStrptime(format.replace(/^fmt:/, ''));
}

/** Undefined: not said. Null: one end without the other, or one that lies on nothing. */
function boundsOf(
  constraints: Json,
  type: Type,
  isWhole: boolean,
  pattern: string | null,
  at: string,
): readonly [number | string, number | string] | null | undefined {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = constraints;
  if ([minimum, maximum, exclusiveMinimum, exclusiveMaximum].every((end) => end === undefined)) return undefined;
  if (type !== 'number' && type !== 'date') invalid(`${at}.constraints.minimum`, 'does not go with its type');
  const step = (end: unknown, by: number): unknown =>
    isWhole && end !== undefined && Number.isInteger(Number(end)) ? Number(end) + by : undefined;
  const ends = [minimum ?? step(exclusiveMinimum, 1), maximum ?? step(exclusiveMaximum, -1)].map((end) =>
    end === undefined ? null : type === 'number' ? numberOf(end, at) : isoOf(end, pattern, at),
  );
  const [low, high] = ends;
  if (low === null || low === undefined || high === null || high === undefined) return null;
  return low <= high ? [low, high] : invalid(`${at}.constraints`, 'has its minimum above its maximum');
}

function numberOf(end: unknown, at: string): number {
  const value = typeof end === 'string' && end.trim() !== '' ? Number(end) : end;
  return typeof value === 'number' && Number.isFinite(value)
    ? value
    : invalid(`${at}.constraints`, 'has a bound that is no number');
}

/** In the pattern of the field, or ISO. */
function isoOf(end: unknown, pattern: string | null, at: string): string {
  const text = String(end);
  const compiled = pattern === null ? null : parsePattern(pattern);
  const moment = compiled ? readMoment(compiled, text) : NaN;
  const epochMs = Number.isNaN(moment) ? readDate(text)?.epochMs : moment;
  if (epochMs === undefined) return invalid(`${at}.constraints`, 'has a bound that is no date');
  return writeDate(epochMs, epochMs % DAY_MS === 0 ? 'yyyy-MM-dd' : "yyyy-MM-dd'T'HH:mm:ss");
}

function keysOf(value: unknown): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : (textsOf(value, 'primaryKey') ?? []);
}

/** One word, which an earlier draft of the standard put into a list. */
function matchOf(value: unknown): FieldsMatch {
  const word = Array.isArray(value) ? (value as unknown[])[0] : (value ?? 'exact');
  return typeof word === 'string' && MATCHES.includes(word)
    ? (word as FieldsMatch)
    : invalid('fieldsMatch', `must be one of ${MATCHES.join(', ')}`);
}

function nonEmpty<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list && list.length > 0 ? list : undefined;
}
