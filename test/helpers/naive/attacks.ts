/** Twins of src/core/attacks, too simple to be wrong: every row against every row, sums over all outcomes. */
import type { Table } from '../../../src/core/table/column.ts';
import type { Schema } from '../../../src/core/table/schema.ts';

/** Whether at most one column differs; numbers within 1 % of the schema's range do not differ. */
export function naiveIsNear(a: Table, rowA: number, b: Table, rowB: number, schema: Schema): boolean {
  let differing = 0;
  schema.columns.forEach(({ name, domain }) => {
    const left = a.columns.find((column) => column.name === name)!;
    const right = b.columns.find((column) => column.name === name)!;
    if (left.kind === 'categorical' && right.kind === 'categorical') {
      if (left.levels[left.codes[rowA]!] !== right.levels[right.codes[rowB]!]) differing++;
    } else if (left.kind === 'numeric' && right.kind === 'numeric' && domain?.value.kind === 'numeric') {
      const [x, y] = [left.values[rowA]!, right.values[rowB]!];
      const areBothMissing = Number.isNaN(x) && Number.isNaN(y);
      if (!areBothMissing && !(Math.abs(x - y) <= 0.01 * (domain.value.high - domain.value.low))) differing++;
    }
  });
  return differing <= 1;
}

/** P[Bin(n, p) ≥ j], by summing masses. */
export function naiveBinomialTail(n: number, p: number, j: number): number {
  let tail = 0;
  for (let hits = j; hits <= n; hits++) tail += naiveChoose(n, hits) * p ** hits * (1 - p) ** (n - hits);
  return tail;
}

export function naiveChoose(n: number, k: number): number {
  let product = 1;
  for (let i = 1; i <= k; i++) product = (product * (n - k + i)) / i;
  return product;
}

/** ROC at this false-positive rate, by walking every corner and drawing straight lines. */
export function naiveTpr(members: readonly number[], nonMembers: readonly number[], fpr: number): number {
  const cuts = [...new Set([...members, ...nonMembers])].sort((a, b) => b - a);
  const share = (scores: readonly number[], cut: number): number =>
    scores.filter((score) => score >= cut).length / scores.length;
  const corners = [[0, 0], ...cuts.map((cut) => [share(nonMembers, cut), share(members, cut)])] as [number, number][];
  const after = corners.findIndex(([x]) => x > fpr);
  const [x0, y0] = corners[after - 1]!;
  const [x1, y1] = corners[after]!;
  return y0 + ((fpr - x0) / (x1 - x0)) * (y1 - y0);
}
