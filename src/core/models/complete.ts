/**
 * The sampled columns put back into the shape of the source: every column of the schema in its place. Identifiers and
 * text are made as planned (`identifiers/makings.ts`); columns that are left out are written empty. No cell of the source
 * is written.
 */
import { assert, noticeOf, unreachable, type Notice } from '../errors.ts';
import type { Column, Table } from '../table/column.ts';
import { isModelled, type ColumnSchema, type Schema } from '../table/schema.ts';
import { madeColumn, planMakings, type Making, type Makings } from './identifiers/makings.ts';

/** `confidential`: what follows from cells of real rows, looked at without a claim. */
export type Completed = Readonly<{ table: Table; notices: readonly Notice[]; confidential: readonly Notice[] }>;

/** `claimedRows`: the estimated number of real rows under a claim; null without one. */
export type HowToComplete = Readonly<{ makings: Makings; seed: number; claimedRows: number | null }>;

/** `sampled` holds the modelled columns of the schema, in its order. Without `how` identifiers are numbered, text is dropped. */
export function completeTable(
  sampled: Table,
  source: Schema,
  how: HowToComplete = { makings: planMakings(source, {}, null, null), seed: 1, claimedRows: null },
): Completed {
  const { rowCount } = sampled;
  const confidential: Notice[] = [];
  let next = 0;
  const columns = source.columns.map((column) => {
    const making = how.makings.get(column.name);
    if (making !== undefined) {
      const made = madeColumn(column, making, rowCount, how.seed);
      if (made.redrawn > 0) {
        confidential.push(noticeOf('identifiers-redrawn', 'note', { column: column.name }, made.redrawn));
      }
      return made.column;
    }
    if (!isModelled(column)) return empty(column, rowCount);
    const found = sampled.columns[next++];
    assert(found?.name === column.name, 'completeTable: the sampled columns are the modelled ones, in order');
    return found;
  });
  return { table: { rowCount, columns }, notices: noticesFor(source, how, rowCount), confidential };
}

function noticesFor(source: Schema, { makings, claimedRows }: HowToComplete, rowCount: number): Notice[] {
  const rest = source.columns.filter((column) => !isModelled(column));
  const isDroppedText = ({ name, kind }: ColumnSchema): boolean =>
    kind.value === 'text' && makings.get(name)?.kind === 'empty';
  const countOf = (...kinds: Making['kind'][]): number =>
    [...makings.values()].filter(({ kind }) => kinds.includes(kind)).length;
  const texts = rest.filter(isDroppedText).length;
  const counted = [
    ['identifiers-regenerated', countOf('numbers')],
    ['identifiers-made', countOf('pattern')],
    ['cells-replaced', countOf('mark', 'words')],
    ['text-dropped', texts],
    ['columns-left-out', countOf('empty') + rest.filter(({ name }) => !makings.has(name)).length - texts],
  ] as const;
  return [
    ...counted.flatMap(([code, columns]) => (columns > 0 ? [noticeOf(code, 'note', {}, columns)] : [])),
    ...rest.flatMap(({ name, role }) =>
      role === 'person' ? [noticeOf('persons-apart', 'note', { column: name })] : [],
    ),
    ...[...makings].flatMap(([name, making]) => patternNotices(name, making, rowCount, claimedRows)),
  ];
}

/** Two columns of rows · N̂ pairs, each pair equal with probability 1 / M, if real ones fill the pattern evenly. */
function patternNotices(column: string, making: Making, rowCount: number, claimedRows: number | null): Notice[] {
  if (making.kind !== 'pattern') return [];
  const repeated = making.isUnique ? rowCount - making.size : 0;
  const expected = making.mayMeet && claimedRows !== null ? (rowCount * claimedRows) / making.size : 0;
  return [
    ...(repeated > 0 ? [noticeOf('identifiers-repeated', 'warning', { column }, repeated)] : []),
    ...(expected > 0
      ? [noticeOf('identifiers-coincide', 'note', { column }, Math.round(expected), { expected: inWords(expected) })]
      : []),
  ];
}

function inWords(expected: number): string {
  return expected >= 10 ? String(Math.round(expected)) : expected >= 0.01 ? expected.toPrecision(2) : 'under 0.01';
}

function empty(column: ColumnSchema, rowCount: number): Column {
  const { name, kind, domain } = column;
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
