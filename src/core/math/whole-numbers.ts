/** Exact arithmetic on whole numbers of any size, for costs and noise. All arguments are at least 0, divisors above 0. */

export function ceilDivide(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
}

/** ⌊√value⌋ by Newton's steps from above. */
export function squareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt(2 * value.toString(16).length); // 2 bits for each hexadecimal digit: at least the root
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

export function greatestCommonDivisor(first: bigint, second: bigint): bigint {
  let a = first;
  let b = second;
  while (b > 0n) [a, b] = [b, a % b];
  return a;
}
