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
import { cellRulesOf } from './cell-rules.ts';
import { asTexts, gathered, type Gather } from './gather.ts';
import type { Inferred } from './infer.ts';
import type { AsideText } from './odd-records.ts';
import { isTooMixed, type ColumnCells } from './column-cells.ts';
import { typeColumns } from './typing.ts';

export type TableRead = Readonly<{
  table: Table;
  inferences: readonly Inference[];
  notices: readonly Notice[];
  dialect: Dialect;
  /** What was set aside, by line: the first thousand, each cut at 2 kB. Confidential: only the page draws them. */
  aside: readonly AsideText[];
}>;

/** What a reader has gathered. `notices` so far: those of the columns come behind them. */
export type Found = Readonly<{
  gather: Gather;
  rowCount: number;
  isHeader: boolean;
  notices: readonly Notice[];
  aside?: readonly AsideText[];
}>;

export function typedRead(
  { gather, rowCount, isHeader, notices: found, aside = [] }: Found,
  choices: ReadingChoices,
  onProgress: OnProgress,
): TableRead {
  const { inferred, notices } = typeColumns(asChosen(gathered(gather, rowCount), choices), choices, onProgress);
  return {
    table: { rowCount, columns: inferred.map(({ column }) => column) },
    inferences: inferred.map(({ inference }) => inference),
    notices: [...found, ...notices],
    dialect: plainDialect(inferred, isHeader),
    aside,
  };
}

/** Numbers that the user wants read otherwise, as texts; the mark of the whole file is for those that are written as texts. */
function asChosen(columns: readonly ColumnCells[], choices: ReadingChoices): readonly ColumnCells[] {
  return columns.map((column) => {
    const { fileDecimal: _, ...rules } = cellRulesOf(choices, column.name);
    return isTooMixed(column, rules) ? asTexts(column) : column;
  });
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
    columns: inferred.map(({ places, style }) => ({
      places,
      ...(style === undefined ? {} : { style }),
      isQuoted: false,
      isMissingQuoted: false,
    })),
  };
}
