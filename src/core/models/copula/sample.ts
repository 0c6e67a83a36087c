/**
 * From rows of latents to codes, column by column: which cells are missing, then which value the others have.
 * Even draw: a latent is replaced by its ranks, u = (rank + uniform)/rows, so that every cell gets its expected number of
 * rows, rounded; ranks are taken among the rows that are not missing. Independent draw: the latent falls between cuts.
 * Columns without a latent are drawn from their counts. Cost: O(N) a column (ranks by a bucket sort).
 */
import { codeCount, firstValueCode, type CodedColumn, type CodedTable } from '../coded-domain.ts';
import { checkedKey, drawEvenly, drawIndependently, evenCounts, firstAbove, streamOf } from '../draw.ts';
import type { CopulaModel, SampleRequest } from '../model.ts';
import type { Rng } from '../../math/rng.ts';
import type { OnProgress } from '../../progress.ts';
import type { Latent } from './latents.ts';
import { drawLatents } from './normals.ts';
import { scoresOf } from './scores.ts';

export function sampleCopula(model: CopulaModel, request: SampleRequest, rng: Rng, onProgress: OnProgress): CodedTable {
  const { rowCount } = request;
  const key = checkedKey(rowCount, rng);
  const { latents } = model;
  const z = drawLatents(model.dependence, latents.length, rowCount, key);
  const total = model.domain.columns.length;
  onProgress({ stage: 'sampling', done: 0, total });
  const columns = model.domain.columns.map((column, index) => {
    const codes = new Uint16Array(rowCount);
    const task = { codes, column, index, counts: model.counts[index]!, request, key };
    const find = (kind: Latent['kind']): Drawn | null => {
      const at = latents.findIndex((latent) => latent.column === index && latent.kind === kind);
      return at < 0 ? null : { latent: latents[at]!, z: z[at]! };
    };
    fillColumn(task, find('value'), find('missing'));
    onProgress({ stage: 'sampling', done: index + 1, total });
    return codes;
  });
  return { rowCount, columns };
}

type Task = Readonly<{
  codes: Uint16Array;
  column: CodedColumn;
  index: number;
  counts: Float64Array;
  request: SampleRequest;
  key: number;
}>;
type Drawn = Readonly<{ latent: Latent; z: Float32Array }>;

function fillColumn(task: Task, value: Drawn | null, missing: Drawn | null): void {
  const { codes, column, counts } = task;
  if (value === null && missing === null) return drawFrom(counts, 'code', task, codes);

  const present = presentRows(task, missing);
  if (value !== null)
    return task.request.draw === 'even' ? fillByRank(task, value, present) : fillByCuts(task, value, present);
  const first = firstValueCode(column);
  const drawn = new Uint16Array(present.length);
  if (drawn.length > 0) drawFrom(counts.subarray(first, codeCount(column)), 'code', task, drawn);
  for (let i = 0; i < present.length; i++) codes[present[i]!] = first + drawn[i]!;
}

function drawFrom(weights: Float64Array, purpose: string, { request, key, index }: Task, out: Uint16Array): void {
  if (request.draw === 'even') drawEvenly(weights, streamOf(key, purpose, index), out);
  else drawIndependently(weights, (block) => streamOf(key, purpose, index, block), out);
}

/** The rows that are not missing, ascending. */
function presentRows(task: Task, missing: Drawn | null): Uint32Array {
  const { column, counts, request, key, index } = task;
  const { rowCount, draw } = request;
  const isMissing = new Uint16Array(rowCount);
  const missingCount = column.hasMissing ? counts[0]! : 0;
  const present = counts.reduce((sum, count) => sum + count, 0) - missingCount;
  const weights = Float64Array.from([present, missingCount]);
  if (missing !== null && draw === 'even') {
    const presentCount = evenCounts(weights, rowCount, streamOf(key, 'missing', index))[0]!;
    const order = ascendingRows(missing.z, allRows(rowCount));
    for (let rank = presentCount; rank < rowCount; rank++) isMissing[order[rank]!] = 1;
  } else if (missing !== null) {
    const cut = scoresOf(weights).cuts[0]!;
    for (let row = 0; row < rowCount; row++) isMissing[row] = missing.z[row]! > cut ? 1 : 0;
  } else if (missingCount > 0) {
    drawFrom(weights, 'missing', task, isMissing);
  }
  const rows = new Uint32Array(rowCount);
  let kept = 0;
  for (let row = 0; row < rowCount; row++) if (isMissing[row] === 0) rows[kept++] = row;
  return rows.subarray(0, kept);
}

/** Rows in order of their latent get the cells in order: the row of rank k lies at a uniform point of [k, k + 1). */
function fillByRank({ codes, index, key }: Task, { latent, z }: Drawn, rows: Uint32Array): void {
  const order = ascendingRows(z, rows);
  const total = latent.weights.reduce((sum, weight) => sum + weight, 0);
  const ends = new Float64Array(latent.weights.length);
  let sum = 0;
  latent.weights.forEach((weight, cell) => (ends[cell] = ((sum += weight) / total) * order.length));
  const rng = streamOf(key, 'rank', index);
  let cell = 0;
  const last = lastWithWeight(latent.weights);
  for (let rank = 0; rank < order.length; rank++) {
    while (cell < last && ends[cell]! <= rank) cell++;
    let own = cell;
    // Only a row whose stretch is cut by the end of a cell needs a point in it.
    if (ends[cell]! < rank + 1) {
      const point = rank + rng.uniform();
      while (own < last && ends[own]! <= point) own++;
    }
    codes[order[rank]!] = latent.codes[own]!;
  }
}

function fillByCuts({ codes }: Task, { latent, z }: Drawn, rows: Uint32Array): void {
  const { cuts } = scoresOf(latent.weights);
  for (let i = 0; i < rows.length; i++) codes[rows[i]!] = latent.codes[firstAbove(cuts, z[rows[i]!]!)]!;
}

function lastWithWeight(weights: Float64Array): number {
  let last = weights.length - 1;
  while (last > 0 && weights[last] === 0) last--;
  return last;
}

function allRows(rowCount: number): Uint32Array {
  const rows = new Uint32Array(rowCount);
  for (let row = 0; row < rowCount; row++) rows[row] = row;
  return rows;
}

/** `rows` by ascending z, ties by row: a counting sort on about Φ(z), then insertion within the buckets. */
export function ascendingRows(z: Float32Array, rows: Uint32Array): Uint32Array {
  const n = rows.length;
  const bucketOf = new Uint32Array(n);
  const ends = new Uint32Array(n + 1);
  for (let i = 0; i < n; i++) {
    // The logistic curve is close enough to Φ for even buckets, and grows with z, which is all that order needs.
    const bucket = Math.min(n - 1, Math.floor(n / (1 + Math.exp(-1.702 * z[rows[i]!]!))));
    bucketOf[i] = bucket;
    ends[bucket + 1]!++;
  }
  for (let bucket = 0; bucket < n; bucket++) ends[bucket + 1]! += ends[bucket]!;
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[ends[bucketOf[i]!]!++] = rows[i]!;
  for (let i = 1; i < n; i++) {
    const row = order[i]!;
    const value = z[row]!;
    let at = i - 1;
    while (at >= 0 && z[order[at]!]! > value) {
      order[at + 1] = order[at]!;
      at--;
    }
    order[at + 1] = row;
  }
  return order;
}
