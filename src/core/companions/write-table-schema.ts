/**
 * What is known of a table as a Table Schema (Data Package v2): the parts that are declared or were discovered, the
 * inferred ones only when they are asked for, since they describe real rows. What the standard has no word for stands
 * under our own key: the kind, the role, the places, where each part comes from, and how the file was said to be read.
 * Reading it back gives the same choices. Bounds of dates are in the field's pattern where that was said, else ISO.
 */
import type { Dialect } from '../formats/dialect.ts';
import type { ColumnReading, ReadingChoices } from '../recipe.ts';
import type { IdentifierChoice } from '../table/choices.ts';
import { DAY_MS } from '../table/calendar.ts';
import { parsePattern, patternOf } from '../table/date-pattern.ts';
import { readMoment } from '../table/moments.ts';
import { writeDate } from '../table/dates.ts';
import type { ColumnSchema, DatetimeDomain, Domain, Part, Schema } from '../table/schema.ts';
import { toExpression } from './expression.ts';
import { given, type Json } from './json.ts';
import { fromStrptime, toStrptime } from './strptime.ts';
import { readTableDialect, writeTableDialect } from './table-dialect.ts';
import { OWN_KEY } from './table-schema.ts';

export type SchemaWritten = Readonly<{
  schema: Schema;
  reading: ReadingChoices;
  /** As found in the file; written with the inferred parts alone. */
  dialect: Dialect | null;
  /** How columns of identifiers and text are made, by name, where that was said. */
  identifiers?: Readonly<Record<string, IdentifierChoice>>;
  /** Whether parts that were read off the data are written, too. */
  withInferred: boolean;
}>;

const PROFILE = 'https://datapackage.org/profiles/2.0/tableschema.json';

export function writeTableSchema({ schema, reading, dialect, identifiers = {}, withInferred }: SchemaWritten): Json {
  const marks = ['', ...(reading.missing ?? [])];
  const { columns: _columns, missing: _missing, ...file } = reading;
  const written = writeTableDialect(file, withInferred ? dialect : null);
  const said: Json = written === null ? {} : readTableDialect(written).reading;
  const rest = Object.fromEntries(Object.entries(file).filter(([key, value]) => said[key] !== value));
  const own = given<Record<string, unknown>>({
    dialect: written ?? undefined,
    reading: Object.keys(rest).length > 0 ? rest : undefined,
  });
  return {
    $schema: PROFILE,
    fields: schema.columns.map((column) => {
      const { name } = column;
      return fieldOf(column, reading.columns?.[name] ?? {}, identifiers[name], marks, withInferred);
    }),
    fieldsMatch: 'equal',
    ...(marks.length > 1 ? { missingValues: marks } : {}),
    ...(Object.keys(own).length > 0 ? { [OWN_KEY]: own } : {}),
  };
}

function fieldOf(
  column: ColumnSchema,
  reading: ColumnReading,
  identifier: IdentifierChoice | undefined,
  marks: readonly string[],
  withInferred: boolean,
): Json {
  const wanted = <T>(part: Part<T> | null): T | undefined =>
    part !== null && (withInferred || part.source !== 'inferred') ? part.value : undefined;
  const domain = wanted(column.domain);
  const kind = wanted(column.kind) ?? domain?.kind;
  const missing = wanted(column.missing);
  const field = typed(kind, domain, reading.date, withInferred);
  const hasMarks = kind === undefined || kind === 'numeric'; // the standard has them for numbers alone
  // The standard has patterns for texts, and nothing else that says how texts are made.
  const isPattern = identifier?.pattern !== undefined && Object.keys(identifier).length === 1;
  const pattern = isPattern && (kind === 'identifier' || kind === 'text') ? identifier.pattern : undefined;
  const constraints = {
    ...(missing === undefined ? {} : { required: !missing }),
    ...(pattern === undefined ? {} : { pattern: toExpression(pattern) }),
    ...field.bounds,
  };
  const own = given<Record<string, unknown>>({
    ...field.own,
    role: column.role === 'none' ? undefined : column.role,
    identifier: pattern === undefined ? identifier : undefined,
    values: reading.values,
    atoms: reading.atoms,
    apart: reading.apart,
    ...(hasMarks ? {} : { decimal: reading.decimal, group: reading.group }),
    sources: sourcesOf(column, kind !== undefined, domain !== undefined, missing !== undefined),
  });
  const fieldMarks = marks.filter((mark) => !reading.values?.includes(mark));
  const ownMarks = [...new Set([...(reading.missing ?? []), ...(reading.apart ?? [])])].filter(
    (mark) => !fieldMarks.includes(mark),
  );
  const hasOwnMarks = ownMarks.length > 0 || fieldMarks.length < marks.length;
  return given<Record<string, unknown>>({
    name: column.name,
    ...field.words,
    ...(hasMarks ? { decimalChar: reading.decimal, groupChar: reading.group } : {}),
    missingValues: hasOwnMarks ? [...fieldMarks, ...ownMarks] : undefined,
    constraints: Object.keys(constraints).length > 0 ? constraints : undefined,
    [OWN_KEY]: Object.keys(own).length > 0 ? own : undefined,
  });
}

type Typed = Readonly<{ words: Json; bounds?: Json; own?: Json }>;

function typed(
  kind: ColumnSchema['kind']['value'] | undefined,
  domain: Domain | undefined,
  date: string | undefined,
  withInferred: boolean,
): Typed {
  switch (kind) {
    case undefined:
      return { words: {}, own: date === undefined ? {} : { date } };
    case 'numeric': {
      if (domain?.kind !== 'numeric') return { words: { type: 'number' } };
      const { low, high, decimals } = domain;
      return {
        words: { type: decimals === 0 ? 'integer' : 'number' },
        bounds: { minimum: low, maximum: high },
        own: decimals === 0 ? {} : { decimals },
      };
    }
    case 'categorical':
      if (domain?.kind !== 'categorical') return { words: { type: 'string' }, own: { kind } };
      return { words: { type: 'string', categories: domain.levels } };
    case 'datetime': {
      const found = domain?.kind === 'datetime' ? domain : undefined;
      const pattern = date ?? (withInferred ? found?.format : undefined);
      const bounds = found ? boundsOf(found, pattern) : {};
      if (pattern !== undefined && toStrptime(pattern) === null && patternOf(pattern).stepMonths > 0) {
        // The standard has no word for quarters, and none for months in other languages.
        return {
          words: { type: 'string' },
          own: { kind, date: pattern, ...(found ? { bounds: [isoOf(found.low), isoOf(found.high)] } : {}) },
        };
      }
      if (pattern === 'yyyy-MM') return { words: { type: 'yearmonth' }, bounds };
      if (pattern !== undefined) return { words: dateWords(pattern), bounds, own: dateRest(pattern) };
      // How the dates are written was only found out, not said.
      const format = found?.format ?? 'yyyy-MM-dd';
      return { words: { type: typeOf(format), ...(format === 'yyyy-MM-dd' ? {} : { format: 'any' }) }, bounds };
    }
    case 'identifier':
    case 'text':
      return { words: { type: 'string' }, own: { kind } };
  }
}

function typeOf(pattern: string): string {
  const { hasDate, hasTime } = patternOf(pattern);
  return !hasTime ? 'date' : hasDate ? 'datetime' : 'time';
}

function dateWords(pattern: string): Json {
  return { type: typeOf(pattern), format: toStrptime(pattern) ?? 'any' };
}

/** The pattern itself, where the signs of the standard give back another. */
function dateRest(pattern: string): Json {
  const format = toStrptime(pattern);
  return format !== null && fromStrptime(format) === pattern ? {} : { date: pattern };
}

function boundsOf({ low, high }: DatetimeDomain, pattern: string | undefined): Json {
  const [minimum, maximum] = [low, high].map((moment) => {
    const own = pattern === undefined ? null : parsePattern(pattern);
    const text = own ? writeDate(moment, own.pattern) : '';
    // A pattern without the century, or without the time, does not give the moment back.
    if (own && readMoment(own, text) === moment) return text;
    return isoOf(moment);
  });
  return { minimum, maximum };
}

function isoOf(moment: number): string {
  return writeDate(moment, moment % DAY_MS === 0 ? 'yyyy-MM-dd' : "yyyy-MM-dd'T'HH:mm:ss");
}

function sourcesOf(column: ColumnSchema, hasKind: boolean, hasDomain: boolean, hasMissing: boolean): Json | undefined {
  const sources = given<Record<string, unknown>>({
    kind: hasKind ? column.kind.source : undefined,
    domain: hasDomain ? column.domain?.source : undefined,
    missing: hasMissing ? column.missing.source : undefined,
  });
  return Object.keys(sources).length > 0 ? sources : undefined;
}
