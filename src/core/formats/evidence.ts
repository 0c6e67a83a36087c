/** What speaks for a kind: names that say identifier, pairs that say boolean, few distinct values. */

/** In lower case and in order. English, German, French, Spanish, Italian, Dutch. */
const BOOLEAN_PAIRS: ReadonlySet<string> = new Set(
  [
    ['false', 'true'],
    ['no', 'yes'],
    ['f', 't'],
    ['n', 'y'],
    ['0', '1'],
    ['off', 'on'],
    ['falsch', 'wahr'],
    ['ja', 'nein'],
    ['j', 'n'],
    ['faux', 'vrai'],
    ['non', 'oui'],
    ['n', 'o'],
    ['falso', 'verdadero'],
    ['no', 'sí'],
    ['no', 'si'],
    ['n', 's'],
    ['falso', 'vero'],
    ['no', 'sì'],
    ['onwaar', 'waar'],
    ['ja', 'nee'],
  ].map((pair) => pair.join(' ')),
);

export function isBooleanPair(first: string, second: string): boolean {
  const pair = [first.toLowerCase(), second.toLowerCase()];
  return BOOLEAN_PAIRS.has(pair.join(' ')) || BOOLEAN_PAIRS.has(pair.reverse().join(' '));
}

/** Whole tokens only: `paid` is no id. */
export function saysIdentifier(name: string): boolean {
  return tokensOf(name).some((token) => ['id', 'ids', 'uuid', 'guid', 'key', 'identifier'].includes(token));
}

/** Weaker: a code may be a category, too. */
export function saysKey(name: string): boolean {
  return tokensOf(name).some((token) => ['code', 'no', 'nr', 'number', 'num'].includes(token));
}

export function tokensOf(name: string): readonly string[] {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
}

/** The distinct values ascending with their counts, both zeros as one and missing left out; null if more than `most`. */
export type FewValues = Readonly<{ values: Float64Array; counts: Uint32Array; hasNegativeZero: boolean }>;

/** Whole numbers below this are found without a hash. */
const SMALL = 1024;

/** Open addressing over the bits of the doubles; stops at the value after `most`. */
export function fewValues(cells: Float64Array, most: number): FewValues | null {
  const capacity = 2 ** Math.ceil(Math.log2(2 * most + 2));
  const slots = new Int32Array(capacity);
  const small = new Int32Array(SMALL);
  const found = new Float64Array(most);
  const counts = new Uint32Array(most);
  const one = new Float64Array(1);
  const words = new Int32Array(one.buffer);
  let size = 0;
  let hasNegativeZero = false;
  for (let row = 0; row < cells.length; row++) {
    const value = cells[row]!;
    if (value !== value) continue;
    if (value > 0 && value < SMALL && small[value]! > 0) {
      counts[small[value]! - 1]!++;
      continue;
    }
    one[0] = value;
    if (value === 0) {
      if (words[1] !== 0) hasNegativeZero = true;
      one[0] = 0;
    }
    const hash = Math.imul(words[0]! ^ Math.imul(words[1]!, 0x9e3779b1), 0x85ebca6b);
    let slot = (hash ^ (hash >>> 15)) & (capacity - 1);
    while (slots[slot] !== 0 && found[slots[slot]! - 1] !== value) slot = (slot + 1) & (capacity - 1);
    if (slots[slot] === 0) {
      if (size === most) return null;
      found[size] = one[0];
      slots[slot] = ++size;
      if (value > 0 && value < SMALL && Number.isInteger(value)) small[value] = size;
    }
    counts[slots[slot]! - 1]!++;
  }
  const order = Array.from({ length: size }, (_, place) => place).sort((a, b) => found[a]! - found[b]!);
  return {
    values: Float64Array.from(order, (place) => found[place]!),
    counts: Uint32Array.from(order, (place) => counts[place]!),
    hasNegativeZero,
  };
}
