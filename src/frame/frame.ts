/**
 * The preview's table tools, over danfojs: filter, sort, describe, count values. Loaded on demand, fed with a slice of
 * at most `FRAME_ROWS` rows that our own code chose, and never asked for a number that a claim or a finding rests on.
 * danfojs types every column and method as `any`; this module is the one place that knows its shapes.
 */
import { DataFrame, toJSON } from 'danfojs';

/** One column of the slice: numbers, or texts; null is missing. */
export type FrameColumn = Readonly<{ name: string; cells: readonly (string | number | null)[] }>;
export type Statistic = Readonly<{ statistic: string; cells: readonly (number | null)[] }>;

export interface Preview {
  readonly rowCount: number;
  readonly names: readonly string[];
  /** The first `n` rows as cells. */
  head(n: number): readonly (readonly (string | number | null)[])[];
  /** Rows in which any cell contains the text, whatever its case. */
  filter(text: string): Preview;
  sort(name: string, ascending: boolean): Preview;
  /** Count, mean, standard deviation, minimum, median, maximum and variance of the numeric columns of this slice. */
  summary(): Readonly<{ names: readonly string[]; rows: readonly Statistic[] }>;
  /** The commonest values of a column in this slice. */
  valueCounts(name: string, n: number): readonly Readonly<{ level: string; count: number }>[];
}

/** The most rows that a frame may hold: its sort and filter grow faster than the rows. */
export const FRAME_ROWS = 5_000;

type Cell = string | number | null;
type Frame = InstanceType<typeof DataFrame>;

/** Names are kept beside the frame, which cannot hold two columns of one name. */
type Slice = Readonly<{ frame: Frame; names: readonly string[]; isNumeric: readonly boolean[] }>;

export function previewFrame(columns: readonly FrameColumn[]): Preview {
  const rowCount = Math.min(FRAME_ROWS, columns[0]?.cells.length ?? 0);
  // A frame cannot be empty: without rows it holds one row of missing cells, which nothing below ever reads.
  const cellsOf = (column: FrameColumn) => (rowCount === 0 ? [null] : column.cells.slice(0, rowCount));
  const data = Object.fromEntries(columns.map((column, index) => [key(index), cellsOf(column)]));
  const names = columns.map((column) => column.name);
  const isNumeric = columns.map((column) => column.cells.some((cell) => typeof cell === 'number'));
  return previewOf({ frame: new DataFrame(data), names, isNumeric }, rowCount);
}

/** The slice as a danfojs frame, for people who go on in the console. */
export function toDataFrame(columns: readonly FrameColumn[]): Frame {
  return new DataFrame(Object.fromEntries(columns.map((column) => [column.name, [...column.cells]])));
}

/** Rows as records of plain JSON, by danfojs. */
export function toRecords(frame: Frame): readonly Record<string, Cell>[] {
  return toJSON(frame, { format: 'column' }) as Record<string, Cell>[];
}

function key(index: number): string {
  return `c${index}`;
}

function previewOf(slice: Slice, rowCount: number): Preview {
  const { frame, names, isNumeric } = slice;
  const indexOf = (name: string): number => names.indexOf(name);
  const rows = (): Cell[][] => (rowCount === 0 ? [] : (frame.values as Cell[][]));
  return {
    rowCount,
    names,
    head: (n) => rows().slice(0, n),
    filter: (text) => {
      const wanted = text.trim().toLowerCase();
      if (wanted === '' || rowCount === 0) return previewOf(slice, rowCount);
      const isHit = rows().map((cells) =>
        cells.some((cell) => cell !== null && String(cell).toLowerCase().includes(wanted)),
      );
      const kept = isHit.filter(Boolean).length;
      return previewOf(kept === 0 ? slice : { ...slice, frame: frame.query(isHit) }, kept);
    },
    sort: (name, ascending) => {
      if (rowCount < 2 || indexOf(name) < 0) return previewOf(slice, rowCount);
      const sorted = frame.sortValues(key(indexOf(name)), { ascending });
      return previewOf({ ...slice, frame: sorted }, rowCount);
    },
    summary: () => {
      const numeric = names.flatMap((_, index) => (isNumeric[index] ? [index] : []));
      if (numeric.length === 0 || rowCount === 0) return { names: [], rows: [] };
      const part = frame.loc({ columns: numeric.map(key) });
      const described = part.describe();
      const values = described.values as (number | null)[][];
      return {
        names: numeric.map((index) => names[index] ?? ''),
        rows: (described.index as string[]).map((statistic, row) => ({
          statistic,
          cells: (values[row] ?? []).map((value) =>
            typeof value === 'number' && Number.isFinite(value) ? value : null,
          ),
        })),
      };
    },
    valueCounts: (name, n) => {
      if (rowCount === 0) return [];
      const series = frame.column(key(indexOf(name))).dropNa();
      const counts = series.valueCounts() as { index: (string | number)[]; values: number[] };
      return counts.index
        .map((level, i) => ({ level: String(level), count: counts.values[i] ?? 0 }))
        .sort((a, b) => b.count - a.count)
        .slice(0, n);
    },
  };
}
