import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pearsonOf } from '../../../src/core/fidelity/associations.ts';
import { midRanks } from '../../../src/core/math/ranks.ts';
import { normalQuantile } from '../../../src/core/math/special.ts';
import { fitTable } from '../../helpers/models.ts';
import { numeric, tableOf } from '../../helpers/tables.ts';
import golden from './copula.json' with { type: 'json' };

const columns = completeColumns();
const size = columns.length;

test.each([
  ['(rank - 1/2)/n', (rank: number, n: number) => (rank - 0.5) / n],
  ['rank/(n+1)', (rank: number, n: number) => rank / (n + 1)],
] as const)('correlations of normal scores of %s are those of SciPy', (name, share) => {
  expect(columns[0]!.length).toBe(golden.rows);
  const scores = columns.map((column) => midRanks(column).map((rank) => normalQuantile(share(rank, column.length))));
  golden.expected[name].flat().forEach((wanted, at) => {
    const ours = pearsonOf(scores[Math.floor(at / size)]!, scores[at % size]!).value;
    expect(Math.abs(ours - wanted)).toBeLessThanOrEqual(golden.tolerance);
  });
});

test("the copula's own correlations come near to those of rank scores", () => {
  const table = tableOf(...columns.map((values, index) => numeric(golden.columns[index]!, [...values], 1)));
  const { model } = fitTable('copula', table);
  if (model.kind !== 'copula' || model.dependence.kind !== 'matrix') throw new Error('no matrix');
  const ours = model.dependence.correlation;
  // Means of the normal within cells instead of at ranks, ties undone, and a shrinkage of one in a hundred.
  golden.expected['(rank - 1/2)/n']
    .flat()
    .forEach((wanted, at) => expect(Math.abs(ours[at]! - wanted)).toBeLessThan(0.015));
});

function completeColumns(): Float64Array[] {
  const lines = readFileSync(new URL(golden.table, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  const header = lines[0]!.split(',');
  const places = golden.columns.map((name) => header.indexOf(name));
  const rows = lines
    .slice(1)
    .map((line) => line.split(','))
    .filter((cells) => places.every((place) => cells[place] !== ''));
  return places.map((place) => Float64Array.from(rows, (cells) => Number(cells[place])));
}
