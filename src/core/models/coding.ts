/**
 * From cells to codes, row by row, and back to cells. The code of a cell depends on that cell and the domain alone.
 * Encoding: outside the bounds is clamped, an unknown level is *other*, a missing cell that cannot be is the middle bin
 * or *other*. Decoding: a point within the bin is uniform on its grid without the atoms (`bins`), or on the inverse distribution through
 * the knots; `values` give a value held by at least 5 rows as it is, and replace a rarer one by a uniform point between
 * it and, by a coin, its next smaller or larger neighbour. Then the grid, then the bounds. Lost: dependence inside bins.
 * Levels beside the numbers (`beside.ts`) come back as they are. Cost: a binary search per number. Privacy: decoding is post-processing; encoded rows of a claimed fit stay private.
 */
import { assert, unreachable } from '../errors.ts';
import type { Rng } from '../math/rng.ts';
import {
  amountsOf,
  type CategoricalColumn,
  type Column,
  type DatetimeColumn,
  type Marks,
  type NumericColumn,
  type Table,
} from '../table/column.ts';
import { OTHER } from '../table/domain.ts';
import { layBeside, takeBeside } from './beside.ts';
import {
  codeCount,
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
import { drawStep, stepOf, valueOfStep, type Grid } from '../table/grid.ts';
import { COMMON_ROWS, pointNear } from './inferred-domain.ts';

/** The modelled columns of a table in codes; its columns are found by name. */
export function encodeTable(table: Table, domain: CodedDomain): CodedTable {
  const byName = new Map(table.columns.map((column) => [column.name, column]));
  const columns = domain.columns.map((coded) => {
    const column = byName.get(coded.name);
    assert(column !== undefined, 'encodeTable: every coded column is one of the table');
    return encodeColumn(column, coded);
  });
  return { rowCount: table.rowCount, columns };
}

/** The cells that the codes stand for: the modelled columns in order. Streams are keyed by one number from `rng`. */
export function decodeTable(coded: CodedTable, domain: CodedDomain, rng: Rng): Table {
  const key = rng.uint32();
  const columns = domain.columns.map((column, index) =>
    decodeColumn(column, coded.columns[index]!, (block) => streamOf(key, 'value', index, block)),
  );
  return { rowCount: coded.rowCount, columns };
}

function encodeColumn(column: Column, coded: CodedColumn): Uint16Array {
  if (coded.kind === 'levels') return encodeLevels(column as CategoricalColumn, coded);
  const numbers = column as NumericColumn | DatetimeColumn;
  const codes = encodeAmounts(amountsOf(numbers), coded);
  if (coded.beside.length > 0) layBeside(codes, numbers, coded);
  return codes;
}

function encodeAmounts(amounts: Float64Array, coded: CodedNumbers): Uint16Array {
  switch (coded.kind) {
    case 'bins':
      return encodeBins(amounts, coded);
    case 'values':
      return encodeValues(amounts, coded);
    case 'knots':
      return encodeKnots(amounts, coded);
    default:
      return unreachable(coded);
  }
}

function encodeLevels({ codes, levels }: CategoricalColumn, coded: CodedLevels): Uint16Array {
  const first = firstValueCode(coded);
  const last = codeCount(coded) - 1;
  const known = new Map(coded.levels.map((level, index) => [level, first + index]));
  const other = coded.hasOther ? last : (known.get(OTHER) ?? last);
  const map = new Uint16Array(levels.length + 1);
  levels.forEach((level, code) => (map[code] = known.get(level) ?? other));
  map[levels.length] = coded.hasMissing ? 0 : other;
  const out = new Uint16Array(codes.length);
  for (let row = 0; row < codes.length; row++) out[row] = map[codes[row]!]!;
  return out;
}

function encodeBins(cells: Float64Array, coded: CodedBins): Uint16Array {
  const { atoms, grid, starts } = coded;
  const first = firstValueCode(coded);
  const atomSteps = atoms.map((atom) => stepOf(grid, atom));
  const lowerEnds = starts.subarray(1, starts.length - 1);
  const missing = coded.hasMissing ? 0 : first + atoms.length + (lowerEnds.length >>> 1);
  const out = new Uint16Array(cells.length);
  for (let row = 0; row < cells.length; row++) {
    const step = stepOf(grid, cells[row]!);
    const atom = reached(atomSteps, step) - 1;
    if (Number.isNaN(step)) out[row] = missing;
    else if (atom >= 0 && atomSteps[atom] === step) out[row] = first + atom;
    else out[row] = first + atoms.length + reached(lowerEnds, step);
  }
  return out;
}

function encodeValues(cells: Float64Array, coded: CodedValues): Uint16Array {
  const { grid, starts, values } = coded;
  const first = firstValueCode(coded);
  const lowerEnds = Float64Array.from(starts.subarray(1, -1), (run) => values[run]!);
  const missing = coded.hasMissing ? 0 : first + (lowerEnds.length >>> 1);
  const out = new Uint16Array(cells.length);
  for (let row = 0; row < cells.length; row++) {
    const value = cells[row]!;
    out[row] = Number.isNaN(value) ? missing : first + reached(lowerEnds, inBounds(grid, value));
  }
  return out;
}

function encodeKnots(cells: Float64Array, coded: CodedKnots): Uint16Array {
  const { atoms, cuts, grid } = coded;
  const first = firstValueCode(coded);
  const out = new Uint16Array(cells.length);
  for (let row = 0; row < cells.length; row++) {
    const value = inBounds(grid, cells[row]!);
    const atom = reached(atoms, value) - 1;
    if (Number.isNaN(value)) out[row] = 0;
    else if (atom >= 0 && atoms[atom] === value) out[row] = first + atom;
    else out[row] = first + atoms.length + reached(cuts, value);
  }
  return out;
}

/** How many of the ascending ends are at most `value`. */
function reached(ends: Float64Array, value: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ends[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function inBounds(grid: Grid, value: number): number {
  return value < grid.low ? grid.low : value > grid.high ? grid.high : value;
}

type Streams = (block: number) => Rng;

function decodeColumn(coded: CodedColumn, codes: Uint16Array, streams: Streams): Column {
  if (coded.kind === 'levels') return decodeLevels(coded, codes);
  const values = new Float64Array(codes.length);
  const first = firstValueCode(coded) + coded.beside.length;
  const draw = valueDrawer(coded);
  for (let start = 0; start < codes.length; start += BLOCK_ROWS) {
    const rng = streams(start / BLOCK_ROWS);
    const end = Math.min(start + BLOCK_ROWS, codes.length);
    for (let row = start; row < end; row++) {
      const cell = codes[row]! - first;
      values[row] = cell < 0 ? NaN : inBounds(coded.grid, draw(cell, rng));
    }
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

type ValueDrawer = (cell: number, rng: Rng) => number;

function valueDrawer(coded: CodedNumbers): ValueDrawer {
  const { grid } = coded;
  switch (coded.kind) {
    case 'bins':
      return binSmoother(coded);
    case 'knots': {
      const { atoms, nodes } = coded;
      return (cell, rng) =>
        cell < atoms.length ? atoms[cell]! : pointNear(grid, onNodes(nodes[cell - atoms.length]!, rng.uniform()));
    }
    case 'values':
      return valueSmoother(coded);
    default:
      return unreachable(coded);
  }
}

/** A uniform point of the bin that is no atom; where all its points are atoms, any of them. */
function binSmoother({ atoms, grid, starts }: CodedBins): ValueDrawer {
  const atomSteps = atoms.map((atom) => stepOf(grid, atom));
  return (cell, rng) => {
    if (cell < atoms.length) return atoms[cell]!;
    const start = starts[cell - atoms.length]!;
    const end = starts[cell - atoms.length + 1]!;
    const firstAtom = reached(atomSteps, start - 1);
    const inside = grid.perUnit === 0 ? 0 : reached(atomSteps, end - 1) - firstAtom;
    if (inside === end - start) return valueOfStep(grid, drawStep(grid, start, end, rng));
    // A place among the points that are no atoms, then past each atom that lies at or below it.
    let step = drawStep(grid, start, end - inside, rng);
    for (let atom = firstAtom; atom < firstAtom + inside && atomSteps[atom]! <= step; atom++) step++;
    return valueOfStep(grid, step);
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

function valueSmoother({ values, counts, starts, grid }: CodedValues): ValueDrawer {
  const cumulated = new Float64Array(counts.length);
  let total = 0;
  for (let run = 0; run < counts.length; run++) cumulated[run] = total += counts[run]!;
  return (cell, rng) => {
    const start = starts[cell]!;
    const end = starts[cell + 1]!;
    const below = start === 0 ? 0 : cumulated[start - 1]!;
    const mark = below + rng.uniform() * (cumulated[end - 1]! - below);
    const run = end - start === 1 ? start : Math.min(end - 1, firstAbove(cumulated, mark));
    if (counts[run]! >= COMMON_ROWS || values.length === 1) return values[run]!;
    const isUpward = run === 0 || (run < values.length - 1 && rng.uniform() < 0.5);
    const low = stepOf(grid, values[isUpward ? run : run - 1]!);
    const high = stepOf(grid, values[isUpward ? run + 1 : run]!);
    return valueOfStep(grid, drawStep(grid, low, grid.perUnit === 0 ? high : high + 1, rng));
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
