/**
 * So many rows of a table that comes in blocks, picked by what they hold, as `sample-rows.ts` picks lines: each row gets
 * a number from its cells and from which copy of them it is, and those with the least numbers stay, in their order.
 * Memory: the cells of twice as many rows as are wanted, and 8 MiB of counters. Cost: one pass.
 */
import type { RawCell } from './gather.ts';
import { createCoins, FIRST_HASH, HASH_FACTOR } from './sample-rows.ts';
import type { Block } from './source.ts';

export type SampledBlocks = Readonly<{ block: Block; kept: number; total: number }>;

type Row = Readonly<{ coin: number; cells: readonly RawCell[] }>;

export async function sampleBlocks(blocks: AsyncIterable<Block>, wanted: number): Promise<SampledBlocks> {
  const coinOf = createCoins();
  let rows: Row[] = [];
  let limit = Infinity;
  let total = 0;
  let width = 0;
  for await (const block of blocks) {
    width = block.length;
    const count = block[0]?.length ?? 0;
    for (let row = 0; row < count; row++) {
      const cells = block.map((column) => column[row]!);
      const coin = coinOf(hashOf(cells));
      total++;
      if (coin < limit) rows.push({ coin, cells });
      if (rows.length < 2 * wanted) continue;
      rows = least(rows, wanted);
      limit = rows.reduce((high, one) => Math.max(high, one.coin), 0);
    }
  }
  rows = least(rows, wanted);
  const block = Array.from({ length: width }, (_, place) => rows.map(({ cells }) => cells[place]!));
  return { block, kept: rows.length, total };
}

/** So many with the least numbers; of equal ones those that come first. */
function least(rows: readonly Row[], wanted: number): Row[] {
  if (rows.length <= wanted) return [...rows];
  const places = Array.from(rows, (_, place) => place).sort((a, b) => rows[a]!.coin - rows[b]!.coin || a - b);
  const kept = places.slice(0, wanted).sort((a, b) => a - b);
  return kept.map((place) => rows[place]!);
}

function hashOf(cells: readonly RawCell[]): number {
  let hash = FIRST_HASH;
  for (const cell of cells) {
    const text = String(cell);
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), HASH_FACTOR);
    hash = Math.imul(hash ^ 0x1f, HASH_FACTOR); // between cells
  }
  return hash;
}
