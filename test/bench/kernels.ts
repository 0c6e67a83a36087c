/** Kernels beside their naive twins, on coded columns of Adult. */
import { createRng } from '../../src/core/math/rng.ts';
import { createNeighbourIndex, nearest } from '../../src/core/learn/nearest.ts';
import { createRowCoder, encodeRows } from '../../src/core/learn/row-code.ts';
import { createByteReader } from '../../src/core/privacy/entropy.ts';
import { discreteGaussian, gaussianShape } from '../../src/core/privacy/samplers.ts';
import { seededEntropy } from '../../src/core/privacy/seeded-entropy.ts';
import { binTable, createBinning, type BinnedTable } from '../../src/core/table/binning.ts';
import { takeTableRows, type Table } from '../../src/core/table/column.ts';
import { countTables } from '../../src/core/table/counting.ts';
import { splitTable } from '../../src/core/table/split.ts';
import { schemaFor, shuffledRows } from '../helpers/assess.ts';
import { naiveCounts } from '../helpers/naive/counting.ts';
import { naiveNearestOfCodes } from '../helpers/naive/nearest.ts';
import { ADULT } from './adult.ts';
import { race, rate, time } from './lines.ts';

const DRAWS = 200_000;

export async function benchKernels(table: Table): Promise<void> {
  await countingPairs(table);
  await searchingNeighbours(table);
  await drawingNoise();
  await time(`split, ${table.rowCount} rows of ${ADULT}`, 3, () => splitTable(table, { holdout: 0.2, seed: 1 }));
}

async function countingPairs(table: Table): Promise<void> {
  const binned = binTable(table, createBinning(table, schemaFor(table)));
  await race(`count all pairs, ${binned.rowCount} x ${binned.sizes.length}, ${ADULT}`, 2, () => countAllPairs(binned), {
    name: 'naive twin',
    work: () => {
      for (const pair of pairsOf(binned))
        naiveCounts(
          pair.map((column) => binned.codes[column]!),
          pair.map((column) => binned.sizes[column]!),
        );
    },
    bound: 0.1,
  });
}

export function countAllPairs(binned: BinnedTable): void {
  countTables(binned, pairsOf(binned));
}

function pairsOf({ sizes }: BinnedTable): [number, number][] {
  return sizes.flatMap((_, a) => sizes.slice(a + 1).map((_, next): [number, number] => [a, a + 1 + next]));
}

/** The twin is given the row code ready made: only the search is compared. */
async function searchingNeighbours(table: Table): Promise<void> {
  const order = shuffledRows(table.rowCount, 1);
  const searched = takeTableRows(table, order.subarray(0, 5000));
  const queries = takeTableRows(table, order.subarray(5000, 10_000));
  const coder = createRowCoder(
    [searched],
    table.columns.map((column) => column.name),
  );
  const [rows, asked] = [encodeRows(coder, searched), encodeRows(coder, queries)];
  await race(
    `nearest neighbours, 5k x 5k x ${table.columns.length}, ${ADULT}`,
    2,
    () => nearest(createNeighbourIndex(rows), asked, { k: 2 }),
    { name: 'naive twin', work: () => naiveNearestOfCodes(rows, asked), bound: 0.2 },
  );
}

async function drawingNoise(): Promise<void> {
  for (const sigma2 of [100, 4e6]) {
    const shape = gaussianShape(BigInt(sigma2 * 256), 256n);
    await rate(`discrete Gaussian, variance ${sigma2}`, 3, DRAWS, 'draws', () => {
      const bytes = createByteReader(seededEntropy(1));
      let sum = 0;
      for (let draw = 0; draw < DRAWS; draw++) sum += discreteGaussian(shape, bytes);
      return sum;
    });
  }
  await rate('uniform numbers', 3, 5_000_000, 'draws', () => {
    const rng = createRng(1, 'bench');
    let sum = 0;
    for (let draw = 0; draw < 5_000_000; draw++) sum += rng.uniform();
    return sum;
  });
}
