import { expect, test } from 'vitest';
import { groupedScore, kMarginalResult, plainScore } from '../../../src/core/fidelity/comparable/k-marginal.ts';
import { createEvaluation } from '../../../src/core/fidelity/evaluation.ts';
import { takeTableRows, type Table } from '../../../src/core/table/column.ts';
import { assessmentOf } from '../../helpers/assess.ts';
import { csvTable, type CsvKinds } from '../../helpers/csv-table.ts';
import { textFile } from '../../helpers/shared.ts';
import golden from './k-marginal.json' with { type: 'json' };

const { demographic, family } = golden.sets;
const kinds = Object.fromEntries(
  ['PUMA', ...new Set([...demographic.features, ...family.features])].map((name) => [
    name,
    golden.numbers.includes(name) ? 'numeric' : 'categorical',
  ]),
) as CsvKinds;
/** N, a value of its own in these tables, is a missing cell here. */
const read = (file: string): Table =>
  csvTable(textFile(new URL(file, import.meta.url)).replaceAll(/(?<=^|,)N(?=,|$)/gm, ''), kinds);
const real = read('ma2019.csv.gz');
const rows = textFile(new URL('ma2019.sample10.rows.txt.gz', import.meta.url)).trim().split('\n').map(Number);
const partners: Record<keyof (typeof demographic)['scores'], Table> = {
  'year before': read('ma2018.csv.gz'),
  'own 10 % sample': takeTableRows(real, Uint32Array.from(rows)),
  itself: real,
};
const names = Object.keys(partners) as (keyof typeof partners)[];

test.each(names)('the table of 2019 against %s has the published definition’s score, and its groups', (partner) => {
  const expected = { pairs: demographic.scores[partner], grouped: family.scores[partner] };
  const score = plainScore(real, partners[partner], demographic.features);
  expect(Math.abs(score - expected.pairs.specForm)).toBeLessThanOrEqual(golden.tolerance);
  const features = family.features.filter((name) => name !== 'PUMA');
  const grouped = groupedScore(real, partners[partner], features, 'PUMA');
  expect(Math.abs(grouped.score - expected.grouped.specForm)).toBeLessThanOrEqual(golden.tolerance);
  for (const { group, score: own } of grouped.groups) {
    const wanted = expected.grouped.groups[group as keyof typeof expected.grouped.groups];
    expect(Math.abs(own - wanted), group).toBeLessThanOrEqual(golden.tolerance);
  }
  expect(grouped.groups).toHaveLength(5);
});

test('yardsticks are those of the library’s own samples, and say how close the year before is', () => {
  const only = (table: Table): Table => ({
    ...table,
    columns: table.columns.filter(({ name }) => demographic.features.includes(name)),
  });
  const input = assessmentOf(only(real), null, only(partners['year before']));
  const result = kMarginalResult(input, createEvaluation(input)!);
  expect(result).toMatchObject({ marginals: 45, of: 45 });
  expect(Math.abs(result.score! - demographic.scores['year before'].specForm)).toBeLessThanOrEqual(golden.tolerance);
  expect(result.low! < result.score! && result.score! < result.high!).toBe(true);
  // Samples of 76 rows, the smallest yardstick, differ by more than that among themselves.
  for (const [percent, mean] of Object.entries(demographic.yardsticks).filter(([each]) => each !== '1')) {
    const yardstick = result.yardsticks.find(({ share }) => share === Number(percent) / 100)!;
    expect(Math.abs(yardstick.score - mean)).toBeLessThanOrEqual(golden.yardstickTolerance);
  }
  // 972.5 lies between the yardsticks of 20 % (about 960) and of 40 % (about 976).
  expect(result.sampleShare!).toBeGreaterThan(0.25);
  expect(result.sampleShare!).toBeLessThan(0.4);
  expect(result.reading).toMatch(/^as close as a random (2[5-9]|3\d) % sample$/);
});
