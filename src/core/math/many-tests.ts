/**
 * Which of many tests still say something when all are looked at: Benjamini and Hochberg (1995, JRSS B 57:289). Of those
 * that stand, at most the given share are expected to stand by chance, if the tests are independent or lean the same way.
 */

/** Which of these p-values stand after Benjamini–Hochberg at the given false discovery rate. */
export function standingAfterMany(pValues: readonly number[], rate = 0.05): readonly boolean[] {
  const order = Array.from(pValues.keys()).sort((a, b) => pValues[a]! - pValues[b]!);
  let last = -1;
  order.forEach((index, rank) => {
    if (pValues[index]! <= (rate * (rank + 1)) / pValues.length) last = rank;
  });
  const standing = pValues.map(() => false);
  for (let rank = 0; rank <= last; rank++) standing[order[rank]!] = true;
  return standing;
}
