import { expect, test } from 'vitest';
import { linearDesign, createLinearSpace, type LinearDesign } from '../../../src/core/learn/linear-design.ts';
import {
  fitLogistic,
  LOGISTIC_DEFAULTS,
  predictLogistic,
  type LogisticModel,
} from '../../../src/core/learn/logistic.ts';
import type { Task } from '../../../src/core/learn/target.ts';
import { createRng } from '../../../src/core/math/rng.ts';
import { schemaFor } from '../../helpers/assess.ts';
import { categorical, numeric, tableOf } from '../../helpers/tables.ts';

const BINARY: Task = { kind: 'binary', classes: ['no', 'yes'] };
const THREE: Task = { kind: 'multiclass', classes: ['a', 'b', 'c'] };
const REGRESSION: Task = { kind: 'regression' };
const EXACT = { ...LOGISTIC_DEFAULTS, tolerance: 1e-11, steps: 2000 };

function randomDesign(seed: number, rowCount: number): { design: LinearDesign; signal: number[] } {
  const rng = createRng(seed, 'logistic');
  const x = Array.from({ length: rowCount }, () => (rng.below(9) === 0 ? null : rng.normal()));
  const c = Array.from({ length: rowCount }, () => (rng.below(9) === 0 ? null : `l${rng.below(4)}`));
  const z = Array.from({ length: rowCount }, () => 1000 * rng.uniform());
  const d = Array.from({ length: rowCount }, () => `m${rng.below(3)}`);
  const table = tableOf(numeric('x', x), categorical('c', c), numeric('z', z), categorical('d', d));
  const signal = x.map((value, row) => (value ?? 1) + (c[row] === 'l1' ? 1 : 0) + rng.normal());
  return { design: linearDesign(createLinearSpace(table, schemaFor(table), null), table), signal };
}

function labelsFor(signal: readonly number[], task: Task): Float64Array {
  if (task.kind === 'regression') return Float64Array.from(signal, (value) => 1e6 + 1000 * value);
  if (task.kind === 'binary') return Float64Array.from(signal, (value) => Number(value > 0.5));
  return Float64Array.from(signal, (value) => (value < 0 ? 0 : value < 1 ? 1 : 2));
}

/** The penalised loss with every row written out in full, for one row of coefficients per class. */
function denseLoss(
  model: LogisticModel,
  design: LinearDesign,
  labels: Float64Array,
  coefficients: Float64Array,
): number {
  const { task, intercepts } = model;
  const p = design.coefficientCount;
  let loss = coefficients.reduce((sum, weight) => sum + 0.5 * weight * weight, 0);
  for (let row = 0; row < design.rowCount; row++) {
    const full = new Float64Array(p);
    design.numbers.forEach((values, i) => (full[i] = values[row]!));
    for (const { first, size, codes } of design.groups) if (codes[row]! < size) full[first + codes[row]!] = 1;
    const scores = [...intercepts].map((intercept, k) =>
      full.reduce((sum, value, i) => sum + value * coefficients[k * p + i]!, intercept),
    );
    const label = labels[row]!;
    if (task.kind === 'regression') loss += 0.5 * (scores[0]! - label) ** 2;
    else if (task.kind === 'binary') loss += Math.log(1 + Math.exp(label === 1 ? -scores[0]! : scores[0]!));
    else loss += Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0)) - scores[label]!;
  }
  return loss;
}

test.each([BINARY, THREE, REGRESSION])(
  '$kind: no coefficient can be moved without raising the penalised loss, written out row by row',
  (task) => {
    const { design, signal } = randomDesign(1, 150);
    const labels = labelsFor(signal, task);
    const model = fitLogistic(design, labels, task, EXACT);
    expect(model.isConverged).toBe(true);
    const least = denseLoss(model, design, labels, model.coefficients);
    for (let i = 0; i < model.coefficients.length; i++) {
      for (const move of [-1e-2, 1e-2]) {
        const moved = model.coefficients.with(i, model.coefficients[i]! + move);
        // ½·λ·move² is the least that a step away from the minimum of a λ-strongly convex function costs.
        expect(denseLoss(model, design, labels, moved) - least).toBeGreaterThan(0.499 * move * move);
      }
    }
  },
);

test.each([BINARY, THREE, REGRESSION])('$kind: L-BFGS finds what Newton finds', (task) => {
  const { design, signal } = randomDesign(2, 300);
  const labels = labelsFor(signal, task);
  const newton = fitLogistic(design, labels, task, EXACT);
  const lbfgs = fitLogistic(design, labels, task, { ...EXACT, mostNewton: 0 });
  expect(lbfgs.isConverged).toBe(true);
  expect(lbfgs.steps).toBeGreaterThan(newton.steps);
  expect(lbfgs.steps).toBeLessThan(40); // without a good preconditioner it takes twice as many
  const unit = task.kind === 'regression' ? 1000 : 1;
  newton.coefficients.forEach((weight, i) => expect((lbfgs.coefficients[i]! - weight) / unit).toBeCloseTo(0, 8));
  newton.intercepts.forEach((intercept, i) => expect((lbfgs.intercepts[i]! - intercept) / unit).toBeCloseTo(0, 8));
});

test.each([BINARY, REGRESSION])('$kind: a design too wide for a block of its own is fitted as well', (task) => {
  const rng = createRng(6, 'wide');
  const columns = ['c', 'd'].map((name) =>
    categorical(
      name,
      Array.from({ length: 600 }, () => `v${rng.below(160)}`),
    ),
  );
  const table = tableOf(
    ...columns,
    numeric(
      'x',
      Array.from({ length: 600 }, () => rng.normal()),
    ),
  );
  const design = linearDesign(createLinearSpace(table, schemaFor(table), null), table);
  const labels = labelsFor(
    Array.from({ length: 600 }, (_, row) => design.numbers[0]![row]! + rng.normal()),
    task,
  );
  const lbfgs = fitLogistic(design, labels, task, EXACT);
  const newton = fitLogistic(design, labels, task, { ...EXACT, mostNewton: 2000 });
  expect([lbfgs.isConverged, newton.isConverged, lbfgs.steps > newton.steps]).toEqual([true, true, true]);
  const unit = task.kind === 'regression' ? 1000 : 1;
  newton.coefficients.forEach((weight, i) => expect((lbfgs.coefficients[i]! - weight) / unit).toBeCloseTo(0, 7));
});

test('too few steps are told, not hidden', () => {
  const { design, signal } = randomDesign(3, 200);
  const model = fitLogistic(design, labelsFor(signal, BINARY), BINARY, { ...LOGISTIC_DEFAULTS, steps: 1 });
  expect(model).toMatchObject({ isConverged: false, steps: 1 });
});

test('two classes that a column tells apart perfectly still have an answer', () => {
  const table = tableOf(
    numeric(
      'x',
      Array.from({ length: 40 }, (_, i) => i),
    ),
  );
  const design = linearDesign(createLinearSpace(table, schemaFor(table), null), table);
  const labels = Float64Array.from({ length: 40 }, (_, i) => Number(i >= 20));
  const model = fitLogistic(design, labels, BINARY);
  expect(model.isConverged).toBe(true);
  expect([...predictLogistic(model, design)].map(Math.round)).toEqual([...labels]);
});

test('a class without rows has half a row everywhere, and chances still sum to 1', () => {
  const { design, signal } = randomDesign(4, 100);
  const labels = Float64Array.from(signal, (value) => (value < 0 ? 0 : 2));
  const chances = predictLogistic(fitLogistic(design, labels, THREE), design);
  for (let row = 0; row < 100; row++) {
    expect(chances[row * 3 + 1]).toBe(0.005);
    expect(chances[row * 3]! + chances[row * 3 + 1]! + chances[row * 3 + 2]!).toBeCloseTo(1, 12);
  }
  const only = (label: number, task: Task): number[] => {
    const model = fitLogistic(design, new Float64Array(100).fill(label), task);
    return [...predictLogistic(model, design).slice(0, task.kind === 'binary' ? 1 : 3)];
  };
  expect(only(1, BINARY)).toEqual([0.995]);
  expect(only(0, BINARY)).toEqual([0.005]);
  expect(only(1, THREE)).toEqual([0.005, 0.99, 0.005]);
});
