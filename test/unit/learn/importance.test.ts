import { expect, test } from 'vitest';
import { BOOSTING_DEFAULTS, eachStage, fitBoosting, predictBoosting } from '../../../src/core/learn/boosting.ts';
import { changedColumn } from '../../../src/core/learn/changed-column.ts';
import type { BinnedFeatures } from '../../../src/core/learn/features.ts';
import { permutationImportance } from '../../../src/core/learn/importance.ts';
import { areaUnderRoc } from '../../../src/core/learn/scores.ts';
import { createRng } from '../../../src/core/math/rng.ts';

const BINARY = { kind: 'binary', classes: ['no', 'yes'] } as const;

function made(rowCount: number, seed: number, size = 20): { features: BinnedFeatures; labels: Float64Array } {
  const rng = createRng(seed, 'importance-test');
  const bins = (size: number) => Uint8Array.from({ length: rowCount }, () => rng.below(size));
  const column = (name: string, missingBin: number) => ({ name, isOrdered: true, missingBin, bins: bins(missingBin) });
  const columns = [column('strong', size), column('weak', 20), column('idle', 20)];
  const labels = Float64Array.from({ length: rowCount }, (_, row) =>
    Number((60 / size) * columns[0]!.bins[row]! + columns[1]!.bins[row]! + 10 * rng.normal() > 38),
  );
  return { features: { rowCount, columns }, labels };
}

test('what the label follows matters, by how much it follows it, and what it does not follow matters nothing', () => {
  const { features, labels } = made(200, 1);
  const unseen = made(200, 2);
  const model = fitBoosting(features, labels, BINARY, { ...BOOSTING_DEFAULTS, rounds: 20, leastRows: 10 });
  const found = permutationImportance(
    unseen.features,
    changedColumn(model, unseen.features),
    (chances) => areaUnderRoc(unseen.labels, chances),
    3,
  );
  const [strong, weak, idle] = found.map(({ value }) => value) as [number, number, number];
  expect(strong).toBeGreaterThan(0.2);
  expect(weak).toBeGreaterThan(0.005);
  expect(strong).toBeGreaterThan(3 * weak);
  expect(Math.abs(idle)).toBeLessThan(0.03);
});

test('it is what the naive twin finds: each shuffle done by hand', () => {
  const { features, labels } = made(120, 4);
  const [first, second] = features.columns.map(({ bins }) => bins) as [Uint8Array, Uint8Array];
  const predictWith =
    (column: number) =>
    (bins: Uint8Array): Float64Array => {
      const [a, b] = [column === 0 ? bins : first, column === 1 ? bins : second];
      return Float64Array.from(a, (bin, row) => (3 * bin + b[row]!) / 100);
    };
  const found = permutationImportance(features, predictWith, (chances) => areaUnderRoc(labels, chances), 9, 2);
  const whole = areaUnderRoc(labels, predictWith(0)(first));
  const naive = [0, 1, 2].map((place) => {
    const falls = [0, 1].map((repeat) => {
      const rng = createRng(9, 'importance', features.columns[place]!.name, repeat);
      const moved = [...features.columns[place]!.bins];
      for (let i = moved.length - 1; i > 0; i--) {
        const j = rng.below(i + 1);
        [moved[i], moved[j]] = [moved[j]!, moved[i]!];
      }
      const chances = labels.map((_, row) =>
        place === 0
          ? (3 * moved[row]! + second[row]!) / 100
          : (3 * first[row]! + (place === 1 ? moved : second)[row]!) / 100,
      );
      return whole - areaUnderRoc(labels, chances);
    });
    return (falls[0]! + falls[1]!) / 2;
  });
  found.forEach(({ value }, place) => expect(value).toBeCloseTo(naive[place]!, 12));
  expect(found[2]).toEqual({ column: 'idle', value: 0, deviation: 0 });
});

test.each([
  ['few questions a tree', 20, 31, 5],
  ['more than 32 about one column', 250, 200, 1],
])('a changed column is predicted as a table that has it, to rounding: %s', (_, size, leaves, leastRows) => {
  const { features, labels } = made(800, 7, size);
  const options = { ...BOOSTING_DEFAULTS, rounds: 5, leaves, leastRows, leastHessian: 0 };
  const model = fitBoosting(features, labels, BINARY, options);
  const asked = model.trees.map(({ column }) => column.reduce((count, other) => count + Number(other === 0), 0));
  expect(Math.max(...asked) > 32).toBe(leaves > 100);
  const predictWith = changedColumn(model, features);
  features.columns.forEach((column, place) => {
    const bins = Uint8Array.from(column.bins).reverse();
    const columns = features.columns.map((other, at) => (at === place ? { ...other, bins } : other));
    const whole = predictBoosting(model, { ...features, columns });
    const furthest = predictWith(place)(bins).reduce(
      (most, chance, row) => Math.max(most, Math.abs(chance - whole[row]!)),
      0,
    );
    expect(furthest).toBeLessThan(1e-14);
  });
});

test('stages are predictions of fewer rounds, and end where they are told to', () => {
  const { features, labels } = made(200, 5);
  const model = fitBoosting(features, labels, BINARY, { ...BOOSTING_DEFAULTS, rounds: 6 });
  const heard: number[] = [];
  eachStage(model, features, (rounds, predictions) => {
    heard.push(rounds);
    expect([...predictions]).toEqual([...predictBoosting(model, features, rounds)]);
    return rounds < 4;
  });
  expect(heard).toEqual([1, 2, 3, 4]);
});

test('a row of weight three is a row that stands there three times', () => {
  const { features, labels } = made(150, 6);
  const options = { ...BOOSTING_DEFAULTS, rounds: 8, leastRows: 1 };
  const times = (row: number): number => (labels[row] === 1 ? 3 : 1);
  const rows = [...labels.keys()].flatMap((row) => new Array<number>(times(row)).fill(row));
  const repeated: BinnedFeatures = {
    rowCount: rows.length,
    columns: features.columns.map((column) => ({ ...column, bins: Uint8Array.from(rows, (row) => column.bins[row]!) })),
  };
  const weights = Float64Array.from(labels, (_, row) => times(row));
  const weighted = fitBoosting(features, labels, BINARY, options, () => {}, weights);
  const copied = fitBoosting(
    repeated,
    Float64Array.from(rows, (row) => labels[row]!),
    BINARY,
    options,
  );
  const [a, b] = [predictBoosting(weighted, features), predictBoosting(copied, features)];
  a.forEach((chance, row) => expect(chance).toBeCloseTo(b[row]!, 9));
});
