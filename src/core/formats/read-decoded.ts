/**
 * A table that a decoder outside core hands over (Parquet, a workbook), block by block, typed like any other.
 */
import { noticeOf, UserError } from '../errors.ts';
import type { OnProgress } from '../progress.ts';
import type { ReadingChoices } from '../recipe.ts';
import { addColumn, putCell, type Gather } from './gather.ts';
import { gatherSheet } from './read-sheet.ts';
import { sampleBlocks } from './sample-blocks.ts';
import { refuseSample } from './sample-rows.ts';
import type { Block, Decoded } from './source.ts';
import { typedRead, type Found, type TableRead } from './typed-read.ts';

/** Throws `no-rows`, `too-many-columns` and what the decoder throws. */
export async function readDecoded(
  decoded: Decoded,
  choices: ReadingChoices,
  onProgress: OnProgress,
): Promise<TableRead> {
  const { sampleRows } = choices;
  if (decoded.names === null && sampleRows !== undefined) refuseSample('a workbook');
  const whole = sampleRows === undefined ? decoded : await sampled(decoded, sampleRows);
  const found = decoded.names === null ? await gatherSheet(decoded, choices) : await gatherBlocks(whole, onProgress);
  if (found.rowCount === 0 || found.gather.columns.length === 0) throw new UserError('no-rows');
  return typedRead(found, choices, onProgress);
}

async function sampled(decoded: Decoded, wanted: number): Promise<Decoded> {
  const { block, kept, total } = await sampleBlocks(decoded.blocks, wanted);
  const blocks = async function* (): AsyncGenerator<Block> {
    yield block;
  };
  const told = noticeOf('table-sampled', 'warning', {}, kept, { total });
  return { ...decoded, rowCount: kept, blocks: blocks(), notices: [...decoded.notices, told] };
}

async function gatherBlocks({ names, blocks, rowCount, notices }: Decoded, onProgress: OnProgress): Promise<Found> {
  const gather: Gather = { columns: [] };
  names?.forEach((name) => addColumn(gather, name));
  let row = 0;
  for await (const block of blocks) {
    const rows = block[0]?.length ?? 0;
    block.forEach((cells, place) => {
      const column = gather.columns[place]!;
      for (let i = 0; i < rows; i++) putCell(column, row + i, cells[i]);
    });
    row += rows;
    onProgress({ stage: 'reading', done: row, total: rowCount });
  }
  return { gather, rowCount: row, isHeader: true, notices };
}
