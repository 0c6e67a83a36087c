/** Lists of levels: the order of one changed, and a list out of a text. */

/** The list with the level at `place` one step up or down. */
export function moved(levels: readonly string[], place: number, by: -1 | 1): readonly string[] {
  const next = [...levels];
  const [level] = next.splice(place, 1);
  if (level !== undefined) next.splice(place + by, 0, level);
  return next;
}

/** One level a line; blanks around them, empty lines and repeats are left out. */
export function levelsIn(lines: string): readonly string[] {
  const levels = lines.split('\n').map((line) => line.trim());
  return [...new Set(levels)].filter((level) => level !== '');
}
