/**
 * What becomes of a record that is odd in some way: quoted, of another width than the table, or unwanted.
 *   A short record is padded with missing cells. A long one whose surplus is empty is trimmed, any other is set aside,
 *     unless the user wants it otherwise. How quotes are repaired and surplus cells found: `odd-records.ts`.
 * All of it is counted with its first lines in the scan (`scan-state.ts`).
 */
import { discardRow, storeCell, type CellStore } from './cells.ts';
import { cellToDrop, count, NO_REPAIR, quoteToRepair, setAside, storeWithout, TWO_REPAIRS } from './odd-records.ts';
import { behindBlanks, CARRIAGE, UNFINISHED } from './quotes.ts';
import { endLine, resetRecord, type Scan } from './scan-state.ts';

/** The record is to be read again from its start, with more of its quotes as letters. */
export const RETRY = -2;
/** Trimmed records that are looked at for a better place of the surplus cell. */
const MAX_LOOKED_AT = 100;

/** `at`: the line end of the record. Answers where the next begins, UNFINISHED or RETRY. */
export function endRecord(
  scan: Scan,
  bytes: Uint8Array,
  start: number,
  at: number,
  end: number,
  cellCount: number,
  surplus: number,
  isLast: boolean,
  isLeftOut: boolean,
): number {
  const { syntax, width, store, record, row, line, settings } = scan;
  let isAmbiguous = false;
  if (cellCount !== width && record.quoted.length > 0) {
    const letter = quoteToRepair(syntax, width, record, bytes, start, end, isLast);
    if (letter === UNFINISHED) return UNFINISHED;
    isAmbiguous = letter === TWO_REPAIRS;
    if (letter !== NO_REPAIR && !isAmbiguous) {
      record.letters.add(letter);
      record.repaired++;
      return RETRY;
    }
  }
  const kind = syntax.classes[bytes[at]!]!;
  const isBlankLine = cellCount === 1 && width > 1 && behindBlanks(bytes, start, syntax.blank) === at;
  const isLong = cellCount > width;
  const dropped = isLong ? decide(scan, bytes, start, at, cellCount, surplus) : KEPT;
  if (isBlankLine) {
    count(scan.blankLines, line);
    discardRow(store, row);
  } else if (isLeftOut || isAmbiguous || dropped === SET_ASIDE) {
    count(isLeftOut ? scan.leftOut : scan.long, line);
    setAside(scan.aside, bytes, start, at, line);
    discardRow(store, row);
  } else {
    if (dropped >= 0) {
      discardRow(store, row);
      storeWithout(syntax, store, row, bytes, start, at, dropped);
    }
    for (let column = cellCount; column < width; column++) storeCell(store, column, row, bytes, at, at);
    if (cellCount < settings.leastWidth) count(scan.short, line);
    if (3 * cellCount <= width) scan.narrow.push({ row, line });
    if (isLong) count(surplus > 0 ? scan.mended : scan.trimmed, line);
    if (dropped < 0) for (const { column, code } of record.quoted) noteQuoted(store, column, code);
    scan.row = row + 1;
  }
  scan.widest = Math.max(scan.widest, cellCount);
  for (let i = 0; i < record.unclosed; i++) count(scan.unclosed, line);
  if (record.repaired > 0) count(scan.repaired, line);
  if (record.stray > 0) count(scan.stray, line);
  endLine(scan, kind);
  scan.line += record.lines + 1;
  resetRecord(record);
  return at + (kind === CARRIAGE ? 2 : 1);
}

/** What becomes of a long record, if no cell within it is to go. */
const KEPT = -1;
const SET_ASIDE = -2;

/** The place of the cell that goes, KEPT (without what is beyond the width) or SET_ASIDE. */
function decide(scan: Scan, bytes: Uint8Array, start: number, at: number, cellCount: number, surplus: number): number {
  const { settings, line, width, decisions } = scan;
  const known = decisions.get(line);
  if (known !== undefined) return known;
  const isLookedAt = settings.aside === 'drop-empty' || (surplus === 0 && decisions.size < MAX_LOOKED_AT);
  const dropped = isLookedAt && cellCount === width + 1 ? cellToDrop(scan.syntax, scan.store, bytes, start, at) : -1;
  let decision = surplus > 0 && settings.aside !== 'cut' ? SET_ASIDE : KEPT;
  if (dropped >= 0 && dropped < width) decision = settings.aside === 'drop-empty' ? dropped : SET_ASIDE;
  if (isLookedAt) decisions.set(line, decision);
  return decision;
}

function noteQuoted(store: CellStore, column: number, code: number): void {
  if (column >= store.modes.length) return;
  if (code < 0) store.quotedNumbers[column]!++;
  else store.quotedCodes[column]![code] = (store.quotedCodes[column]![code] ?? 0) + 1;
}
