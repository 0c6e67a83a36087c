/**
 * The sampled columns put back into the shape of the source: every column of the schema in its place. Identifiers are
 * numbered 1 … n; text and columns that are left out are written empty. Nothing of the source's own cells is used,
 * not even to avoid it. Left out: identifiers by a declared pattern.
 */
import { assert, noticeOf, unreachable, type Notice } from '../errors.ts';
import type { Column, Table } from '../table/column.ts';
import { isModelled, type ColumnSchema, type Schema } from '../table/schema.ts';

export type Completed = Readonly<{ table: Table; notices: readonly Notice[] }>;

/** `sampled` holds the modelled columns of the schema, in its order. */
export function completeTable(sampled: Table, source: Schema): Completed {
  const { rowCount } = sampled;
  let next = 0;
  const columns = source.columns.map((column) => {
    if (!isModelled(column)) return isNumbered(column) ? numbered(column, rowCount) : empty(column, rowCount);
    const found = sampled.columns[next++];
    assert(found?.name === column.name, 'completeTable: the sampled columns are the modelled ones, in order');
    return found;
  });
  return { table: { rowCount, columns }, notices: noticesFor(source) };
}

function noticesFor(source: Schema): Notice[] {
  const rest = source.columns.filter((column) => !isModelled(column));
  const identifiers = rest.filter(isNumbered).length;
  const texts = rest.filter((column) => column.kind.value === 'text' && column.role !== 'left-out').length;
  const leftOut = rest.length - identifiers - texts;
  return [
    ...(identifiers > 0 ? [noticeOf('identifiers-regenerated', 'note', {}, identifiers)] : []),
    ...(texts > 0 ? [noticeOf('text-dropped', 'note', {}, texts)] : []),
    ...(leftOut > 0 ? [noticeOf('columns-left-out', 'note', {}, leftOut)] : []),
  ];
}

function isNumbered({ kind, role }: ColumnSchema): boolean {
  return kind.value === 'identifier' && role !== 'left-out';
}

function numbered({ name }: ColumnSchema, rowCount: number): Column {
  return {
    kind: 'identifier',
    name,
    codes: Uint32Array.from({ length: rowCount }, (_, row) => row),
    levels: Array.from({ length: rowCount }, (_, row) => String(row + 1)),
  };
}

function empty({ name, kind, domain }: ColumnSchema, rowCount: number): Column {
  switch (kind.value) {
    case 'numeric': {
      const decimals = domain?.value.kind === 'numeric' ? domain.value.decimals : 0;
      return { kind: 'numeric', name, values: new Float64Array(rowCount).fill(NaN), decimals };
    }
    case 'datetime': {
      const format = domain?.value.kind === 'datetime' ? domain.value.format : 'yyyy-MM-dd';
      return { kind: 'datetime', name, epochMs: new Float64Array(rowCount).fill(NaN), format };
    }
    case 'categorical': // with no level, the code 0 is missing
      return { kind: 'categorical', name, codes: new Uint16Array(rowCount), levels: [] };
    case 'identifier':
    case 'text':
      return { kind: kind.value, name, codes: new Uint32Array(rowCount), levels: [] };
    default:
      return unreachable(kind.value);
  }
}
