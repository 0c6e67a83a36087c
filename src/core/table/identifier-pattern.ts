/**
 * Patterns of identifiers, in a small part of the language of regular expressions: characters, `\d`, sets such as
 * `[A-Z0-9]`, each with an optional count `{6}` or `{4,8}`; a backslash before a character means that character.
 *   INV-[0-9]{6}      C\d{2}-[A-Z]{3}      [1-9][0-9]{0,5}
 * Left out: choices, groups, `*`, `+`, `?`, and more than one count that varies. So the length of a text says how it was
 * made, and no text is made in two ways: there are as many texts as ways.
 */

/** What may stand at one place: distinct texts. */
export type Place = readonly string[];
/** The texts of one length, as the choices at each place. */
export type Shape = readonly Place[];
/** The shapes differ in length. */
export type IdentifierPattern = readonly Shape[];

/** Characters of the longest text. */
export const MOST_CHARACTERS = 64;

const ITEM = /(?:\[((?:[^\][\\]|\\.)+)\]|\\(.)|([^\][\\{}()*+?|^$.]))(?:\{(\d{1,2})(?:,(\d{1,2}))?\})?/uy;
const SET_ITEM = /(\\?.)(?:-(\\?.))?/gsu;
const DIGITS: Place = Array.from('0123456789');

/** Null where the text is no such pattern, or its longest text is empty or too long. */
export function parsePattern(text: string): IdentifierPattern | null {
  ITEM.lastIndex = 0;
  let shapes: Shape[] = [[]];
  while (ITEM.lastIndex < text.length) {
    const match = ITEM.exec(text);
    if (match === null) return null;
    const [, set, escaped, plain, least = '1', most = least] = match;
    const place = set !== undefined ? setOf(set) : escaped === 'd' ? DIGITS : [(escaped ?? plain)!];
    const [low, high] = [Number(least), Number(most)];
    if (place === null || low > high || high > MOST_CHARACTERS || (low < high && shapes.length > 1)) return null;
    const counts = Array.from({ length: high - low + 1 }, (_, more) => low + more);
    shapes = shapes.flatMap((shape) =>
      counts.map((count) => [...shape, ...Array.from({ length: count }, () => place)]),
    );
  }
  const longest = Math.max(...shapes.map((shape) => shape.length));
  return longest === 0 || longest > MOST_CHARACTERS ? null : shapes.filter((shape) => shape.length > 0);
}

/** How many texts there are; beyond 2^53 about so many. */
export function patternSize(pattern: IdentifierPattern): number {
  return pattern.reduce((sum, shape) => sum + shapeSize(shape), 0);
}

export function shapeSize(shape: Shape): number {
  return shape.reduce((product, place) => product * place.length, 1);
}

/** Finds the texts of the pattern and no others. */
export function expressionOf(pattern: IdentifierPattern): RegExp {
  const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const placeOf = (place: Place): string => `(?:${place.map(escaped).join('|')})`;
  return new RegExp(`^(?:${pattern.map((shape) => shape.map(placeOf).join('')).join('|')})$`);
}

function setOf(text: string): Place | null {
  if (text.startsWith('^')) return null;
  const found = new Set<string>();
  for (const [, first, last = first] of text.matchAll(SET_ITEM)) {
    if (first === '\\d') {
      for (const digit of DIGITS) found.add(digit);
      continue;
    }
    const [low, high] = [codeOf(first!), codeOf(last!)];
    if (low > high) return null;
    for (let code = low; code <= high; code++) found.add(String.fromCodePoint(code));
  }
  return [...found];
}

function codeOf(character: string): number {
  return character.codePointAt(character.length > 1 && character.startsWith('\\') ? 1 : 0)!;
}
