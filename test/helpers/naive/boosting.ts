/** Boosting by lists of rows: every split of every leaf is tried by summing its rows again. For 200 rows at most. */
import type { BoostingOptions } from '../../../src/core/learn/boosting.ts';
import type { BinnedFeatures } from '../../../src/core/learn/features.ts';
import type { Task } from '../../../src/core/learn/target.ts';

type Split = { score: number; gain: number; column: number; left: Set<number> };
type Leaf = { kind: 'leaf'; rows: number[]; value: number; split: Split | null };
type Branch = { kind: 'branch'; column: number; left: Set<number>; yes: Branch | Leaf; no: Branch | Leaf };
type Box = { tree: Branch | Leaf };

const sum = (rows: readonly number[], of: readonly number[]): number =>
  rows.reduce((total, row) => total + of[row]!, 0);

/** Predictions of `unseen` (row-major per class) by a model of `train`, as `predictBoosting` gives them. */
export function naiveBoosting(
  train: BinnedFeatures,
  labels: readonly number[],
  task: Task,
  options: BoostingOptions,
  unseen: BinnedFeatures,
): number[] {
  const n = labels.length;
  const rows = labels.map((_, row) => row);
  const outputs = task.kind === 'multiclass' ? task.classes.length : 1;
  const mean = labels.reduce((a, b) => a + b, 0) / n;
  const spread = Math.sqrt(labels.reduce((a, b) => a + (b - mean) ** 2, 0) / n) || 1;
  const share = (k: number): number => Math.max(labels.filter((label) => label === k).length, 0.5) / n;
  const start = (k: number): number =>
    task.kind === 'regression' ? 0 : task.kind === 'binary' ? Math.log(share(1) / share(0)) : Math.log(share(k));
  const scores = (count: number): number[][] =>
    Array.from({ length: count }, () => Array.from({ length: outputs }, (_, k) => start(k)));
  const fitted = scores(n);
  const predicted = scores(unseen.rowCount);
  for (let round = 0; round < options.rounds; round++) {
    const before = fitted.map((row) => chancesOf(row, task));
    for (let k = 0; k < outputs; k++) {
      const target = (row: number): number =>
        task.kind === 'regression'
          ? (labels[row]! - mean) / spread
          : task.kind === 'binary'
            ? labels[row]!
            : Number(labels[row] === k);
      const gradient = rows.map((row) => before[row]![k]! - target(row));
      const hessian = rows.map((row) => (task.kind === 'regression' ? 1 : before[row]![k]! * (1 - before[row]![k]!)));
      const tree = grow(train, gradient, hessian, options);
      rows.forEach((row) => (fitted[row]![k]! += valueOf(tree, train, row)));
      predicted.forEach((row, i) => (row[k]! += valueOf(tree, unseen, i)));
    }
  }
  return predicted.flatMap((row) => (task.kind === 'regression' ? [row[0]! * spread + mean] : chancesOf(row, task)));
}

function chancesOf(scores: readonly number[], task: Task): number[] {
  if (task.kind === 'regression') return [...scores];
  if (task.kind === 'binary') return scores.map((score) => 1 / (1 + Math.exp(-score)));
  const odds = scores.map((score) => Math.exp(score));
  const total = odds.reduce((a, b) => a + b, 0);
  return odds.map((odd) => odd / total);
}

function grow(
  features: BinnedFeatures,
  gradient: number[],
  hessian: number[],
  options: BoostingOptions,
): Branch | Leaf {
  const leafOf = (rows: number[]): Leaf => {
    const value = (-options.rate * sum(rows, gradient)) / (sum(rows, hessian) + options.lambda);
    return { kind: 'leaf', rows, value, split: bestSplit(features, rows, gradient, hessian, options) };
  };
  const root: Box = { tree: leafOf(gradient.map((_, row) => row)) };
  const boxes: { leaf: Leaf; put: (tree: Branch | Leaf) => void }[] = [
    { leaf: root.tree as Leaf, put: (tree) => (root.tree = tree) },
  ];
  while (boxes.length < options.leaves) {
    let best = -1;
    boxes.forEach(({ leaf }, i) => {
      const bar = best < 0 ? 0 : boxes[best]!.leaf.split!.gain * (1 + 1e-9);
      if (leaf.split !== null && leaf.split.gain > bar) best = i;
    });
    if (best < 0) break;
    const { leaf, put } = boxes[best]!;
    const { column, left } = leaf.split!;
    const goesLeft = (row: number): boolean => left.has(features.columns[column]!.bins[row]!);
    const yes = leafOf(leaf.rows.filter(goesLeft));
    const no = leafOf(leaf.rows.filter((row) => !goesLeft(row)));
    const branch: Branch = { kind: 'branch', column, left, yes, no };
    put(branch);
    boxes[best] = { leaf: yes, put: (tree) => (branch.yes = tree) };
    boxes.push({ leaf: no, put: (tree) => (branch.no = tree) });
  }
  return root.tree;
}

function bestSplit(
  features: BinnedFeatures,
  rows: number[],
  gradient: number[],
  hessian: number[],
  { lambda, leastRows, leastHessian }: BoostingOptions,
): Split | null {
  const scoreOf = (part: number[]): number => sum(part, gradient) ** 2 / (sum(part, hessian) + lambda);
  const parent = scoreOf(rows);
  let best: Split | null = null;
  features.columns.forEach(({ bins, missingBin, isOrdered }, column) => {
    const inBin = (bin: number): number[] => rows.filter((row) => bins[row] === bin);
    const all = Array.from({ length: missingBin }, (_, bin) => bin);
    const present = all.filter((bin) => inBin(bin).length > 0);
    const rank = (bin: number): number =>
      Math.round((sum(inBin(bin), gradient) / (sum(inBin(bin), hessian) + 10)) * 1e9);
    if (!isOrdered) present.sort((a, b) => rank(a) - rank(b) || a - b);
    const missing = inBin(missingBin);
    for (const missingLeft of missing.length > 0 ? [false, true] : [false]) {
      for (let prefix = 1; prefix <= present.length; prefix++) {
        const chosen = present.slice(0, prefix);
        const left = rows.filter((row) => chosen.includes(bins[row]!) || (missingLeft && bins[row] === missingBin));
        const right = rows.filter((row) => !left.includes(row));
        if (left.length < leastRows || right.length < leastRows) continue;
        if (sum(left, hessian) < leastHessian || sum(right, hessian) < leastHessian) continue;
        const score = scoreOf(left) + scoreOf(right);
        if (!(score > (best?.score ?? parent) * (1 + 1e-9)) || score < 1e-12) continue;
        const leftIsLarger = left.length >= right.length;
        const goes = new Set(isOrdered ? all.filter((bin) => bin <= chosen.at(-1)!) : chosen);
        if (!isOrdered && leftIsLarger) all.filter((bin) => !present.includes(bin)).forEach((bin) => goes.add(bin));
        if (missing.length > 0 ? missingLeft : leftIsLarger) goes.add(missingBin);
        best = { score, gain: score - parent, column, left: goes };
      }
    }
  });
  return best;
}

function valueOf(tree: Branch | Leaf, features: BinnedFeatures, row: number): number {
  let at = tree;
  while (at.kind === 'branch') at = at.left.has(features.columns[at.column]!.bins[row]!) ? at.yes : at.no;
  return at.value;
}
