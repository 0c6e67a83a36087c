/**
 * A table that something else made, brought into line with the real one, so that the checks can pair their columns by
 * name: columns in the real order, each in the kind of the real column where its cells allow it. What does not fit is
 * named and takes part in nothing; nothing is clamped, rounded or mended, since that is what is to be judged. Levels that
 * are numbers are paired by value: `1.0` is the level `1`. Where most cells of a number are numbers, the others are missing.
 * Privacy: what it says counts real levels and rows: confidential. Names of columns alone are named. O(cells).
 */
import { noticeOf, UserError, type Notice } from '../errors.ts';
import { missingCount, stackedMarks, type CategoricalColumn, type Column, type Kind, type Table } from './column.ts';
import { convertColumn, MAX_LEVELS } from './convert.ts';

/** Which of the files it was. */
export type Part = 'synthetic' | 'holdout';

export type OtherKind = Readonly<{ column: string; real: Kind; found: Kind; isCompared: boolean; unfit: number }>;

/** How a table differs from the real one in its columns. Every list holds names in the order of their table. */
export type Differences = Readonly<{
  missing: readonly string[];
  extra: readonly string[];
  /** The shared columns stand in another order. */
  isReordered: boolean;
  /** `unfit` cells do not fit the real kind: they count as missing, or `isCompared` is false and nothing is said of it. */
  otherKind: readonly OtherKind[];
  /** Levels that no real row holds, and the rows that hold them. Shown are counts, never the levels. */
  unseenLevels: readonly Readonly<{ column: string; levels: number; rows: number; of: number }>[];
  /** The table has these columns, and no cell of them holds a value. */
  empty: readonly string[];
}>;

export type Aligned = Readonly<{
  /** The columns that could be brought into line, in the real order. */
  columns: readonly Column[];
  /** Names of real columns that take part in nothing: absent here, of cells that do not fit, or without a value. */
  unlike: readonly string[];
  differences: Differences;
  notices: readonly Notice[];
}>;

/** `marks`: how each real column writes a missing cell. Identifiers and texts are looked for and not compared. */
export function alignTable(real: Table, other: Table, marks: readonly string[], part: Part): Aligned {
  const found = new Map(other.columns.map((column) => [column.name, column]));
  const names = new Set(real.columns.map(({ name }) => name));
  const columns: Column[] = [];
  const unlike: string[] = [];
  const notices: Notice[] = [];
  const otherKind: OtherKind[] = [];
  const unseenLevels: { column: string; levels: number; rows: number; of: number }[] = [];
  const missing: string[] = [];
  const empty: string[] = [];
  for (const [place, column] of real.columns.entries()) {
    const { name, kind } = column;
    const asRead = found.get(name);
    const given = asRead && withMark(asRead, marks[place] ?? '');
    if (!given) {
      missing.push(name);
      unlike.push(name);
      continue;
    }
    if (isOpaque(column)) continue;
    if (other.rowCount > 0 && missingCount(given) === other.rowCount && missingCount(column) < real.rowCount) {
      empty.push(name);
      unlike.push(name);
      continue;
    }
    const { fitted, unfit } = fittedTo(column, given);
    if (given.kind !== kind) {
      otherKind.push({ column: name, real: kind, found: given.kind, isCompared: fitted !== null, unfit });
      const facts = { part, real: kind, kind: given.kind };
      const code = fitted === null ? 'apart-kind-unlike' : unfit > 0 ? 'apart-kind-partly' : 'apart-kind';
      notices.push(noticeOf(code, unfit > 0 ? 'warning' : 'note', { column: name }, unfit, facts));
    }
    if (fitted === null) {
      unlike.push(name);
      continue;
    }
    columns.push(fitted);
    if (column.kind !== 'categorical' || fitted.kind !== 'categorical') continue;
    const unseen = unseenIn(column, fitted);
    if (unseen.rows === 0) continue;
    unseenLevels.push({ column: name, ...unseen, of: other.rowCount });
    const facts = { part, rows: unseen.rows };
    notices.push(noticeOf('apart-levels', 'warning', { column: name }, unseen.levels, facts));
  }
  const extra = other.columns.filter(({ name }) => !names.has(name)).map(({ name }) => name);
  const shared = other.columns.filter(({ name }) => names.has(name)).map(({ name }) => name);
  const inRealOrder = real.columns.filter(({ name }) => found.has(name)).map(({ name }) => name);
  const isReordered = shared.some((name, place) => name !== inRealOrder[place]);
  const named = (code: 'apart-missing' | 'apart-extra' | 'apart-empty', list: readonly string[]): Notice[] =>
    list.length === 0
      ? []
      : [noticeOf(code, code === 'apart-extra' ? 'note' : 'warning', {}, list.length, { part, columns: list })];
  return {
    columns,
    unlike,
    differences: { missing, extra, isReordered, otherKind, unseenLevels, empty },
    notices: [
      ...named('apart-missing', missing),
      ...named('apart-empty', empty),
      ...notices,
      ...named('apart-extra', extra),
      ...(isReordered ? [noticeOf('apart-order', 'note', {}, shared.length, { part })] : []),
    ],
  };
}

/**
 * One table below the other, in the columns that both have; levels are joined by their text. The rows of
 * the second stand behind those of the first, so that a place alone says which table a row is of.
 */
export function placeBelow(first: Table, second: readonly Column[], secondRows: number): Table {
  const below = new Map(second.map((column) => [column.name, column]));
  return {
    rowCount: first.rowCount + secondRows,
    columns: first.columns.map((column) => stackColumns(column, below.get(column.name), secondRows)),
  };
}

function isOpaque(column: Column): boolean {
  return column.kind === 'identifier' || column.kind === 'text';
}

/** The level that is the real column's mark for missing, as missing: in a small table it may have been read as a level. */
function withMark(column: Column, mark: string): Column {
  if (mark === '' || column.kind === 'numeric' || column.kind === 'datetime') return column;
  const place = column.levels.indexOf(mark);
  if (place < 0) return column;
  const levels = column.levels.filter((level) => level !== mark);
  const codeOf = (code: number): number => (code === place ? levels.length : code > place ? code - 1 : code);
  return column.kind === 'categorical'
    ? { ...column, levels, codes: column.codes.map(codeOf) }
    : { ...column, levels, codes: column.codes.map(codeOf) };
}

/** The column in the kind of the real one, and how many cells do not fit; null where most of them do not. */
function fittedTo(real: Column, given: Column): Readonly<{ fitted: Column | null; unfit: number }> {
  const whole = converted(given, real.kind);
  if (whole.column) {
    const { column } = whole;
    const isPair = real.kind === 'categorical' && column.kind === 'categorical';
    return { fitted: isPair ? pairedByValue(real, column) : column, unfit: 0 };
  }
  const { unfit } = whole;
  const isMostly = 2 * unfit < cellsOf(given);
  return {
    fitted: real.kind === 'numeric' && isMostly ? converted(numbersAlone(given), 'numeric').column : null,
    unfit,
  };
}

function converted(column: Column, kind: Kind): Readonly<{ column: Column | null; unfit: number }> {
  try {
    return { column: convertColumn(column, kind), unfit: 0 };
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    return { column: null, unfit: Number(thrown.facts['cells'] ?? cellsOf(column)) };
  }
}

/** A dictionary whose texts are numbers alone; the other cells are missing. */
function numbersAlone(column: Column): Column {
  if (column.kind === 'numeric' || column.kind === 'datetime') return column;
  const levels = column.levels.filter(isNumber);
  const placeOf = new Map(levels.map((level, place) => [level, place]));
  const places = [...column.levels.map((level) => placeOf.get(level) ?? levels.length), levels.length];
  const codes = Uint32Array.from(column.codes, (code) => places[code]!);
  return { kind: 'text', name: column.name, codes, levels };
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

/** Cells that hold a value. */
function cellsOf(column: Column): number {
  const { length } =
    column.kind === 'numeric' ? column.values : column.kind === 'datetime' ? column.epochMs : column.codes;
  return length - missingCount(column);
}

/** Levels that are the same number as a real level take its text. */
function pairedByValue(real: CategoricalColumn, given: CategoricalColumn): CategoricalColumn {
  const textOf = new Map<number, string>();
  for (const level of real.levels) {
    if (isNumber(level) && !textOf.has(Number(level))) textOf.set(Number(level), level);
  }
  const known = new Set(real.levels);
  const texts = given.levels.map((level) =>
    known.has(level) || !isNumber(level) ? level : (textOf.get(Number(level)) ?? level),
  );
  return joinedLevels(given, texts);
}

/** The column with these texts for its levels; equal texts become one level. */
function joinedLevels(column: CategoricalColumn, texts: readonly string[]): CategoricalColumn {
  const levels = [...new Set(texts)];
  const placeOf = new Map(levels.map((level, place) => [level, place]));
  const places = Uint16Array.from([...texts.map((text) => placeOf.get(text)!), levels.length]);
  return { ...column, levels, codes: column.codes.map((code) => places[code]!) };
}

function unseenIn(real: CategoricalColumn, given: CategoricalColumn): Readonly<{ levels: number; rows: number }> {
  const known = new Set(real.levels);
  const isUnseen = given.levels.map((level) => !known.has(level));
  const held = new Set<number>();
  let rows = 0;
  for (const code of given.codes) {
    if (!isUnseen[code]) continue;
    rows++;
    held.add(code);
  }
  return { levels: held.size, rows };
}

function stackColumns(first: Column, second: Column | undefined, secondRows: number): Column {
  switch (first.kind) {
    case 'numeric': {
      const below = second?.kind === 'numeric' ? second : null;
      const values = stackNumbers(first.values, below?.values, secondRows);
      const marks = stackedMarks(below ? [first, below] : [first], values.length);
      return { ...first, values, decimals: Math.max(first.decimals, below?.decimals ?? 0), ...marks };
    }
    case 'datetime': {
      const below = second?.kind === 'datetime' ? second : null;
      const epochMs = stackNumbers(first.epochMs, below?.epochMs, secondRows);
      return { ...first, epochMs, ...stackedMarks(below ? [first, below] : [first], epochMs.length) };
    }
    case 'categorical': {
      const below = second?.kind === 'categorical' ? second : null;
      const levels = [...new Set([...first.levels, ...(below?.levels ?? [])])];
      if (levels.length > MAX_LEVELS) {
        throw new UserError('levels-too-many', { levels: levels.length, limit: MAX_LEVELS }, { column: first.name });
      }
      const codes = new Uint16Array(first.codes.length + secondRows).fill(levels.length);
      stackCodes(codes, levels, first, 0);
      if (below) stackCodes(codes, levels, below, first.codes.length);
      return { ...first, levels, codes };
    }
    case 'identifier':
    case 'text': {
      // Never compared: what stands below is as good as missing.
      const codes = new Uint32Array(first.codes.length + secondRows).fill(first.levels.length);
      codes.set(first.codes);
      return { ...first, codes };
    }
  }
}

function stackNumbers(above: Float64Array, below: Float64Array | undefined, belowRows: number): Float64Array {
  const joined = new Float64Array(above.length + belowRows).fill(NaN);
  joined.set(above);
  if (below) joined.set(below, above.length);
  return joined;
}

function stackCodes(codes: Uint16Array, levels: readonly string[], column: CategoricalColumn, from: number): void {
  const placeOf = new Map(levels.map((level, place) => [level, place]));
  const places = Uint16Array.from([...column.levels.map((level) => placeOf.get(level)!), levels.length]);
  for (let row = 0; row < column.codes.length; row++) codes[from + row] = places[column.codes[row]!]!;
}
