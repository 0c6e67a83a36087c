/**
 * From rows of latents to codes, column by column: which cells are missing, then which value the others have.
 * Even draw: a latent is replaced by its ranks, u = (rank + uniform)/rows, so that every cell gets its expected number of
 * rows, rounded; ranks are taken among the rows that are not missing. Independent draw: the latent falls between cuts.
 * Columns without a latent are drawn from their counts. Cost: O(N) a column.
 * Where something is asked of the rows, latents are confined to it (`confine.ts`). Expected numbers of rows are then
 * known of a latent that is alone in being asked of; the other columns fall between their cuts.
 */
import { codeCount, firstValueCode, type CodedColumn, type CodedTable } from '../coded-domain.ts';
import { checkedKey, drawEvenly, drawIndependently, evenCounts, firstAbove, streamOf } from '../draw.ts';
import type { CopulaModel, Draw, SampleRequest } from '../model.ts';
import type { Rng } from '../../math/rng.ts';
import type { OnProgress } from '../../progress.ts';
import { askedOf } from './asked.ts';
import { confine } from './confine.ts';
import type { Latent } from './latents.ts';
import { drawLatents } from './normals.ts';
import { dealByRank } from './rank-draw.ts';
import { scoresOf } from './scores.ts';

/** In place of a latent whose column is drawn: all of them are the most that is held. */
const DRAWN = new Float32Array(0);
const PRESENT_MISSING = Uint16Array.of(0, 1);

export function sampleCopula(model: CopulaModel, request: SampleRequest, rng: Rng, onProgress: OnProgress): CodedTable {
  const { rowCount } = request;
  const key = checkedKey(rowCount, rng);
  const { latents } = model;
  const { counts, regions } = askedOf(model, request.allowed);
  const z = drawLatents(model.dependence, latents.length, rowCount, key);
  confine(z, model.dependence, regions, key);
  const allRows = Uint32Array.from({ length: rowCount }, (_, row) => row);
  const total = model.domain.columns.length;
  onProgress({ stage: 'sampling', done: 0, total });
  const columns = model.domain.columns.map((column, index) => {
    const codes = new Uint16Array(rowCount);
    const own = [...latents.keys()].filter((at) => latents[at]!.column === index);
    const isKnown = regions.size === 0 || own.every((at) => regions.size === 1 && regions.has(at));
    const draw = isKnown ? request.draw : 'independent';
    const task = { codes, column, index, counts: counts[index]!, rowCount, draw, key, allRows };
    const find = (kind: Latent['kind']): Drawn | null => {
      const at = own.find((one) => latents[one]!.kind === kind);
      return at === undefined ? null : { latent: latents[at]!, z: z[at]! };
    };
    fillColumn(task, find('value'), find('missing'));
    for (const at of own) z[at] = DRAWN;
    onProgress({ stage: 'sampling', done: index + 1, total });
    return codes;
  });
  return { rowCount, columns };
}

type Task = Readonly<{
  codes: Uint16Array;
  column: CodedColumn;
  index: number;
  /** Rows of the codes that may stand. */
  counts: Float64Array;
  rowCount: number;
  draw: Draw;
  key: number;
  allRows: Uint32Array;
}>;
type Drawn = Readonly<{ latent: Latent; z: Float32Array }>;

function fillColumn(task: Task, value: Drawn | null, missing: Drawn | null): void {
  const { codes, column, counts } = task;
  if (value === null && missing === null) return drawFrom(counts, 'code', task, codes);

  const present = presentRows(task, missing);
  if (value !== null) return task.draw === 'even' ? fillByRank(task, value, present) : fillByCuts(task, value, present);
  const first = firstValueCode(column);
  const drawn = new Uint16Array(present.length);
  if (drawn.length > 0) drawFrom(counts.subarray(first, codeCount(column)), 'code', task, drawn);
  for (let i = 0; i < present.length; i++) codes[present[i]!] = first + drawn[i]!;
}

function drawFrom(weights: Float64Array, purpose: string, { draw, key, index }: Task, out: Uint16Array): void {
  if (draw === 'even') drawEvenly(weights, streamOf(key, purpose, index), out);
  else drawIndependently(weights, (block) => streamOf(key, purpose, index, block), out);
}

/** The rows that are not missing, ascending. */
function presentRows(task: Task, missing: Drawn | null): Uint32Array {
  const { column, counts, rowCount, draw, key, index, allRows } = task;
  const missingCount = column.hasMissing ? counts[0]! : 0;
  if (missingCount === 0) return allRows;
  const isMissing = new Uint16Array(rowCount);
  const present = counts.reduce((sum, count) => sum + count, 0) - missingCount;
  const weights = Float64Array.from([present, missingCount]);
  if (missing === null) drawFrom(weights, 'missing', task, isMissing);
  else if (draw === 'even') {
    const rng = streamOf(key, 'missing', index);
    const ends = Float64Array.of(evenCounts(weights, rowCount, rng)[0]!, rowCount);
    dealByRank(missing.z, allRows, ends, PRESENT_MISSING, rng, isMissing);
  } else {
    const cut = scoresOf(weights).cuts[0]!;
    for (let row = 0; row < rowCount; row++) isMissing[row] = missing.z[row]! > cut ? 1 : 0;
  }
  const rows = new Uint32Array(rowCount);
  let kept = 0;
  for (let row = 0; row < rowCount; row++) if (isMissing[row] === 0) rows[kept++] = row;
  return rows.subarray(0, kept);
}

function fillByRank({ codes, counts, index, key }: Task, { latent, z }: Drawn, rows: Uint32Array): void {
  const weights = Float64Array.from(latent.codes, (code) => counts[code]!);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  // No cell lies above the last one with weight, whatever rounding says.
  const ends = weights.map((weight) => ((sum += weight) < total ? (sum / total) * rows.length : Infinity));
  dealByRank(z, rows, ends, latent.codes, streamOf(key, 'rank', index), codes);
}

function fillByCuts({ codes }: Task, { latent, z }: Drawn, rows: Uint32Array): void {
  const { cuts } = scoresOf(latent.weights);
  for (let i = 0; i < rows.length; i++) codes[rows[i]!] = latent.codes[firstAbove(cuts, z[rows[i]!]!)]!;
}
