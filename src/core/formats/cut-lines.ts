/**
 * The lines that the user chose, or that hold the table that was chosen among several. Lines are those of the file: a
 * line end within quotes counts. What lies outside is left out, counted, and kept to be shown.
 */
import { UserError } from '../errors.ts';
import type { ReadingChoices } from '../recipe.ts';
import { byteLengthOf, onlyFirst, startOfLine, withoutFirst, type Chunks } from './chunks.ts';
import { count, counted, MAX_ASIDE, setAside, type AsideText, type Counted } from './odd-records.ts';

export type CutLines = Readonly<{
  chunks: Chunks;
  linesAbove: number;
  /** Lines left out that are not empty, those that are, and the first of their texts. */
  leftOut: Counted;
  blankLines: readonly number[];
  aside: readonly AsideText[];
}>;

/** Throws `recipe-invalid` where the lines are none of the file. */
export function cutLines(chunks: Chunks, { firstLine = 1, lastLine }: ReadingChoices): CutLines {
  const refuse = (key: string, problem: string): never => {
    throw new UserError('recipe-invalid', { problem }, { key: `reading.${key}` });
  };
  const leftOut = counted();
  const aside: AsideText[] = [];
  const blankLines: number[] = [];
  if (firstLine === 1 && lastLine === undefined) return { chunks, linesAbove: 0, leftOut, blankLines, aside };
  if (!(firstLine >= 1)) refuse('firstLine', 'must be at least 1');
  if (lastLine !== undefined && lastLine < firstLine) refuse('lastLine', 'must not lie above firstLine');
  const total = byteLengthOf(chunks);
  const start = startOfLine(chunks, firstLine);
  if (start === total) refuse('firstLine', 'lies behind the end of the file');
  const end = lastLine === undefined ? total : startOfLine(chunks, lastLine + 1);
  keepLines(onlyFirst(chunks, start), 1, leftOut, blankLines, aside);
  if (lastLine !== undefined) keepLines(withoutFirst(chunks, end), lastLine + 1, leftOut, blankLines, aside);
  return { chunks: withoutFirst(onlyFirst(chunks, end), start), linesAbove: firstLine - 1, leftOut, blankLines, aside };
}

function keepLines(
  chunks: Chunks,
  firstLine: number,
  leftOut: Counted,
  blankLines: number[],
  aside: AsideText[],
): void {
  let line = firstLine;
  let carry: number[] = [];
  const hasFeed = chunks.some((chunk) => chunk.includes(10));
  const close = (): void => {
    const end = carry.at(-1) === 13 ? carry.length - 1 : carry.length;
    if (end > 0) {
      count(leftOut, line);
      if (aside.length < MAX_ASIDE) setAside(aside, Uint8Array.from(carry), 0, end, line);
    } else blankLines.push(line);
    carry = [];
    line++;
  };
  for (const chunk of chunks) {
    for (const byte of chunk) {
      if (byte === (hasFeed ? 10 : 13)) close();
      else carry.push(byte);
    }
  }
  if (carry.length > 0) close();
}
