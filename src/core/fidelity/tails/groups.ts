/**
 * Rates within groups (fidelity.groups): for a column asked about, its share of each level (or its mean), in S and among
 * the held-out rows of a group. Groups of one column need 50 holdout rows, of two columns 100. Asked about: the target
 * and the columns marked sensitive, at most four; of a level list the ten most frequent, of two levels the rarer.
 * Every group is looked at; *differs* only after Benjamini and Hochberg at 5 % over all of them. The worst ten of those
 * that differ, by their difference over the width of its interval, which shares and means have in common.
 * Intervals: Newcombe; normal for means. Cost: a pass over the rows per pair of columns and question, at most 300 pairs,
 * 200,000 synthetic and 50,000 holdout rows. Privacy: rates of held-out rows: internal. Left out: groups of three columns.
 */
import type { Estimate } from '../../math/finding.ts';
import { standingAfterMany } from '../../math/many-tests.ts';
import { createRng } from '../../math/rng.ts';
import { binTable, createBinning, type ColumnBinning } from '../../table/binning.ts';
import { isModelled } from '../../table/schema.ts';
import { columnNamed, numbersOf, type AssessInput } from '../input.ts';
import { firstRowsOf, type Samples } from './comparable.ts';
import { cellsOf, countCells, groupColumns, type Grouped, type Question } from './grouping.ts';

/** `level` null is missing. */
export type GroupPart = Readonly<{ column: string; level: string | null }>;
/** Of `column`: the share of `level`, or the mean where that is null. `n` of the difference counts holdout rows. */
export type GroupRate = Readonly<{
  column: string;
  level: string | null;
  group: readonly GroupPart[];
  synthetic: Estimate;
  holdout: Estimate;
  difference: Estimate;
  differs: boolean;
}>;
export type GroupsResult = Readonly<{
  /** Groups of one column, the largest difference first; at most 100. */
  rates: readonly GroupRate[];
  /** The ten worst of those of one or two columns that differ. */
  worst: readonly GroupRate[];
  /** Rates compared, those that differ, and groups with enough holdout rows that S lacks altogether. */
  searched: number;
  differing: number;
  absent: number;
  asked: readonly string[];
  disclosures: readonly Readonly<{ what: string; kept: number; of: number }>[];
  reason?: string;
}>;

const LEAST_ROWS = 50;
const LEAST_PAIR_ROWS = 100;
const MOST_ASKED = 4;
const MOST_ASKED_LEVELS = 10;
const MOST_PAIRS = 300;
const MOST_GROUPING = 200;
const MOST_HOLDOUT = 50_000;
const LISTED = 100;
const WORST = 10;

export function groupsOf(input: AssessInput, samples: Samples): GroupsResult {
  const { train, holdout, schema, seed, target } = input;
  const asked = schema.columns
    .filter((column) => isModelled(column) && (column.name === target || ['target', 'sensitive'].includes(column.role)))
    .map(({ name }) => name)
    .sort((a, b) => Number(b === target) - Number(a === target));
  const chosen = asked.slice(0, MOST_ASKED);
  const n = holdout?.rowCount ?? 0;
  if (
    holdout === null ||
    samples.holdout === null ||
    n < LEAST_ROWS ||
    input.synthetic.rowCount === 0 ||
    chosen.length === 0
  ) {
    const few = Math.min(n, input.synthetic.rowCount);
    const reason =
      chosen.length === 0
        ? 'no column to ask about: no target, none marked sensitive'
        : `not measurable with n = ${few}`;
    return { rates: [], worst: [], searched: 0, differing: 0, absent: 0, asked: chosen, disclosures: [], reason };
  }
  const [made, held] = [samples.synthetic, firstRowsOf(samples.holdout, MOST_HOLDOUT)];
  const grouped = groupColumns(train, made, held, schema);
  const used = drawn(grouped, MOST_GROUPING, seed, 'groups-columns');
  const tests: { rate: Omit<GroupRate, 'differs'>; chance: number }[] = [];
  let absent = 0;
  let pairsOf = 0;
  let pairsKept = 0;
  for (const name of chosen) {
    const questions = questionsOf(input, made, held, name);
    const others = used.filter(({ column }) => column !== name);
    const pairs = others.flatMap((first, at) => others.slice(at + 1).map((second) => [first, second] as const));
    const kept = drawn(pairs, MOST_PAIRS, seed, 'groups-pairs');
    pairsOf += pairs.length;
    pairsKept += kept.length;
    const cliques: (readonly Grouped[])[] = [...others.map((each) => [each]), ...kept];
    for (const clique of cliques) {
      const [first, second = null] = clique;
      const { rows, answer } = countCells(cellsOf(first!, second), questions.question);
      const least = second === null ? LEAST_ROWS : LEAST_PAIR_ROWS;
      for (let cell = 0; cell < rows.length; cell++) {
        if (rows[cell]! < least) continue;
        const group = partsOf(first!, second, cell);
        if (group === null) continue;
        questions.asked.forEach(({ level, code }, place) => {
          const { synthetic, real, difference, chance } = answer(cell, code);
          if (difference.value === null) {
            if (place === 0) absent++;
            return;
          }
          tests.push({ rate: { column: name, level, group, synthetic, holdout: real, difference }, chance });
        });
      }
    }
  }
  const standing = standingAfterMany(tests.map(({ chance }) => chance));
  const rates = tests.map(({ rate }, at): GroupRate => ({ ...rate, differs: standing[at]! }));
  const differing = rates.filter(({ differs }) => differs);
  return {
    rates: rates
      .filter(({ group }) => group.length === 1)
      .sort(byWorst)
      .slice(0, LISTED),
    worst: [...differing].sort(byWorst).slice(0, WORST),
    searched: rates.length,
    differing: differing.length,
    absent,
    asked: chosen,
    disclosures: [
      { what: 'columns asked about in groups', kept: chosen.length, of: asked.length },
      { what: 'columns that groups are made of', kept: used.length, of: grouped.length },
      { what: 'pairs of columns that groups are made of', kept: pairsKept, of: pairsOf },
      { what: 'synthetic rows of groups', kept: made.rowCount, of: input.synthetic.rowCount },
      { what: 'holdout rows of groups', kept: held.rowCount, of: n },
    ].filter(({ kept, of }) => kept < of),
  };
}

/** Least likely by chance first, in units that shares and means have in common: the difference over its half-width. */
function byWorst(a: GroupRate, b: GroupRate): number {
  const size = ({ difference: { value, low, high } }: GroupRate): number => {
    const width = (high ?? 0) - (low ?? 0);
    return width > 0 ? Math.abs(value ?? 0) / width : 0;
  };
  return size(b) - size(a);
}

type Asked = Readonly<{
  question: Question;
  asked: readonly Readonly<{ level: string | null; code: number }>[];
}>;

function questionsOf(
  { train, schema }: AssessInput,
  made: AssessInput['synthetic'],
  held: AssessInput['synthetic'],
  name: string,
): Asked {
  const [synthetic, real] = [columnNamed(made, name), columnNamed(held, name)];
  if (synthetic.kind !== 'categorical' && real.kind !== 'categorical') {
    return {
      question: { kind: 'numbers', synthetic: numbersOf(synthetic), real: numbersOf(real) },
      asked: [{ level: null, code: 0 }],
    };
  }
  const own = { columns: schema.columns.filter((column) => column.name === name) };
  const binning = createBinning(train, own);
  const [column] = binning.columns as readonly [ColumnBinning & { kind: 'categorical' }];
  const codesOf = (table: AssessInput['synthetic']): Uint8Array => binTable(table, binning).codes[0]!;
  const { levels } = column;
  const asked = levels.slice(0, MOST_ASKED_LEVELS).map((level, code) => ({ level, code }));
  return {
    // Levels behind the fifty and missing follow; only missing is no answer.
    question: { kind: 'codes', size: levels.length + 1, synthetic: codesOf(made), real: codesOf(held) },
    asked: levels.length === 2 ? asked.slice(1) : asked,
  };
}

function partsOf(first: Grouped, second: Grouped | null, cell: number): readonly GroupPart[] | null {
  const width = second?.labels.length ?? 1;
  const label = first.labels[Math.floor(cell / width)];
  const other = second?.labels[cell % width];
  if (label === undefined || (second !== null && other === undefined)) return null;
  return [
    { column: first.column, level: label },
    ...(second === null ? [] : [{ column: second.column, level: other! }]),
  ];
}

function drawn<T>(items: readonly T[], most: number, seed: number, purpose: string): readonly T[] {
  if (items.length <= most) return items;
  const rng = createRng(seed, purpose);
  let wanted = most;
  return items.filter((_, at) => {
    const isTaken = rng.below(items.length - at) < wanted;
    if (isTaken) wanted--;
    return isTaken;
  });
}
