/**
 * Many tests at once: p-values adjusted so that, of those called at rate q, a share of at most q is called in error on
 * average (Benjamini and Hochberg 1995, JRSS B 57:289). For tests that are independent or positively dependent.
 * The adjusted p of the k-th smallest of m is the minimum over j ≥ k of p_j·m / j, at most 1.
 */

/** The adjusted p-values, in the order given: what is at or below the chosen rate is called. */
export function benjaminiHochberg(pValues: readonly number[]): Float64Array {
  const m = pValues.length;
  const order = Array.from(pValues.keys()).sort((a, b) => pValues[a]! - pValues[b]! || a - b);
  const adjusted = new Float64Array(m);
  let smallest = 1;
  for (let k = m; k > 0; k--) {
    const index = order[k - 1]!;
    smallest = Math.min(smallest, pValues[index]! * (m / k));
    adjusted[index] = smallest;
  }
  return adjusted;
}
