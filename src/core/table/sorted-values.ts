/**
 * The present values of a column in ascending order. Many checks ask for the same ones: a column is sorted once, and the
 * order is held for as long as the column is. Answers are shared and must not be altered.
 * Cost: a sort a column. Memory: 8 bytes a present value. Privacy: values of rows: internal.
 */
const known = new WeakMap<Float64Array, Float64Array>();

/** Of one column; NaN is missing. */
export function sortedValues(values: Float64Array): Float64Array {
  let sorted = known.get(values);
  if (sorted === undefined) {
    sorted = presentValues(values).sort();
    known.set(values, sorted);
  }
  return sorted;
}

/** Of the same column in several tables. */
export function sortedTogether(parts: readonly Float64Array[]): Float64Array {
  return parts.map(sortedValues).reduce(merged, new Float64Array(0));
}

/** The present values in their order, in memory of their own. */
export function presentValues(values: Float64Array): Float64Array {
  let present = 0;
  const kept = new Float64Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value === value) kept[present++] = value;
  }
  return kept.subarray(0, present);
}

function merged(first: Float64Array, second: Float64Array): Float64Array {
  if (first.length === 0 || second.length === 0) return first.length === 0 ? second : first;
  const all = new Float64Array(first.length + second.length);
  for (let i = 0, j = 0, at = 0; at < all.length; at++) {
    all[at] = j === second.length || (i < first.length && first[i]! <= second[j]!) ? first[i++]! : second[j++]!;
  }
  return all;
}
