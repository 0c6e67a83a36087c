import { expect, test } from 'vitest';
import { sdmetricsResult, sdmetricsScores } from '../../../src/core/fidelity/comparable/sdmetrics.ts';
import { createEvaluation } from '../../../src/core/fidelity/evaluation.ts';
import type { Table } from '../../../src/core/table/column.ts';
import { assessmentOf } from '../../helpers/assess.ts';
import { csvTable, type CsvKinds } from '../../helpers/csv-table.ts';
import { sharedTest, sharedText, textFile } from '../../helpers/shared.ts';
import golden from './sdmetrics.json' with { type: 'json' };

const close = (found: number | null, expected: number | null | undefined, what: string): void => {
  if (expected === null || expected === undefined) expect(found, what).toBeNull();
  else expect(Math.abs(found! - expected), what).toBeLessThanOrEqual(golden.tolerance);
};
const resultOf = (real: Table, made: Table) => {
  const input = assessmentOf(real, null, made);
  return sdmetricsResult(input, createEvaluation(input)!);
};

test.each(golden.cases)('scores of $name are those of the library, with thresholds and without', (pair) => {
  const [real, made] = [pair.real, pair.synthetic].map((file) =>
    csvTable(textFile(new URL(file, import.meta.url)), pair.kinds as CsvKinds),
  ) as [Table, Table];
  const result = resultOf(real, made);
  for (const key of ['columnShapes', 'columnPairTrends', 'overall'] as const) {
    close(result[key], pair.expected.since027[key], key);
    close(result.pre027[key], pair.expected.pre027[key], `${key} before 0.27`);
    const { low, high } = result.ends[key];
    expect(low! <= result[key]! && result[key]! <= high!, key).toBe(true);
  }
  for (const [name, shape, coverage, adherence, missing] of pair.columns as [string, ...number[]][]) {
    const column = result.columns.find((each) => each.column === name)!;
    close(column.shape.score, shape, `${name} shape`);
    close(column.coverage.score, coverage, `${name} coverage`);
    close(column.adherence.score, adherence, `${name} adherence`);
    close(column.missingValueSimilarity, missing, `${name} missing`);
  }
  const pairs = new Map(sdmetricsScores(real, made, Object.keys(pair.kinds)).pairs.map((each) => [each.columns.join(), each]));
  expect(pairs.size).toBe(pair.pairs.length);
  for (const [first, second, metric, score, association, counts] of pair.pairs as [
    string,
    string,
    string,
    number | null,
    number | null,
    boolean,
  ][]) {
    const found = pairs.get(`${first},${second}`)!;
    expect([found.metric, found.counts], `${first}, ${second}`).toEqual([metric, counts]);
    close(found.score, score, `${first}, ${second}`);
    if (association !== null) close(found.real, association, `${first}, ${second} association`);
  }
  if ('newRows' in pair && pair.newRows) {
    close(result.newRowSynthesis.score, pair.newRows.score, 'new rows');
    expect(result.newRowSynthesis.matched).toBe(pair.newRows.num_matched_rows);
  }
});

type Pair = { id: string; real: string; synthetic: string; columns: { name: string; kind: string }[] };
type Quality = { quality: Record<'columnShapes' | 'columnPairTrends' | 'overall', number | null> };

sharedTest('all twenty pairs of tables have the scores of both versions', () => {
  const { pairs } = JSON.parse(sharedText('golden/pairs.json')) as { pairs: Pair[] };
  const versions = ['0.29.0', '0.26.0'].map(
    (version) => JSON.parse(sharedText(`golden/sdmetrics-${version}.json`)) as { values: Record<string, Quality> },
  );
  expect(pairs).toHaveLength(20);
  for (const { id, real, synthetic, columns } of pairs) {
    const kinds = Object.fromEntries(
      columns.filter(({ kind }) => kind !== 'id').map(({ name, kind }) => [name, kind]),
    ) as CsvKinds;
    const [first, second] = [real, synthetic].map((file) => csvTable(sharedText(`golden/${file}`), kinds)) as [
      Table,
      Table,
    ];
    const { since027, pre027 } = sdmetricsScores(first, second, Object.keys(kinds));
    for (const key of ['columnShapes', 'columnPairTrends', 'overall'] as const) {
      close(since027[key], versions[0]!.values[id]!.quality[key], `${id} ${key}`);
      close(pre027[key], versions[1]!.values[id]!.quality[key], `${id} ${key} before 0.27`);
    }
  }
});
