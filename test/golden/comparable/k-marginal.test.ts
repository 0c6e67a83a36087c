import { expect, test } from 'vitest';
import { groupedScore, kMarginalResult, plainScore } from '../../../src/core/fidelity/comparable/k-marginal.ts';
import { createEvaluation } from '../../../src/core/fidelity/evaluation.ts';
import { takeTableRows, type Table } from '../../../src/core/table/column.ts';
import { assessmentOf } from '../../helpers/assess.ts';
import { csvTable, type CsvKinds } from '../../helpers/csv-table.ts';
import { sharedTest, sharedText, textFile } from '../../helpers/shared.ts';
import golden from './k-marginal.json' with { type: 'json' };

const { demographic, family, industry, simple, all } = golden.sets;

/** N, a value of its own in these tables, is a missing cell here. */
function tableOf(text: string, features: readonly string[]): Table {
  const kinds = features.map((name) => [name, golden.numbers.includes(name) ? 'numeric' : 'categorical']);
  return csvTable(text.replaceAll(/(?<=^|,)N(?=,|$)/gm, ''), Object.fromEntries(kinds) as CsvKinds);
}

const rows = textFile(new URL('ma2019.sample10.rows.txt.gz', import.meta.url)).trim().split('\n').map(Number);
const PARTNERS = ['year before', 'own 10 % sample', 'itself'] as const;
type Partners = Readonly<Record<(typeof PARTNERS)[number], Table>>;
const partnersOf = (real: Table, before: Table): Partners => ({
  'year before': before,
  'own 10 % sample': takeTableRows(real, Uint32Array.from(rows)),
  itself: real,
});

const text = (year: number): string => textFile(new URL(`ma${year}.csv.gz`, import.meta.url));
const kept = [...new Set([demographic, family, industry].flatMap(({ features }) => features))];
const real = tableOf(text(2019), kept);
const partners = partnersOf(real, tableOf(text(2018), kept));

test.each(PARTNERS)('demographic features of 2019 against %s have the published definition’s score', (partner) => {
  const score = plainScore(real, partners[partner], demographic.features);
  expect(Math.abs(score - demographic.scores[partner].specForm)).toBeLessThanOrEqual(golden.tolerance);
});

type Grouped = typeof family | typeof industry | typeof simple | typeof all;

/** The score over groups, and that of each group. */
function expectGrouped(set: Grouped, table: Table, others: Partners): void {
  const features = set.features.filter((name) => name !== 'PUMA' && name !== 'INDP');
  for (const partner of PARTNERS) {
    const { score, groups } = groupedScore(table, others[partner], features, 'PUMA');
    const wanted = set.scores[partner];
    expect(Math.abs(score - wanted.specForm), partner).toBeLessThanOrEqual(golden.tolerance);
    expect(groups).toHaveLength(5);
    for (const { group, score: own } of groups) {
      const published = wanted.groups[group as keyof typeof wanted.groups];
      expect(Math.abs(own - published), `${partner}, ${group}`).toBeLessThanOrEqual(golden.tolerance);
    }
  }
}

test.each(Object.entries({ family, industry }))('%s features of 2019 have its score, in all and in groups', (_, set) =>
  expectGrouped(set, real, partners),
);

for (const [name, set] of Object.entries({ simple, all })) {
  sharedTest(`k-marginal: ${name} features of 2019 have the published definition’s score, in all and in groups`, () => {
    const features = set.features.filter((feature) => feature !== 'INDP');
    const [now, before] = [2019, 2018].map((year) => tableOf(sharedText(`data/nist_ma${year}.csv`), features)) as [
      Table,
      Table,
    ];
    expectGrouped(set, now, partnersOf(now, before));
  });
}

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
