/**
 * A table that a decoder outside core hands over (Parquet, a workbook), block by block, typed like any other. In a
 * workbook the first row is judged as a header, empty rows are skipped and counted, and columns without any cell are none.
 */
import { noticeOf, UserError, type Notice } from '../errors.ts';
import type { OnProgress } from '../progress.ts';
import type { ReadingChoices } from '../recipe.ts';
import { addColumn, putCell, type Gather, type RawCell } from './gather.ts';
import { columnNames, judgeHeader } from './header.ts';
import type { SampleCell } from './sample.ts';
import type { Block, Decoded } from './source.ts';
import { typedRead, type TableRead } from './typed-read.ts';

const JUDGED_ROWS = 200;

/** Throws `no-rows`, `too-many-columns` and what the decoder throws. */
export async function readDecoded(
  { names, rowCount, blocks, notices }: Decoded,
  choices: ReadingChoices,
  onProgress: OnProgress,
): Promise<TableRead> {
  const gather: Gather = { columns: [] };
  const found: Notice[] = [...notices];
  names?.forEach((name) => addColumn(gather, name));
  let row = 0;
  for await (const block of blocks) {
    const rows = block[0]?.length ?? 0;
    if (names === null) row += gatherSheet(gather, block, choices.header, found);
    else {
      block.forEach((cells, place) => {
        const column = gather.columns[place]!;
        for (let i = 0; i < rows; i++) putCell(column, row + i, cells[i]!);
      });
      row += rows;
    }
    onProgress({ stage: 'reading', done: row, total: rowCount });
  }
  if (row === 0 || gather.columns.length === 0) throw new UserError('no-rows');
  return typedRead(gather, row, found, choices, onProgress);
}

/** Answers the number of rows below the header. */
function gatherSheet(gather: Gather, sheet: Block, chosen: boolean | undefined, found: Notice[]): number {
  const columns = sheet.filter((cells) => Array.from(cells).some((cell) => cell !== null));
  const all = columns[0]?.length ?? 0;
  const rows = Array.from({ length: all }, (_, row) => row).filter((row) =>
    columns.some((cells) => cells[row] !== null),
  );
  if (rows.length === 0) return 0;
  const sample = rows.slice(0, JUDGED_ROWS).map((row) => columns.map((cells) => sampleCell(cells[row]!)));
  const judged = judgeHeader({ rows: sample });
  const isHeader = chosen ?? judged.isHeader;
  const { names, notices } = columnNames(sample[0]!, columns.length, isHeader);
  if (chosen === undefined && !judged.isSure) found.push(noticeOf('header-unsure', 'question'));
  found.push(...notices);
  if (rows.length < all) found.push(noticeOf('blank-lines', 'note', {}, all - rows.length));
  names.forEach((name) => addColumn(gather, name));
  const data = isHeader ? rows.slice(1) : rows;
  columns.forEach((cells, place) => {
    data.forEach((from, row) => putCell(gather.columns[place]!, row, cells[from]!));
  });
  return data.length;
}

function sampleCell(cell: RawCell): SampleCell {
  const text = cell === null ? '' : String(cell);
  return { text, isQuoted: typeof cell === 'string', raw: text };
}
