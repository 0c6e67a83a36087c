/**
 * Faults that would give rows away, planted one by one into the rounds of AIM and the scores of MST: the comparison of
 * neighbours must fail for each, and for none of them without the fault.
 */
import { expect, test, vi } from 'vitest';
import type * as Offered from '../../../../src/core/models/graphical/offered.ts';
import type * as Pace from '../../../../src/core/models/graphical/pace.ts';
import type * as Scoring from '../../../../src/core/models/graphical/scoring.ts';
import type * as Mechanisms from '../../../../src/core/privacy/mechanisms.ts';
import type { Table } from '../../../../src/core/table/column.ts';
import { schemaFor } from '../../../helpers/assess.ts';
import { EPSILON_1 } from '../../../helpers/models.ts';
import { expectSameButForNoise, recorded, type Recorded } from '../../../helpers/neighbours.ts';
import { categorical, tableOf } from '../../../helpers/tables.ts';

type Leak = 'none' | 'candidates' | 'number of rounds' | 'early stop' | 'pace' | 'sensitivity' | 'penalty';

const planted = vi.hoisted(() => ({ leak: 'none', rows: 0 }));

vi.mock('../../../../src/core/privacy/mechanisms.ts', async (load) => {
  const { recording } = await import('../../../helpers/replay.ts');
  return recording(await load<typeof Mechanisms>());
});

vi.mock('../../../../src/core/models/graphical/offered.ts', async (load) => {
  const { offers } = await load<typeof Offered>();
  const leaking: typeof offers = (...tree) => {
    const isOffered = offers(...tree);
    return (clique) => isOffered(clique) && !(planted.leak === 'candidates' && clique.length > 1 && planted.rows < 300);
  };
  return { offers: leaking };
});

vi.mock('../../../../src/core/models/graphical/pace.ts', async (load) => {
  const actual = await load<typeof Pace>();
  const createPace: typeof actual.createPace = (spending, rounds) => {
    const pace = actual.createPace(spending, rounds);
    let round = 0;
    return {
      ...pace,
      next: () => {
        round++;
        if (planted.leak === 'number of rounds' && round > planted.rows - 298) return null;
        if (planted.leak === 'early stop' && round > 1 && planted.rows < 300) return null;
        if (planted.leak === 'pace' && round === 2 && planted.rows < 300) pace.quicken();
        return pace.next();
      },
    };
  };
  return { ...actual, createPace };
});

vi.mock('../../../../src/core/models/graphical/scoring.ts', async (load) => {
  const actual = await load<typeof Scoring>();
  const wholeScore: typeof actual.wholeScore = (counts, expected, weight, penalty) => {
    // As if the largest weight were not declared, or the penalty followed the exact number of rows.
    const declared = planted.leak === 'sensitivity' ? 3 * weight : weight;
    const exact = planted.leak === 'penalty' ? 3 * planted.rows : penalty;
    return actual.wholeScore(counts, expected, declared, exact);
  };
  return { ...actual, wholeScore };
});

const cells = (row: number): string[] => [row % 2, row % 3, (row >> 1) % 2, (row * row) % 5].map((code) => `l${code}`);
const rows = Array.from({ length: 300 }, (_, row) => cells(row));
const table = tableFrom(rows);
const schema = schemaFor(table);
const smaller = tableFrom(rows.slice(1));

function tableFrom(of: readonly (readonly string[])[]): Table {
  return tableOf(
    ...[0, 1, 2, 3].map((column) =>
      categorical(
        `c${column}`,
        of.map((row) => row[column]!),
        ['l0', 'l1', 'l2', 'l3', 'l4'],
      ),
    ),
  );
}

function fits(id: string, leak: Leak): [Recorded, Recorded] {
  const options = { privacy: EPSILON_1, schema };
  planted.leak = leak;
  planted.rows = table.rowCount;
  const first = recorded(id, table, options, null);
  planted.rows = smaller.rowCount;
  return [first, recorded(id, smaller, options, first.calls)];
}

test.each(['aim', 'mst'])('%s without a fault passes, after more than one round', (id) => {
  const [first, second] = fits(id, 'none');
  expectSameButForNoise(first, second);
  expect(first.calls.filter(({ mechanism }) => mechanism === 'selectCandidate').length).toBeGreaterThan(1);
});

test.each<[string, Leak]>([
  ['aim', 'candidates'],
  ['aim', 'number of rounds'],
  ['aim', 'early stop'],
  ['aim', 'pace'],
  ['aim', 'sensitivity'],
  ['aim', 'penalty'],
  ['mst', 'sensitivity'],
])('%s: %s that depend on rows are noticed', (id, leak) => {
  const [first, second] = fits(id, leak);
  expect(() => expectSameButForNoise(first, second)).toThrow();
});
