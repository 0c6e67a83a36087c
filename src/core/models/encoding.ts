/**
 * From cells to codes, row by row. The code of a cell depends on that cell and the domain alone: outside the bounds is
 * clamped, an unknown level is *other*, a missing cell that cannot be is the middle bin or *other*. Levels beside the
 * numbers are laid over them (`beside.ts`). Back to cells: `decoding.ts`.
 * Cost: a binary search for each point of the grid that occurs, where these are few, else for each number.
 * Privacy: encoded rows of a claimed fit stay private.
 */
import { assert, unreachable } from '../errors.ts';
import { countAtMost } from '../math/ranks.ts';
import {
  amountsOf,
  type CategoricalColumn,
  type Column,
  type DatetimeColumn,
  type NumericColumn,
  type Table,
} from '../table/column.ts';
import { OTHER } from '../table/domain.ts';
import { stepOf } from '../table/grid.ts';
import { layBeside } from './beside.ts';
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
import { placeIn, stepSpan } from './step-span.ts';

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

function encodeColumn(column: Column, coded: CodedColumn): Uint16Array {
  if (coded.kind === 'levels') return encodeLevels(column as CategoricalColumn, coded);
  const numbers = column as NumericColumn | DatetimeColumn;
  const codes = encodeAmounts(amountsOf(numbers), coded);
  if (coded.beside.length > 0) layBeside(codes, numbers, coded);
  return codes;
}

function encodeAmounts(amounts: Float64Array, coded: CodedNumbers): Uint16Array {
  const { low, high } = coded.grid;
  const { codeOf, missing } = numberCoder(coded);
  const span = stepSpan(coded.grid, amounts.length);
  const known = new Int32Array(span?.size ?? 0); // the code of a place and 1; 0 is not asked for yet
  const out = new Uint16Array(amounts.length);
  for (let row = 0; row < amounts.length; row++) {
    const amount = amounts[row]!;
    if (Number.isNaN(amount)) {
      out[row] = missing;
      continue;
    }
    const value = amount < low ? low : amount > high ? high : amount;
    const place = span === null ? -1 : placeIn(span, value);
    if (place < 0) out[row] = codeOf(value);
    else out[row] = (known[place]! || (known[place] = codeOf(value) + 1)) - 1;
  }
  return out;
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

/** `codeOf`: of a value between the bounds. `missing`: of a cell without one. */
type NumberCoder = Readonly<{ codeOf: (value: number) => number; missing: number }>;

function numberCoder(coded: CodedNumbers): NumberCoder {
  switch (coded.kind) {
    case 'bins':
      return binCoder(coded);
    case 'values':
      return valueCoder(coded);
    case 'knots':
      return knotCoder(coded);
    default:
      return unreachable(coded);
  }
}

function binCoder(coded: CodedBins): NumberCoder {
  const { atoms, grid, starts } = coded;
  const first = firstValueCode(coded);
  const atomSteps = atoms.map((atom) => stepOf(grid, atom));
  const lowerEnds = starts.subarray(1, starts.length - 1);
  return {
    codeOf: (value) => first + atomOrBin(atomSteps, lowerEnds, stepOf(grid, value)),
    missing: coded.hasMissing ? 0 : first + atoms.length + (lowerEnds.length >>> 1),
  };
}

function valueCoder(coded: CodedValues): NumberCoder {
  const { starts, values } = coded;
  const first = firstValueCode(coded);
  const lowerEnds = Float64Array.from(starts.subarray(1, -1), (run) => values[run]!);
  return {
    codeOf: (value) => first + countAtMost(lowerEnds, value),
    missing: coded.hasMissing ? 0 : first + (lowerEnds.length >>> 1),
  };
}

function knotCoder(coded: CodedKnots): NumberCoder {
  const { atoms, cuts } = coded;
  const first = firstValueCode(coded);
  return { codeOf: (value) => first + atomOrBin(atoms, cuts, value), missing: 0 };
}

/** Atoms are counted first, then the bins. */
function atomOrBin(atoms: Float64Array, lowerEnds: Float64Array, value: number): number {
  const atom = countAtMost(atoms, value) - 1;
  return atom >= 0 && atoms[atom] === value ? atom : atoms.length + countAtMost(lowerEnds, value);
}
