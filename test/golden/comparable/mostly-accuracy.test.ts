import { expect, test } from 'vitest';
import { marginalAccuracies, mostlyAccuracyResult } from '../../../src/core/fidelity/comparable/mostly-accuracy.ts';
import { createEvaluation } from '../../../src/core/fidelity/evaluation.ts';
import { takeTableRows, type Table } from '../../../src/core/table/column.ts';
import { assessmentOf, shuffledRows } from '../../helpers/assess.ts';
import { csvTable, type CsvKinds } from '../../helpers/csv-table.ts';
import { textFile } from '../../helpers/shared.ts';
import golden from './mostly-accuracy.json' with { type: 'json' };
import tables from './sdmetrics.json' with { type: 'json' };

type Row = (string | number)[];

test.each(golden.cases)('accuracies of $name and their maxima are those of the library', (expected) => {
  const pair = tables.cases.find(({ name }) => name === expected.name)!;
  const [real, made] = [pair.real, pair.synthetic].map((file) =>
    csvTable(textFile(new URL(file, import.meta.url)), pair.kinds as CsvKinds),
  ) as [Table, Table];
  const names = Object.keys(pair.kinds).sort();
  const found = new Map(marginalAccuracies(real, made, names).map((each) => [each.columns.join(), each]));
  const tied: readonly string[] = expected.tiedAtTen;
  let compared = 0;
  for (const row of [...expected.univariate, ...expected.bivariate, ...expected.trivariate] as Row[]) {
    const [columns, accuracy, max] = [row.slice(0, -2), Number(row.at(-2)), Number(row.at(-1))];
    if (columns.some((column) => tied.includes(String(column)))) continue;
    const { accuracy: ours, max: oursMax } = found.get(columns.join())!;
    expect(Math.abs(ours - accuracy), columns.join()).toBeLessThanOrEqual(golden.tolerance);
    expect(Math.abs(oursMax - max), columns.join()).toBeLessThanOrEqual(golden.tolerance);
    compared++;
  }
  expect(compared).toBeGreaterThan(50);

  // Reference and bins are all real rows: how they are cut into train and holdout is no matter.
  const order = shuffledRows(real.rowCount, 3);
  const cut = Math.round(real.rowCount / 4);
  const [holdout, train] = [order.slice(0, cut), order.slice(cut)].map((rows) => takeTableRows(real, rows)) as [
    Table,
    Table,
  ];
  const input = assessmentOf(train, holdout, made);
  const result = mostlyAccuracyResult(input, createEvaluation(input)!);
  if (tied.length > 0) return;
  const near = (value: number | null, wanted: number): void => {
    expect(Math.abs(value! - wanted)).toBeLessThanOrEqual(golden.tolerance);
  };
  near(result.overall.accuracy, expected.overall.accuracy);
  near(result.overall.max, expected.overall.max);
  for (const order of ['univariate', 'bivariate', 'trivariate'] as const) {
    near(result[order].accuracy, expected.means[order].accuracy);
    near(result[order].max, expected.means[order].max);
    expect(result[order].low! <= result[order].accuracy! && result[order].accuracy! <= result[order].high!).toBe(true);
  }
});
