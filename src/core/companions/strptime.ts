/**
 * Patterns of dates in the signs of C and Python, in which a Table Schema states them: `%d/%m/%Y` is `dd/MM/yyyy`.
 * Sign by sign; what the other side has no sign for is answered as null, and so is what would not be a pattern at all.
 * A sign reads digits with or without a leading zero, so that `d` is written as `%d` and comes back as `dd`.
 * Left out: names of months in other languages than English, quarters, weekdays, weeks, names of zones.
 */
import { isDateFormat } from '../table/dates.ts';

const SIGNS: Readonly<Record<string, string>> = {
  '%Y': 'yyyy',
  '%y': 'yy',
  '%m': 'MM',
  '%-m': 'M',
  '%b': 'MMM',
  '%h': 'MMM',
  '%B': 'MMMM',
  '%d': 'dd',
  '%-d': 'd',
  '%H': 'HH',
  '%-H': 'H',
  '%I': 'hh',
  '%-I': 'h',
  '%M': 'mm',
  '%S': 'ss',
  '%f': 'SSSSSS',
  '%p': 'a',
  '%z': 'XXX',
  '%F': 'yyyy-MM-dd',
  '%T': 'HH:mm:ss',
  '%R': 'HH:mm',
  '%D': 'MM/dd/yy',
  '%%': '%',
};
const WRITTEN: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(SIGNS).map(([sign, token]) => [token, sign])),
  MMM: '%b',
  M: '%m',
  d: '%d',
  H: '%H',
  h: '%I',
  aa: '%p',
  '%': '%%',
};

/** The pattern, or null if it says something that no pattern here can. */
export function fromStrptime(format: string): string | null {
  let pattern = '';
  for (const [text, letters] of format.matchAll(/%-?[A-Za-z%]|([A-Za-z0-9']+)|[^%]/g)) {
    if (letters !== undefined) pattern += `'${letters.replaceAll("'", "''")}'`;
    else if (text.startsWith('%')) {
      const token = SIGNS[text];
      if (token === undefined) return null;
      pattern += token;
    } else pattern += text;
  }
  return isDateFormat(pattern) ? pattern : null;
}

/** The nearest that can be said of a pattern, or null. */
export function toStrptime(pattern: string): string | null {
  let format = '';
  for (const [text, quoted, letter] of pattern.matchAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']/g)) {
    if (quoted !== undefined) format += quoted.replaceAll("''", "'").replaceAll('%', '%%');
    else if (letter !== undefined) {
      const sign = letter === 'S' ? '%f' : WRITTEN[text];
      if (sign === undefined) return null;
      format += sign;
    } else if (text === '{') return null;
    else format += text === '%' ? '%%' : text;
  }
  return format;
}
