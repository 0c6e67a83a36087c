/**
 * The pattern of a column of identifiers: lengths, alphabet, and what all of them share. Texts of one length are taken
 * place by place; of several lengths, as what they begin and end with and a middle of varying length. A place that
 * varies is a set of digits and letters, wider than what was seen: a place tells no more than which classes occur there.
 * Privacy: read off real cells, so never under a claim. Of fewer texts than `LEAST` nothing is inferred, since what they
 * share could be a cell, and of texts with blanks neither: those are words. Left out: check digits, several varying lengths, letters beyond a to z.
 */
import { MOST_CHARACTERS } from '../../table/identifier-pattern.ts';

const LEAST = 10;
const CLASSES: readonly (readonly [RegExp, string])[] = [
  [/[0-9]/, '0-9'],
  [/[A-Z]/, 'A-Z'],
  [/[a-z]/, 'a-z'],
];

/** A pattern as `parsePattern` reads it, or null. `texts` are distinct. */
export function inferPattern(texts: readonly string[]): string | null {
  if (texts.length < LEAST) return null;
  const first = texts[0]!;
  let [least, most] = [Infinity, 0];
  let [before, after] = [first.length, first.length];
  for (const text of texts) {
    least = Math.min(least, text.length);
    most = Math.max(most, text.length);
    if (most > MOST_CHARACTERS || /\s/.test(text)) return null;
    before = sharedWhile(before, (at) => text[at] === first[at]);
    after = sharedWhile(after, (at) => text[text.length - 1 - at] === first[first.length - 1 - at]);
  }
  if (least === most) return joinedPlaces(Array.from(first, (_, at) => placeOf(texts, at)));
  before = Math.min(before, least);
  after = Math.min(after, least - before);
  const middles = texts.map((text) => text.slice(before, text.length - after));
  const [low, high] = [least - before - after, most - before - after];
  const set = setOf(middles.join(''));
  if (set === null) return null;
  const isNumber = set === '[0-9]' && low > 0 && middles.every((middle) => !middle.startsWith('0'));
  const varying = isNumber ? `[1-9][0-9]{${low - 1},${high - 1}}` : `${set}{${low},${high}}`;
  return literal(first.slice(0, before)) + varying + literal(first.slice(first.length - after));
}

function sharedWhile(most: number, isShared: (at: number) => boolean): number {
  let at = 0;
  while (at < most && isShared(at)) at++;
  return at;
}

function placeOf(texts: readonly string[], at: number): string | null {
  const seen = new Set<string>();
  for (const text of texts) seen.add(text[at]!);
  if (seen.size === 1) return literal([...seen][0]!);
  const set = setOf([...seen].join(''));
  const isLeading = at === 0 || !/[0-9]/.test(texts[0]![at - 1]!);
  return set === '[0-9]' && isLeading && !seen.has('0') ? '[1-9]' : set;
}

function setOf(characters: string): string | null {
  if (!/^[0-9A-Za-z]*$/.test(characters)) return null;
  return `[${CLASSES.flatMap(([test, range]) => (test.test(characters) ? [range] : [])).join('')}]`;
}

/** Equal neighbours with a count. */
function joinedPlaces(places: readonly (string | null)[]): string | null {
  let pattern = '';
  for (let at = 0, end = 0; at < places.length; at = end) {
    const place = places[at];
    if (place === null || place === undefined) return null;
    while (end < places.length && places[end] === place) end++;
    pattern += end - at === 1 ? place : place.startsWith('[') ? `${place}{${end - at}}` : place.repeat(end - at);
  }
  return pattern;
}

function literal(text: string): string {
  return text.replace(/[\][\\{}()*+?|^$.]/g, '\\$&');
}
