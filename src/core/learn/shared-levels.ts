/**
 * How many levels each tuple of categories shares with a query, for 32 tuples at a time: a bitmap index (one bit a tuple
 * for every level of a column; O'Neil and Quass 1997, SIGMOD) whose bits are added by carry-save adders, seven columns
 * in a pass. The sums stand in slices: bit t of slice p is binary digit p of the number of tuple t.
 * Cost: about 4 operations a tuple for 20 columns; tuples with a given number are then read off a word at a time.
 * Memory: a bit a tuple and level, and two bytes a tuple for columns of more than 64 levels, compared at each query.
 */

/** Codes of the distinct tuples in one column, 0 … codeCount − 1. */
export type TupleCodes = Readonly<{ codes: Uint16Array; codeCount: number }>;

/** `slices` hold what `countShared` was asked last; words of one slice stand together. */
export type SharedLevels = Readonly<{
  tupleCount: number;
  wordCount: number;
  columns: readonly BitmapColumn[];
  slices: Int32Array;
  sliceCount: number;
}>;

/** `bitmaps`: words of one code stand together; null where there are too many codes. `spare` holds the bits of one query then. */
type BitmapColumn = TupleCodes & Readonly<{ bitmaps: Int32Array | null; spare: Int32Array | null }>;

const MOST_BITMAPS = 64;
const AT_ONCE = 7;
/** Digits of a sum of seven. */
const LEAST_SLICES = 3;

export function createSharedLevels(columns: readonly TupleCodes[], tupleCount: number): SharedLevels {
  const wordCount = Math.ceil(tupleCount / 32);
  const sliceCount = Math.max(LEAST_SLICES, 32 - Math.clz32(columns.length));
  return {
    tupleCount,
    wordCount,
    columns: columns.map(({ codes, codeCount }) => {
      if (codeCount > MOST_BITMAPS) return { codes, codeCount, bitmaps: null, spare: new Int32Array(wordCount) };
      const bitmaps = new Int32Array(codeCount * wordCount);
      for (let tuple = 0; tuple < tupleCount; tuple++) {
        bitmaps[codes[tuple]! * wordCount + (tuple >>> 5)]! |= 1 << (tuple & 31);
      }
      return { codes, codeCount, bitmaps, spare: null };
    }),
    slices: new Int32Array(sliceCount * wordCount),
    sliceCount,
  };
}

/** Counts anew. `query`: by column the code, or anything from `codeCount` on, which no tuple shares. */
export function countShared(shared: SharedLevels, query: Int32Array): void {
  const { columns, wordCount, slices } = shared;
  slices.fill(0);
  const none = new Int32Array(wordCount);
  for (let first = 0; first < columns.length; first += AT_ONCE) {
    const bits = Array.from({ length: AT_ONCE }, (_, place) => {
      const column = columns[first + place];
      const code = query[first + place]!;
      return column === undefined || code >= column.codeCount ? none : bitsOf(shared, column, code);
    });
    addSeven(shared, bits);
  }
}

/** The bits of the tuples `32 · word` and on that share exactly `count` levels. */
export function tuplesSharing(
  { slices, sliceCount, wordCount, tupleCount }: SharedLevels,
  word: number,
  count: number,
): number {
  let bits = word === wordCount - 1 && (tupleCount & 31) !== 0 ? (1 << (tupleCount & 31)) - 1 : -1;
  for (let slice = 0, at = word; slice < sliceCount; slice++, at += wordCount) {
    bits &= (count >>> slice) & 1 ? slices[at]! : ~slices[at]!;
  }
  return bits;
}

function bitsOf({ tupleCount, wordCount }: SharedLevels, column: BitmapColumn, code: number): Int32Array {
  const { codes, bitmaps, spare } = column;
  if (bitmaps !== null) return bitmaps.subarray(code * wordCount, (code + 1) * wordCount);
  const bits = spare!;
  bits.fill(0);
  for (let tuple = 0; tuple < tupleCount; tuple++) if (codes[tuple] === code) bits[tuple >>> 5]! |= 1 << (tuple & 31);
  return bits;
}

/** Seven bits make a number of three digits, which is added to the slices; its carry runs on as far as it must. */
function addSeven({ slices, sliceCount, wordCount }: SharedLevels, bits: readonly Int32Array[]): void {
  const [first, second, third, fourth, fifth, sixth, seventh] = bits as Seven<Int32Array>;
  for (let word = 0; word < wordCount; word++) {
    const [a, b, c] = [first[word]!, second[word]!, third[word]!];
    const [d, e, f] = [fourth[word]!, fifth[word]!, sixth[word]!];
    const g = seventh[word]!;
    const abc = a ^ b ^ c;
    const def = d ^ e ^ f;
    const ones = abc ^ def ^ g;
    const [twosOne, twosTwo, twosThree] = [majority(a, b, c), majority(d, e, f), majority(abc, def, g)];
    const twos = twosOne ^ twosTwo ^ twosThree;
    const fours = majority(twosOne, twosTwo, twosThree);

    let at = word;
    let slice = slices[at]!;
    slices[at] = slice ^ ones;
    let carry = slice & ones;
    slice = slices[(at += wordCount)]!;
    slices[at] = slice ^ twos ^ carry;
    carry = majority(slice, twos, carry);
    slice = slices[(at += wordCount)]!;
    slices[at] = slice ^ fours ^ carry;
    carry = majority(slice, fours, carry);
    for (let digit = LEAST_SLICES; carry !== 0 && digit < sliceCount; digit++) {
      slice = slices[(at += wordCount)]!;
      slices[at] = slice ^ carry;
      carry &= slice;
    }
  }
}

type Seven<T> = readonly [T, T, T, T, T, T, T];

/** Bits that stand in two of the three, or in all. */
function majority(a: number, b: number, c: number): number {
  return (a & b) | (c & (a ^ b));
}
