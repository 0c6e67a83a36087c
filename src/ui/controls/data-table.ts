/**
 * A column of a table on screen. `value` gives the text of a cell: null is a missing one, a number is a count and
 * comes out in groups of three. Without `value` the table's `cell` snippet draws it. `isHead`: its cells name their row.
 */
export type TableColumn<Row> = Readonly<{
  key: string;
  label: string;
  /** Second line of the head: a unit, a kind. */
  detail?: string | undefined;
  align?: 'start' | 'end';
  isHead?: boolean;
  /** In a preview: takes the width that is left instead of being cut short. */
  isLong?: boolean;
  /** Least width in px. */
  width?: number;
  value?: (row: Row, rowIndex: number) => string | number | null;
}>;
