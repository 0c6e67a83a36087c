import { expect, test } from 'vitest';
import { createLinearSpace, linearDesign } from '../../../src/core/learn/linear-design.ts';
import { fitLogistic, LOGISTIC_DEFAULTS, predictLogistic } from '../../../src/core/learn/logistic.ts';
import { targetOf } from '../../../src/core/learn/target.ts';
import { takeTableRows } from '../../../src/core/table/column.ts';
import { schemaFor } from '../../helpers/assess.ts';
import { csvTable } from '../../helpers/csv-table.ts';
import { sharedTest, sharedText, textFile } from '../../helpers/shared.ts';
import golden from './logistic.json' with { type: 'json' };

type Case = (typeof golden.cases)[number];

function check(stored: Case, csv: string): void {
  const table = csvTable(csv, stored.kinds as Readonly<Record<string, 'numeric' | 'categorical'>>);
  const schema = schemaFor(table);
  const target = targetOf(table, schema, stored.target)!;
  const rows = takeTableRows(table, target.rows);
  const space = createLinearSpace(rows, schema, stored.target);
  const design = linearDesign(space, rows);
  const options = { ...LOGISTIC_DEFAULTS, tolerance: 1e-10, steps: 1000 };
  const model = fitLogistic(design, target.labels, target.task, options);
  expect(rows.rowCount).toBe(stored.rows);
  expect(model.isConverged).toBe(true);

  const rowsOfCoefficients =
    [stored.coefficients].flat().length === stored.design.length ? [stored.coefficients.flat()] : stored.coefficients;
  const width = space.labels.length;
  rowsOfCoefficients.forEach((expected, vector) => {
    const found = space.labels.map((_, i) => model.coefficients[vector * width + i]!);
    const wanted = space.labels.map((label) => (expected as number[])[stored.design.indexOf(label)] ?? 0); // a level without rows is 0
    expect(largestGap(found, wanted)).toBeLessThan(golden.tolerance);
  });
  expect(largestGap([...model.intercepts], [stored.intercept].flat())).toBeLessThan(golden.tolerance);
  if (stored.firstProbabilities === undefined) return;
  const chances = [...predictLogistic(model, design)];
  const classes = stored.classes.length;
  const first =
    classes === 2 ? chances.slice(0, 5).flatMap((chance) => [1 - chance, chance]) : chances.slice(0, 5 * classes);
  expect(largestGap(first, stored.firstProbabilities.flat())).toBeLessThan(golden.tolerance);
}

function largestGap(found: readonly number[], expected: readonly number[]): number {
  expect(found.length).toBe(expected.length);
  return found.reduce((largest, value, i) => Math.max(largest, Math.abs(value - expected[i]!)), 0);
}

const fileOf = (stored: Case): string => stored.table.replace('pairs/', '');

test.each(golden.cases.filter(({ copied }) => copied))('coefficients of $name are those of the library', (stored) => {
  check(stored, textFile(new URL(fileOf(stored), import.meta.url)));
});

for (const stored of golden.cases.filter(({ copied }) => !copied)) {
  sharedTest(`coefficients of ${stored.name} are those of the library`, () =>
    check(stored, sharedText(`golden/${stored.table}`)),
  );
}
