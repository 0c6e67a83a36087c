/**
 * From codes back to cells. A point within the bin is uniform on its grid without the atoms (`bins`), or on the inverse
 * distribution through the knots; `values` give a value held by at least 5 rows as it is, and replace a rarer one by a
 * uniform point between it and, by a coin, its next smaller or larger neighbour. Then the grid, then the bounds. Levels
 * beside the numbers (`beside.ts`) come back as they are. Lost: dependence inside bins. O(rows · columns).
 * Privacy: post-processing.
 */
import { unreachable } from '../errors.ts';
import { countAtMost } from '../math/ranks.ts';
import type { Rng } from '../math/rng.ts';
import type { CategoricalColumn, Column, DatetimeColumn, Marks, NumericColumn, Table } from '../table/column.ts';
import { OTHER } from '../table/domain.ts';
import { drawStep, stepOf, valueOfStep, type Grid } from '../table/grid.ts';
import { takeBeside } from './beside.ts';
import {
  firstValueCode,
  type CodedBins,
  type CodedColumn,
  type CodedDomain,
  type CodedKnots,
  type CodedLevels,
  type CodedNumbers,
  type CodedTable,
  type CodedValues,
} from './coded-domain.ts';
import { BLOCK_ROWS, firstAbove, streamOf } from './draw.ts';
import { COMMON_ROWS } from './inferred-domain.ts';

/** The cells that the codes stand for: the modelled columns in order. Streams are keyed by one number from `rng`. */
export function decodeTable(coded: CodedTable, domain: CodedDomain, rng: Rng): Table {
  const key = rng.uint32();
  const columns = domain.columns.map((column, index) =>
    decodeColumn(column, coded.columns[index]!, (block) => streamOf(key, 'value', index, block)),
  );
  return { rowCount: coded.rowCount, columns };
}

type Streams = (block: number) => Rng;

function decodeColumn(coded: CodedColumn, codes: Uint16Array, streams: Streams): Column {
  if (coded.kind === 'levels') return decodeLevels(coded, codes);
  const values = new Float64Array(codes.length);
  const draw = blockDrawer(coded);
  for (let start = 0; start < codes.length; start += BLOCK_ROWS) {
    draw(values, codes, start, Math.min(start + BLOCK_ROWS, codes.length), streams(start / BLOCK_ROWS));
  }
  return written(coded, values, takeBeside(values, codes, coded));
}

function decodeLevels(coded: CodedLevels, codes: Uint16Array): CategoricalColumn {
  const levels = coded.hasOther ? [...coded.levels, OTHER] : coded.levels;
  const out = new Uint16Array(codes.length);
  const first = firstValueCode(coded);
  for (let row = 0; row < codes.length; row++) out[row] = codes[row]! < first ? levels.length : codes[row]! - first;
  return { kind: 'categorical', name: coded.name, codes: out, levels };
}

/**
 * Draws the values of the rows from `start` up to `end`, NaN for those without one. Each kind has its own loop: a call for
 * every row would cost more than what it draws.
 */
type BlockDrawer = (values: Float64Array, codes: Uint16Array, start: number, end: number, rng: Rng) => void;

function blockDrawer(coded: CodedNumbers): BlockDrawer {
  switch (coded.kind) {
    case 'bins':
      return binDrawer(coded);
    case 'knots':
      return knotDrawer(coded);
    case 'values':
      return valueDrawer(coded);
    default:
      return unreachable(coded);
  }
}

function inBounds({ low, high }: Grid, value: number): number {
  return value < low ? low : value > high ? high : value;
}

function firstCell(coded: CodedNumbers): number {
  return firstValueCode(coded) + coded.beside.length;
}

/** A uniform point of the bin that is no atom; where all its points are atoms, any of them. */
function binDrawer(coded: CodedBins): BlockDrawer {
  const { atoms, grid, starts } = coded;
  const first = firstCell(coded);
  const atomSteps = atoms.map((atom) => stepOf(grid, atom));
  const drawIn = (bin: number, rng: Rng): number => {
    const start = starts[bin]!;
    const end = starts[bin + 1]!;
    const firstAtom = countAtMost(atomSteps, start - 1);
    const inside = grid.perUnit === 0 ? 0 : countAtMost(atomSteps, end - 1) - firstAtom;
    if (inside === end - start) return valueOfStep(grid, drawStep(grid, start, end, rng));
    // A place among the points that are no atoms, then past each atom that lies at or below it.
    let step = drawStep(grid, start, end - inside, rng);
    for (let atom = firstAtom; atom < firstAtom + inside && atomSteps[atom]! <= step; atom++) step++;
    return valueOfStep(grid, step);
  };
  return (values, codes, start, end, rng) => {
    for (let row = start; row < end; row++) {
      const cell = codes[row]! - first;
      if (cell < 0) values[row] = NaN;
      else values[row] = inBounds(grid, cell < atoms.length ? atoms[cell]! : drawIn(cell - atoms.length, rng));
    }
  };
}

function knotDrawer(coded: CodedKnots): BlockDrawer {
  const { atoms, grid, nodes } = coded;
  const first = firstCell(coded);
  return (values, codes, start, end, rng) => {
    for (let row = start; row < end; row++) {
      const cell = codes[row]! - first;
      if (cell < 0) values[row] = NaN;
      else if (cell < atoms.length) values[row] = inBounds(grid, atoms[cell]!);
      else values[row] = inBounds(grid, pointNear(grid, onNodes(nodes[cell - atoms.length]!, rng.uniform())));
    }
  };
}

/** The inverse distribution through nodes at the shares 0, ½/k, 1½/k, …, 1 of k knots. */
function onNodes(nodes: Float64Array, share: number): number {
  const knots = nodes.length - 2;
  const place = share * knots;
  // The stretches to the two ends are half as long as those between knots.
  const left = place < 0.5 ? 0 : place >= knots - 0.5 ? knots : Math.floor(place + 0.5);
  const part = left === 0 ? 2 * place : left === knots ? 2 * (place - knots) + 1 : place + 0.5 - left;
  return nodes[left]! * (1 - part) + nodes[left + 1]! * part;
}

/** The point of the grid nearest to a value between its bounds. */
function pointNear(grid: Grid, value: number): number {
  return valueOfStep(grid, stepOf(grid, value));
}

function valueDrawer(coded: CodedValues): BlockDrawer {
  const { values: known, counts, starts, grid } = coded;
  const first = firstCell(coded);
  const cumulated = new Float64Array(counts.length);
  let total = 0;
  for (let run = 0; run < counts.length; run++) cumulated[run] = total += counts[run]!;
  const drawIn = (cell: number, rng: Rng): number => {
    const start = starts[cell]!;
    const end = starts[cell + 1]!;
    const below = start === 0 ? 0 : cumulated[start - 1]!;
    const mark = below + rng.uniform() * (cumulated[end - 1]! - below);
    const run = end - start === 1 ? start : Math.min(end - 1, firstAbove(cumulated, mark));
    if (counts[run]! >= COMMON_ROWS || known.length === 1) return known[run]!;
    const isUpward = run === 0 || (run < known.length - 1 && rng.uniform() < 0.5);
    const low = stepOf(grid, known[isUpward ? run : run - 1]!);
    const high = stepOf(grid, known[isUpward ? run + 1 : run]!);
    return valueOfStep(grid, drawStep(grid, low, grid.perUnit === 0 ? high : high + 1, rng));
  };
  return (values, codes, start, end, rng) => {
    for (let row = start; row < end; row++) {
      const cell = codes[row]! - first;
      values[row] = cell < 0 ? NaN : inBounds(grid, drawIn(cell, rng));
    }
  };
}

function written(
  { name, writing, beside }: CodedNumbers,
  values: Float64Array,
  marks: Readonly<{ marks?: Marks }>,
): NumericColumn | DatetimeColumn {
  switch (writing.kind) {
    case 'numeric': {
      const atoms = beside.filter((level) => typeof level === 'number');
      const codes = atoms.length > 0 ? { atoms } : {};
      return { kind: 'numeric', name, values, decimals: writing.decimals, ...codes, ...marks };
    }
    case 'datetime':
      return { kind: 'datetime', name, epochMs: values, format: writing.format, ...marks };
    default:
      return unreachable(writing);
  }
}
