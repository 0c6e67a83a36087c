/** Parts of an ensemble side by side: what is one law is called so, what is not is told apart. */
import { expect, test } from 'vitest';
import type { AssessInput } from '../../../src/core/fidelity/input.ts';
import { partDiversity, type PartsResult } from '../../../src/core/fidelity/part-diversity.ts';
import { stackTables } from '../../../src/core/fidelity/stacked.ts';
import { takeTableRows, type Table } from '../../../src/core/table/column.ts';
import {
  assessmentOf,
  madeUpTable,
  schemaFor,
  shuffledColumns,
  shuffledRows,
  splitRows,
} from '../../helpers/assess.ts';
import { numeric, tableOf } from '../../helpers/tables.ts';

const { train, holdout } = splitRows(madeUpTable(400), 100);

/** These tables as the parts of one, their rows mixed. */
function partsOf(tables: readonly Table[], seed = 1, against: AssessInput['train'] = train): PartsResult {
  const schema = schemaFor(against);
  const whole = stackTables(tables, schema);
  const by = tables.flatMap(({ rowCount }, place) => Array<number>(rowCount).fill(place));
  const order = shuffledRows(whole.rowCount, seed);
  const input = { ...assessmentOf(against, holdout, takeTableRows(whole, order)), schema };
  const parts = ['mst', 'copula', 'trees'].slice(0, tables.length).map((id) => ({ id }));
  return partDiversity(input, { by: Uint8Array.from(order, (row) => by[row]!), parts });
}

test('two draws of one law are the same; the same columns without their links are not', () => {
  const [same, alone, last] = partsOf([madeUpTable(250, 3), madeUpTable(250, 4), shuffledColumns(madeUpTable(200, 5))])
    .pairs as [PartsResult['pairs'][0], PartsResult['pairs'][0], PartsResult['pairs'][0]];
  expect(same).toMatchObject({ synthesizers: ['mst', 'copula'], areSame: true });
  expect(same.distance.value!).toBeLessThan(same.distance.floorHigh!);
  expect(same.distance.floor!).toBeLessThan(same.distance.floorHigh!);
  expect(same.c2st).toMatchObject({ n: 500 });
  expect(same.distance.n).toBe(250);
  for (const pair of [alone, last]) {
    expect(pair.areSame).toBe(false);
    expect(pair.distance.value!).toBeGreaterThan(pair.distance.floorHigh!);
    expect(pair.c2st.low!).toBeGreaterThan(0.5);
    expect(pair.distance.n).toBe(200);
  }
});

test('parts that copy the same rows have near copies across, and no distance', () => {
  const { pairs } = partsOf([train, train]);
  const { distance, nearCopies, areSame } = pairs[0]!;
  expect(distance.value).toBe(0);
  expect(nearCopies.across.value).toBe(1);
  expect(nearCopies.within.value!).toBeLessThan(1);
  expect(areSame).toBe(true);
});

test('each part has its own error against train, and a part without a row has none', () => {
  const { parts, pairs } = partsOf([takeTableRows(train, new Uint32Array(0)), train, shuffledColumns(train)]);
  expect(parts.map(({ synthesizer, rowCount }) => [synthesizer, rowCount])).toEqual([
    ['copula', 300],
    ['trees', 300],
  ]);
  const [copied, shuffled] = parts as [PartsResult['parts'][0], PartsResult['parts'][0]];
  expect(copied.error.value).toBe(0);
  expect(shuffled.error.low!).toBeGreaterThan(shuffled.floor!);
  expect(pairs).toHaveLength(1);
});

test('what cannot be measured says why', () => {
  const few = partsOf([madeUpTable(20, 3), madeUpTable(50, 4)]).pairs[0]!;
  expect(few).toMatchObject({ areSame: null, distance: { value: null, floor: null, n: 20 }, c2st: { value: null } });
  const one = tableOf(
    numeric(
      'only',
      Array.from({ length: 60 }, (_, row) => row % 7),
    ),
  ) as AssessInput['train'];
  const { pairs, parts } = partsOf([one, one], 1, one);
  expect(pairs[0]!.distance.reason).toBe('not measurable with one column');
  expect(pairs[0]!.nearCopies.across.reason).toContain('fewer than three columns');
  expect(parts[0]!.error.reason).toBe('not measurable with one column');
});

test('the order of rows changes no number', () => {
  const tables = [madeUpTable(70, 3), madeUpTable(60, 4)];
  expect(partsOf(tables, 2)).toEqual(partsOf(tables, 1));
});
