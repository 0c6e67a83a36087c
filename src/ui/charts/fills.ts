/**
 * Fills that tell marks apart without colour, as paths: hatching, dots and stripes inside a box, all in px, y downwards.
 * Lines stand on one grid for the whole drawing, so that boxes side by side go on in each other.
 * Left out: the fill patterns that SVG has. In a printed file each use of one becomes a picture as large as the page.
 */
import { rounded } from './steps.ts';

export type Box = Readonly<{ x: number; y: number; width: number; height: number }>;

/** Lines rising to the right, `pitch` px apart along either side: for a stroke. */
export function hatchPath({ x, y, width, height }: Box, pitch: number): string {
  let path = '';
  for (let sum = above(x + y, pitch); sum < x + width + y + height; sum += pitch) {
    const start = Math.max(x, sum - y - height);
    const end = Math.min(x + width, sum - y);
    path += `M${rounded(start)} ${rounded(sum - start)}L${rounded(end)} ${rounded(sum - end)}`;
  }
  return path;
}

/** One dot at each crossing of the grid: for a stroke with round ends, whose width is the dot's. */
export function dotsPath({ x, y, width, height }: Box, pitch: number): string {
  let path = '';
  for (let row = above(y, pitch); row < y + height; row += pitch) {
    for (let column = above(x, pitch); column < x + width; column += pitch) {
      path += `M${rounded(column)} ${rounded(row)}h0`;
    }
  }
  return path;
}

/** Level lines: for a stroke. */
export function stripesPath({ x, y, width, height }: Box, pitch: number): string {
  let path = '';
  for (let row = above(y, pitch); row < y + height; row += pitch) path += `M${x} ${rounded(row)}h${width}`;
  return path;
}

/** The first line of the grid beyond `value`. */
function above(value: number, pitch: number): number {
  return (Math.floor(value / pitch) + 1) * pitch;
}
