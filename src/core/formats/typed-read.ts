/**
 * What every reader answers, and the end that the readers of typed formats have in common: gathered cells to a table.
 * These formats have no dialect of text; theirs is the plainest, for whoever wants the rows as CSV.
 */
import type { Notice } from '../errors.ts';
import type { OnProgress } from '../progress.ts';
import type { ReadingChoices } from '../recipe.ts';
import type { Table } from '../table/column.ts';
import type { Inference } from '../table/inference.ts';
import type { Dialect } from './dialect.ts';
import { gathered, type Gather } from './gather.ts';
import type { Inferred } from './infer.ts';
import { typeColumns } from './typing.ts';

export type TableRead = Readonly<{
  table: Table;
  inferences: readonly Inference[];
  notices: readonly Notice[];
  dialect: Dialect;
}>;

/** What a reader has gathered. `notices` so far: those of the columns come behind them. */
export type Found = Readonly<{ gather: Gather; rowCount: number; isHeader: boolean; notices: readonly Notice[] }>;

export function typedRead(
  { gather, rowCount, isHeader, notices: found }: Found,
  choices: ReadingChoices,
  onProgress: OnProgress,
): TableRead {
  const { inferred, notices } = typeColumns(gathered(gather, rowCount), new Set(choices.missing ?? []), onProgress);
  return {
    table: { rowCount, columns: inferred.map(({ column }) => column) },
    inferences: inferred.map(({ inference }) => inference),
    notices: [...found, ...notices],
    dialect: plainDialect(inferred, isHeader),
  };
}

function plainDialect(inferred: readonly Inferred[], isHeader: boolean): Dialect {
  return {
    encoding: 'utf-8',
    mark: false,
    delimiter: ',',
    quote: '"',
    quoting: 'minimal',
    lineEnd: '\n',
    finalLineEnd: true,
    separatorLine: false,
    header: isHeader,
    headerNames: [],
    trailingDelimiter: false,
    padded: false,
    missingMarks: inferred.map(() => ''),
    columns: inferred.map(({ places }) => ({ places, isQuoted: false, isMissingQuoted: false })),
  };
}
