/**
 * The schema of a table: first whole as it was read off the data (every part inferred), then with the user's choices,
 * each of which makes its part declared.
 */
import { UserError, type Notice } from '../errors.ts';
import type { ColumnChoices } from './choices.ts';
import { missingCount, type Column, type Kind, type Table } from './column.ts';
import { convertColumn } from './convert.ts';
import { readDate } from './dates.ts';
import { domainOf } from './domain.ts';
import { isUsable, type Inference } from './inference.ts';
import type { ColumnSchema, Domain, Part, Role, Schema } from './schema.ts';
import { isTagColumn } from './tag-columns.ts';

export type Chosen = Readonly<{ schema: Schema; table: Table; notices: readonly Notice[] }>;

/** Every part as the cells have it. Empty columns have nothing to model and, like our own tags, start as left out; what describes persons is proposed as sensitive. */
export function inferSchema(table: Table, inferences: readonly Inference[]): Schema {
  return {
    columns: table.columns.map((column, index) => ({
      name: column.name,
      kind: inferred(column.kind),
      missing: inferred(missingCount(column) > 0),
      domain: inferredDomain(column),
      bins: null,
      role: roleOf(column, inferences[index]),
      ...besideOf(column),
    })),
  };
}

/** Throws `column-unknown`, `kind-impossible`, `levels-too-many` or `recipe-invalid`; then nothing has changed. */
export function applyChoices(schema: Schema, table: Table, choices: Readonly<Record<string, ColumnChoices>>): Chosen {
  for (const name of Object.keys(choices)) {
    if (!table.columns.some((column) => column.name === name)) {
      throw new UserError('column-unknown', {}, { column: name, key: 'columns' });
    }
  }
  const columns: Column[] = [];
  const schemas: ColumnSchema[] = [];
  table.columns.forEach((column, index) => {
    const chosen = choices[column.name] ?? {};
    const converted = asChosen(column, chosen);
    columns.push(converted);
    schemas.push(withChoices(schema.columns[index]!, converted, chosen));
  });
  return { schema: { columns: schemas }, table: { rowCount: table.rowCount, columns }, notices: [] };
}

function asChosen(column: Column, choices: ColumnChoices): Column {
  const { kind, format } = choices;
  if (format !== undefined && kind !== undefined && kind !== 'datetime') {
    const key = `columns.${column.name}.format`;
    throw new UserError('recipe-invalid', { problem: 'is for a column of dates' }, { key, column: column.name });
  }
  const wanted = kindOf(choices);
  return wanted === undefined ? column : convertColumn(column, wanted, format);
}

/** A pattern of dates says the kind, too. */
function kindOf({ kind, format }: ColumnChoices): Kind | undefined {
  return format === undefined ? kind : 'datetime';
}

function withChoices(schema: ColumnSchema, column: Column, choices: ColumnChoices): ColumnSchema {
  return {
    name: schema.name,
    kind: kindOf(choices) === undefined ? schema.kind : declared(column.kind),
    missing: choices.missing === undefined ? schema.missing : declared(choices.missing),
    domain: chosenDomain(schema, column, choices),
    bins: null, // bins belong to bounds that were declared or discovered before them
    role: choices.role ?? schema.role,
    ...besideOf(column),
  };
}

function besideOf(column: Column): Pick<ColumnSchema, 'atoms' | 'marks'> {
  const atoms = column.kind === 'numeric' ? column.atoms : undefined;
  const marks = column.kind === 'numeric' || column.kind === 'datetime' ? column.marks : undefined;
  return { ...(atoms ? { atoms } : {}), ...(marks ? { marks: marks.texts } : {}) };
}

function chosenDomain(schema: ColumnSchema, column: Column, choices: ColumnChoices): Part<Domain> | null {
  const part = kindOf(choices) === undefined ? schema.domain : inferredDomain(column);
  if (part === null) return null;
  const domain = part.value;
  switch (domain.kind) {
    case 'numeric': {
      if (choices.bounds === undefined && choices.decimals === undefined) return part;
      const [low, high] = choices.bounds ?? [domain.low, domain.high];
      if (typeof low !== 'number' || typeof high !== 'number') throw wrongBounds(column, 'must be two numbers');
      const value: Domain = { ...domain, low, high, decimals: choices.decimals ?? domain.decimals };
      // Places alone do not make the bounds public, nor the other way round: the part is declared when the bounds are.
      return choices.bounds === undefined ? { value, source: part.source } : declared(value);
    }
    case 'datetime': {
      if (choices.bounds === undefined) return part;
      const [low, high] = choices.bounds.map((bound) => readDate(String(bound))?.epochMs);
      if (low === undefined || high === undefined) throw wrongBounds(column, 'must be two ISO dates');
      return declared({ ...domain, low, high });
    }
    case 'categorical':
      return choices.levels === undefined ? part : declared({ ...domain, levels: choices.levels });
  }
}

function wrongBounds(column: Column, problem: string): UserError {
  return new UserError('recipe-invalid', { problem }, { key: `columns.${column.name}.bounds`, column: column.name });
}

function roleOf(column: Column, inference: Inference | undefined): Role {
  if (inference?.shape === 'empty' || isTagColumn(column)) return 'left-out';
  return inference?.personal && isUsable(inference.personal.sort) ? 'sensitive' : 'none';
}

function inferredDomain(column: Column): Part<Domain> | null {
  const domain = domainOf(column);
  return domain && inferred(domain);
}

function inferred<T>(value: T): Part<T> {
  return { value, source: 'inferred' };
}

function declared<T>(value: T): Part<T> {
  return { value, source: 'declared' };
}
