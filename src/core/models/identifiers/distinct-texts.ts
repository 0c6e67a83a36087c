/**
 * Distinct texts of a pattern, without a memory of those that were made: the i-th is number (a·i + b) mod M in the order
 * of the M texts of one length, a prime to M. Lengths are used equally often, as far as their texts reach.
 * The number is kept as digits of mixed base, one base per group of places, so that no M is too large and a step is a sum
 * with carry. O(groups) a text.
 * `taken` holds texts of the pattern alone. Privacy: they are cells of real rows, given without a claim alone; none of
 * them is written.
 */
import { assert } from '../../errors.ts';
import { shuffle, type Rng } from '../../math/rng.ts';
import type { CheckForm } from '../../table/choices.ts';
import { shapeSize, type IdentifierPattern, type Shape } from '../../table/identifier-pattern.ts';
import { withCheckDigits } from './check-digits.ts';
import { createTextBlock, type TextBlock } from './text-block.ts';

/** `redrawn`: texts that were taken, and left out. */
export type DistinctTexts = Readonly<{ texts: string[]; redrawn: number }>;

/** Most texts of one group of places. */
const GROUP = 4096;

/** `check`: digits that are added to each text. There must be `count` texts beside those that are taken. */
export function distinctTexts(
  pattern: IdentifierPattern,
  count: number,
  rng: Rng,
  taken: ReadonlySet<string>,
  check: CheckForm | null,
): DistinctTexts {
  const room = roomsBeside(pattern, taken, check);
  const shares = sharesOf(room, count);
  const made = pattern.map((shape, index) => textsOfShape(shape, shares[index]!, rng, taken, check));
  const redrawn = made.reduce((sum, { redrawn: some }) => sum + some, 0);
  if (made.length === 1) return { texts: made[0]!.texts, redrawn };
  const order = Uint16Array.from(shares.flatMap((share, index) => new Array<number>(share).fill(index)));
  shuffle(order, rng);
  const next = new Array<number>(made.length).fill(0);
  return { texts: Array.from(order, (index) => made[index]!.texts[next[index]!++]!), redrawn };
}

/** How many texts there are beside those that are taken. */
export function roomBeside(pattern: IdentifierPattern, taken: ReadonlySet<string>, check: CheckForm | null): number {
  return roomsBeside(pattern, taken, check).reduce((sum, room) => sum + room, 0);
}

/** Texts of a pattern of one length in their order, from the one with number `first` (0 is the lowest) on. */
export function orderedTexts(shape: Shape, first: number, count: number, check: CheckForm | null): string[] {
  const groups = groupsOf(shape);
  const texts: string[] = [];
  addTexts(texts, count, digitsOf(first, groups), digitsOf(1, groups), groups, createTextBlock(groups, check));
  return texts;
}

function roomsBeside(pattern: IdentifierPattern, taken: ReadonlySet<string>, check: CheckForm | null): number[] {
  // Words differ in length although the shape is one.
  if (pattern.length === 1) return [Math.max(0, shapeSize(pattern[0]!) - taken.size)];
  const ofLength = new Map<number, number>();
  for (const text of taken) ofLength.set(text.length, (ofLength.get(text.length) ?? 0) + 1);
  return pattern.map((shape) => {
    const text = shape.map((place) => place[0]!).join('');
    const { length } = check === null ? text : withCheckDigits(text, check);
    return Math.max(0, shapeSize(shape) - (ofLength.get(length) ?? 0));
  });
}

function sharesOf(room: readonly number[], count: number): number[] {
  const shares = room.map(() => 0);
  const ascending = [...room.keys()].sort((one, other) => room[one]! - room[other]!);
  let left = count;
  ascending.forEach((index, done) => {
    shares[index] = Math.min(room[index]!, Math.floor(left / (room.length - done)));
    left -= shares[index];
  });
  assert(left === 0, 'distinctTexts: the pattern has room for all');
  return shares;
}

function textsOfShape(
  shape: Shape,
  count: number,
  rng: Rng,
  taken: ReadonlySet<string>,
  check: CheckForm | null,
): DistinctTexts {
  const groups = groupsOf(shape);
  const step = stepPrimeTo(groups, rng);
  const number = anyNumber(groups, rng);
  const block = createTextBlock(groups, check);
  let texts: string[] = [];
  let redrawn = 0;
  while (texts.length < count) {
    addTexts(texts, count, number, step, groups, block);
    if (taken.size === 0) break;
    const free = texts.filter((text) => !taken.has(text));
    redrawn += texts.length - free.length;
    texts = free;
  }
  return { texts, redrawn };
}

/** Neighbouring places written together. The last group counts fastest. */
function groupsOf(shape: Shape): Shape {
  const groups: string[][] = [];
  for (const place of shape) {
    const last = groups[groups.length - 1];
    if (last === undefined || last.length * place.length > GROUP) groups.push([...place]);
    else groups[groups.length - 1] = last.flatMap((before) => place.map((text) => before + text));
  }
  return groups;
}

/** Texts from `number` on, which moves on, until there are `count`. */
function addTexts(
  texts: string[],
  count: number,
  number: number[],
  step: readonly number[],
  groups: Shape,
  block: TextBlock,
): void {
  for (let left = count - texts.length; left > 0; left--) {
    block.write(number);
    add(number, step, groups);
    if (block.isFull() || left === 1) block.cutInto(texts);
  }
}

/** The sum modulo M: what is carried beyond the first group falls away. */
function add(number: number[], step: readonly number[], groups: Shape): void {
  let carry = 0;
  for (let group = groups.length - 1; group >= 0; group--) {
    const base = groups[group]!.length;
    const digit = number[group]! + step[group]! + carry;
    carry = digit >= base ? 1 : 0;
    number[group] = digit - carry * base;
  }
}

function digitsOf(value: number, groups: Shape): number[] {
  const digits = groups.map(() => 0);
  for (let group = groups.length - 1, left = value; group >= 0; group--) {
    const base = groups[group]!.length;
    digits[group] = left % base;
    left = Math.floor(left / base);
  }
  return digits;
}

function anyNumber(groups: Shape, rng: Rng): number[] {
  return groups.map((group) => rng.below(group.length));
}

/** M is the product of the bases: a number is prime to it if it is prime to each of them. */
function stepPrimeTo(groups: Shape, rng: Rng): number[] {
  for (;;) {
    const step = anyNumber(groups, rng);
    if (groups.every(({ length: base }) => greatestDivisor(remainder(step, groups, base), base) === 1)) return step;
  }
}

function remainder(number: readonly number[], groups: Shape, by: number): number {
  return number.reduce((value, digit, group) => (value * groups[group]!.length + digit) % by, 0);
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
