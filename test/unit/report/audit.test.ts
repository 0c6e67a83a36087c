/** A person's audit: the sample by its seed, the mix, and the intervals against the numbers of the papers. */
import { expect, test } from 'vitest';
import { inferSchema } from '../../../src/core/table/infer-schema.ts';
import type { Table } from '../../../src/core/table/column.ts';
import { drawAudit } from '../../../src/core/report/audit-rows.ts';
import { auditResult, sharedAudit, type Mark, type Marked, type Origin } from '../../../src/core/report/audit.ts';

const tableOf = (rowCount: number, from: number): Table => ({
  rowCount,
  columns: [
    {
      kind: 'numeric',
      name: 'age',
      values: Float64Array.from({ length: rowCount }, (_, row) => from + row),
      decimals: 1,
    },
    {
      kind: 'identifier',
      name: 'id',
      codes: Uint32Array.from({ length: rowCount }, (_, row) => row),
      levels: ['secret'],
    },
  ],
});
const synthetic = tableOf(500, 0);
const holdout = tableOf(90, 10_000);
const schema = inferSchema(synthetic, []);
const choices = { seed: 3, rows: 70, isBlind: false };

test('a sample is the same for its seed, without repetition, of modelled columns alone, as the source writes', () => {
  const { columns, rows } = drawAudit(synthetic, holdout, schema, choices);
  expect(columns).toEqual(['age']);
  expect(new Set(rows.map(({ row }) => row)).size).toBe(70);
  for (const { row, cells, origin } of rows) {
    expect(cells).toEqual([row.toFixed(1)]);
    expect(origin).toBe('synthetic');
  }
  expect(drawAudit(synthetic, holdout, schema, choices).rows).toEqual(rows);
  expect(drawAudit(synthetic, holdout, schema, { ...choices, seed: 4 }).rows).not.toEqual(rows);
});

test('in a mix three in ten are real, and their places say nothing', () => {
  const { rows } = drawAudit(synthetic, holdout, schema, { ...choices, isBlind: true });
  const real = rows.flatMap(({ origin }, place) => (origin === 'holdout' ? [place] : []));
  expect([rows.length, real.length]).toEqual([100, 30]);
  const middle = real.reduce((sum, place) => sum + place, 0) / real.length;
  expect(Math.abs(middle - 49.5)).toBeLessThan(6 * 4.4); // standard error of the mean place of 30 among 100
  expect(rows.filter(({ origin }) => origin === 'holdout').every(({ cells }) => Number(cells[0]) >= 10_000)).toBe(true);
});

test('the least likely rows are shown beside the sample, in their order; null where no model names them', () => {
  const { unlikely, rows } = drawAudit(synthetic, holdout, schema, choices, [41, 7]);
  expect(unlikely).toEqual([
    { row: 41, origin: 'synthetic', cells: ['41.0'] },
    { row: 7, origin: 'synthetic', cells: ['7.0'] },
  ]);
  expect(rows).toEqual(drawAudit(synthetic, holdout, schema, choices).rows);
  expect(drawAudit(synthetic, holdout, schema, choices).unlikely).toBeNull();
});

test('a table of fewer rows is shown whole', () => {
  expect(drawAudit(tableOf(20, 0), holdout, schema, choices).rows).toHaveLength(20);
});

const marked = (count: number, mark: Mark, origin: Origin = 'synthetic', more: Partial<Marked> = {}): Marked[] =>
  Array.from({ length: count }, (_, row) => ({
    ...{ row, origin, mark, columns: [], isTargetWrong: false, note: '' },
    ...more,
  }));

test.each([
  { none: 50, high: 0.0714 }, // 3.84146 / 53.84146
  { none: 100, high: 0.037 },
])('no fault among $none rows still allows $high', ({ none, high }) => {
  const { floor, wrong } = auditResult({ choices, drawn: none, marks: marked(none, 'plausible') });
  expect(floor).toMatchObject({ value: 0, low: 0, high: expect.closeTo(high, 3), n: none });
  expect(wrong.high).toBeCloseTo(high, 3);
});

test('rows of which the person cannot tell are counted and not judged', () => {
  const marks = [...marked(81, 'implausible'), ...marked(182, 'plausible'), ...marked(7, 'cannot-tell')];
  const { judged, counts, floor } = auditResult({ choices, drawn: 300, marks });
  expect(judged).toBe(263);
  expect(counts['cannot-tell']).toBe(7);
  // Wilson, 81 of 263: Newcombe 1998, Statistics in Medicine 17:857.
  expect(floor).toMatchObject({ low: expect.closeTo(0.2553, 4), high: expect.closeTo(0.3662, 4) });
});

test('in a mix the difference of the two shares counts, with the interval of the paper', () => {
  // 56 of 70 and 48 of 80: 0.0524 to 0.3339 (Newcombe 1998, Statistics in Medicine 17:873).
  const marks = [
    ...marked(50, 'implausible'),
    ...marked(6, 'wrong', 'synthetic', { columns: ['age'], isTargetWrong: true, note: 'a secret' }),
    ...marked(14, 'plausible'),
    ...marked(48, 'implausible', 'holdout'),
    ...marked(32, 'plausible', 'holdout'),
  ];
  const result = auditResult({ choices: { ...choices, isBlind: true }, drawn: 150, marks });
  expect(result.blind?.difference).toMatchObject({ low: expect.closeTo(0.0524, 4), high: expect.closeTo(0.3339, 4) });
  expect(result.columns).toEqual([{ column: 'age', marks: 6 }]);
  expect(result.targetWrong.value).toBeCloseTo(6 / 70);
  const shared = JSON.stringify(sharedAudit(result));
  expect(shared).not.toContain('secret');
  expect(shared).not.toContain('blind');
});

test('without a judged row there is no share but a reason', () => {
  const { floor, blind } = auditResult({
    choices: { ...choices, isBlind: true },
    drawn: 60,
    marks: marked(3, 'cannot-tell'),
  });
  expect(floor).toMatchObject({ value: null, reason: 'no row was judged' });
  expect(blind?.difference.value).toBeNull();
});

test('a second person is counted apart, and kappa says how far both agree beyond chance', () => {
  const numbered = (marks: readonly Mark[]): Marked[] =>
    marks.map((mark, row) => ({ row, origin: 'synthetic', mark, columns: [], isTargetWrong: false, note: '' }));
  const of = (count: number, mark: Mark): Mark[] => Array.from({ length: count }, () => mark);
  // 20 plausible to both, 5 and 10 to one alone, 15 implausible to both: kappa is 0.4.
  const first = numbered([...of(25, 'plausible'), ...of(25, 'implausible'), 'cannot-tell']);
  const second = numbered([
    ...of(20, 'plausible'),
    ...of(5, 'implausible'),
    ...of(10, 'plausible'),
    ...of(16, 'implausible'),
  ]);
  const result = auditResult({ choices, drawn: 51, marks: first, second });
  expect(result.floor).toMatchObject({ value: 0.5, n: 50 });
  expect(result.second).toMatchObject({
    judged: 51,
    counts: { plausible: 30, implausible: 21 },
    floor: { value: expect.closeTo(21 / 51, 10) as number },
    kappa: { value: expect.closeTo(0.4, 10) as number, n: 50, goal: 'higher', ideal: 1 },
  });
  expect(auditResult({ choices, drawn: 51, marks: first }).second).toBeNull();
  const same = numbered(of(50, 'plausible'));
  expect(auditResult({ choices, drawn: 50, marks: same, second: same }).second!.kappa).toMatchObject({
    value: null,
    reason: 'both gave all rows one and the same mark',
  });
});
