/**
 * What a scan holds while it runs: the cells so far, what was counted with its first lines, what was set aside, and the
 * record at hand. What changes it is the kernel (`scan.ts`).
 */
import type { Aside } from '../recipe.ts';
import { createCellStore, discardRow, type CellStore } from './cells.ts';
import { counted, type AsideText, type Counted, type KnownHeader, type QuotedCell } from './odd-records.ts';
import { CARRIAGE, type Syntax } from './quotes.ts';

export type Scan = {
  readonly settings: ScanSettings;
  readonly syntax: Syntax;
  readonly width: number;
  readonly store: CellStore;
  /** Rows kept so far; the row being written. */
  row: number;
  readonly rowLimit: number;
  /** Line of the next record, from 1. */
  line: number;
  lineFeeds: number;
  carriageReturns: number;
  finalLineEnd: boolean;
  readonly blankLines: Counted;
  readonly comments: Counted;
  readonly short: Counted;
  readonly long: Counted;
  /** Long records that were kept without their surplus, or without an empty cell. */
  readonly mended: Counted;
  readonly trimmed: Counted;
  readonly unclosed: Counted;
  readonly repaired: Counted;
  readonly stray: Counted;
  readonly repeated: Counted;
  readonly leftOut: Counted;
  /** Short records with at most a third of the cells. */
  readonly narrow: { row: number; line: number }[];
  readonly aside: AsideText[];
  /** Most cells of a record. */
  widest: number;
  /** By the line of a long record, what was done with it: the cell that went, or −1. A second scan does the same. */
  readonly decisions: Map<number, number>;
  /** Of the record at hand. */
  record: RecordState;
};

export type RecordState = {
  /** Places in the buffer whose quote is a letter. */
  letters: Set<number>;
  quoted: QuotedCell[];
  lines: number;
  unclosed: number;
  repaired: number;
  stray: number;
};

export type ScanSettings = Readonly<{
  syntax: Syntax;
  width: number;
  /** Line of the first record. */
  firstLine: number;
  /** A guess at the number of rows. */
  capacity: number;
  chosenMarks: ReadonlySet<string>;
  /** A record like this is no row. */
  header: KnownHeader | null;
  aside: Aside;
  /** Records with fewer cells are short. */
  leastWidth: number;
  /** Rows that the user wants left out, ascending, as a scan without that wish numbers them. */
  leftOut: readonly number[];
}>;

/** `modes`: what each column is read as at first; `rowLimit`: where to stop; `decisions`: those of an earlier scan. */
export function createScan(
  settings: ScanSettings,
  modes: Uint8Array,
  rowLimit = Infinity,
  decisions = new Map<number, number>(),
): Scan {
  return {
    settings,
    syntax: settings.syntax,
    width: settings.width,
    store: createCellStore(modes, Math.max(16, Math.min(settings.capacity, rowLimit)), settings.chosenMarks),
    row: 0,
    rowLimit,
    line: settings.firstLine,
    lineFeeds: 0,
    carriageReturns: 0,
    finalLineEnd: true,
    blankLines: counted(),
    comments: counted(),
    short: counted(),
    long: counted(),
    trimmed: counted(),
    unclosed: counted(),
    repaired: counted(),
    stray: counted(),
    mended: counted(),
    repeated: counted(),
    leftOut: counted(),
    narrow: [],
    aside: [],
    widest: 0,
    decisions,
    record: { letters: new Set(), quoted: [], lines: 0, unclosed: 0, repaired: 0, stray: 0 },
  };
}

/** The record at hand is to be read again. */
export function resetCells(scan: Scan): void {
  discardRow(scan.store, scan.row);
  scan.record.quoted.length = 0;
  scan.record.lines = 0;
}

export function resetRecord(record: RecordState): void {
  record.letters.clear();
  record.quoted.length = 0;
  record.lines = 0;
  record.unclosed = 0;
  record.repaired = 0;
  record.stray = 0;
}

export function endLine(scan: Scan, kind: number): void {
  if (kind === CARRIAGE) scan.carriageReturns++;
  else scan.lineFeeds++;
}
