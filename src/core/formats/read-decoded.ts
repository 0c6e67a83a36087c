/**
 * A table that a decoder outside core hands over (Parquet, a workbook), block by block, typed like any other. In a
 * workbook the first row is judged as a header, empty rows are skipped and counted, and columns without any cell are none.
 */
import { noticeOf, UserError } from '../errors.ts';
import type { OnProgress } from '../progress.ts';
import type { ReadingChoices } from '../recipe.ts';
import { addColumn, putCell, type Gather, type RawCell } from './gather.ts';
import { columnNames, judgeHeader } from './header.ts';
import type { SampleCell } from './sample.ts';
import type { Block, Decoded } from './source.ts';
import { typedRead, type Found, type TableRead } from './typed-read.ts';

const JUDGED_ROWS = 200;

/** Throws `no-rows`, `too-many-columns` and what the decoder throws. */
export async function readDecoded(
  decoded: Decoded,
  choices: ReadingChoices,
  onProgress: OnProgress,
): Promise<TableRead> {
  const found = decoded.names === null ? await gatherSheet(decoded, choices) : await gatherBlocks(decoded, onProgress);
  if (found.rowCount === 0 || found.gather.columns.length === 0) throw new UserError('no-rows');
  return typedRead(found, choices, onProgress);
}

async function gatherBlocks({ names, blocks, rowCount, notices }: Decoded, onProgress: OnProgress): Promise<Found> {
  const gather: Gather = { columns: [] };
  names?.forEach((name) => addColumn(gather, name));
  let row = 0;
  for await (const block of blocks) {
    const rows = block[0]?.length ?? 0;
    block.forEach((cells, place) => {
      const column = gather.columns[place]!;
      for (let i = 0; i < rows; i++) putCell(column, row + i, cells[i]!);
    });
    row += rows;
    onProgress({ stage: 'reading', done: row, total: rowCount });
  }
  return { gather, rowCount: row, isHeader: true, notices };
}

/** A sheet comes as one block. */
async function gatherSheet({ blocks, notices: before }: Decoded, choices: ReadingChoices): Promise<Found> {
  const gather: Gather = { columns: [] };
  let sheet: Block = [];
  for await (const block of blocks) sheet = block;
  const columns = sheet.filter((cells) => Array.from(cells).some((cell) => cell !== null));
  const all = columns[0]?.length ?? 0;
  const rows = Array.from({ length: all }, (_, row) => row).filter((row) =>
    columns.some((cells) => cells[row] !== null),
  );
  if (rows.length === 0) return { gather, rowCount: 0, isHeader: false, notices: before };
  const sample = rows.slice(0, JUDGED_ROWS).map((row) => columns.map((cells) => sampleCell(cells[row]!)));
  const judged = judgeHeader({ rows: sample });
  const isHeader = choices.header ?? judged.isHeader;
  const { names, notices } = columnNames(sample[0]!, columns.length, isHeader);
  names.forEach((name) => addColumn(gather, name));
  const data = isHeader ? rows.slice(1) : rows;
  columns.forEach((cells, place) => {
    data.forEach((from, row) => putCell(gather.columns[place]!, row, cells[from]!));
  });
  const found = [
    ...before,
    ...(choices.header === undefined && !judged.isSure ? [noticeOf('header-unsure', 'question')] : []),
    ...notices,
    ...(rows.length < all ? [noticeOf('blank-lines', 'note', {}, all - rows.length)] : []),
  ];
  return { gather, rowCount: data.length, isHeader, notices: found };
}

function sampleCell(cell: RawCell): SampleCell {
  const text = cell === null ? '' : String(cell);
  return { text, isQuoted: typeof cell === 'string', raw: text };
}
