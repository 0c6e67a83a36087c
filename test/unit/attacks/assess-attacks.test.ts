import { expect, test } from 'vitest';
import { assessAttacks, type AttacksResult } from '../../../src/core/attacks/assess-attacks.ts';
import { attackResults } from '../../../src/core/attacks/attack-result.ts';
import { joinForAttacks, membershipScores, type MembershipScores } from '../../../src/core/attacks/membership.ts';
import { silent } from '../../../src/core/progress.ts';
import { takeTableRows, type Table } from '../../../src/core/table/column.ts';
import { assessmentOf, madeUpTable, schemaFor, shuffledRows, splitRows } from '../../helpers/assess.ts';
import { text } from '../../helpers/tables.ts';

const { train, holdout } = splitRows(madeUpTable(1600), 400);
const fresh = madeUpTable(1200, 7);

function scoresOf(first: Table, second: Table, synthetic: Table, seed = 1): MembershipScores {
  const schema = schemaFor(madeUpTable(1600));
  const tables = { train: first, holdout: second, synthetic };
  const { rows, contents } = joinForAttacks(tables, schema);
  const caps = { targets: 300, syntheticRows: 1000 };
  return membershipScores(tables, rows, contents, schema, { seed, caps }, () => {});
}

test('a verbatim copy alarms: both attacks near 1, every copy found', () => {
  const { attacks, copies, disclosures } = assessAttacks(assessmentOf(train, holdout, train), silent);
  expect(attacks.map(({ id }) => id)).toEqual(['nearest', 'nearest-ratio']);
  for (const attack of attacks) {
    expect(attack.low!).toBeGreaterThan(0.95);
    expect(attack.above).toEqual({ auc: true, tail: true });
    expect(attack.tprAtFpr['0.01']!).toBeGreaterThan(0.9);
    expect(attack.advantage!).toBeGreaterThan(0.9);
    expect(attack).toMatchObject({ n: 1600, n1: 1200, n0: 400 });
  }
  expect(copies!.exact.train).toBe(1);
  expect(disclosures).toEqual([]);
});

test('fresh rows are quiet: no corrected lower end above chance', () => {
  const { attacks, copies, canShow } = assessAttacks(assessmentOf(train, holdout, fresh), silent);
  for (const attack of attacks) {
    expect(attack.corrected.low!).toBeLessThan(0.5);
    expect(attack.corrected.low!).toBeLessThan(attack.low!);
    expect(attack.above).toEqual({ auc: false, tail: false });
    expect(attack.tprAtFpr['0.001']).toBeNull();
    expect(attack.tprBounds['0.001'].reason).toBe('not measurable with n = 400');
  }
  expect(copies!.exact.low!).toBeLessThanOrEqual(0);
  expect(canShow.exactCopies!).toBeGreaterThan(0);
});

test('swapping the labels of train and holdout mirrors every AUC exactly', () => {
  const [one, other] = [scoresOf(train, holdout, fresh), scoresOf(holdout, train, fresh)];
  // Thinning, ranks and distances know no label; only the reference of the ratio is the holdout's.
  expect(other.scores[0]!.members).toEqual(one.scores[0]!.nonMembers);
  expect(other.scores[0]!.nonMembers).toEqual(one.scores[0]!.members);
  const auc = (scores: MembershipScores): number => attackResults(scores.scores, 1)[0]!.auc!;
  expect(auc(other)).toBeCloseTo(1 - auc(one), 12);
});

test('the order of rows and of columns changes no score', () => {
  const turned = (table: Table, seed: number): Table =>
    takeTableRows({ ...table, columns: table.columns.toReversed() }, shuffledRows(table.rowCount, seed));
  const straight = assessAttacks(assessmentOf(train, holdout, fresh), silent);
  const moved = assessAttacks(assessmentOf(turned(train, 1), turned(holdout, 2), turned(fresh, 3)), silent);
  expect(moved.attacks).toEqual(straight.attacks);
  expect(moved.copies).toEqual(straight.copies);
});

test('a leak of a tenth of the rows is seen in the corner and in the copies', () => {
  const leaked = takeTableRows(
    train,
    Uint32Array.from({ length: 120 }, (_, row) => row),
  );
  const kept = takeTableRows(
    fresh,
    Uint32Array.from({ length: 1080 }, (_, row) => row),
  );
  const joined: Table = {
    rowCount: 1200,
    columns: madeUpTable(1200).columns.map((_, index) => {
      const [first, second] = [leaked.columns[index]!, kept.columns[index]!];
      if (first.kind === 'numeric' && second.kind === 'numeric') {
        return { ...first, values: Float64Array.of(...first.values, ...second.values) };
      }
      if (first.kind === 'datetime' && second.kind === 'datetime') {
        return { ...first, epochMs: Float64Array.of(...first.epochMs, ...second.epochMs) };
      }
      if (first.kind === 'categorical' && second.kind === 'categorical') {
        const codes = Array.from(second.codes, (code) => first.levels.indexOf(second.levels[code]!));
        return { ...first, codes: Uint16Array.of(...first.codes, ...codes) };
      }
      throw new Error('unexpected kind');
    }),
  };
  const { attacks, copies } = assessAttacks(assessmentOf(train, holdout, joined), silent);
  expect(copies!.exact.train).toBeCloseTo(0.1, 12);
  expect(copies!.exact.low!).toBeGreaterThan(0.05);
  expect(attacks[0]!.auc!).toBeCloseTo(0.55, 1);
  expect(attacks[0]!.tprBounds['0.01'].low!).toBeGreaterThan(0.01);
});

test.each([0, 1, 10])('a holdout of %i rows is answered', (rows) => {
  const parts = splitRows(madeUpTable(100), rows);
  const result = assessAttacks(assessmentOf(parts.train, parts.holdout, madeUpTable(90, 3)), silent);
  JSON.stringify(result, refuseNonNumbers);
  expect(result.attacks).toHaveLength(2);
  if (rows < 10) {
    expect(
      result.attacks.every(({ auc, reason }) => auc === null && reason === `not measurable with n = ${rows}`),
    ).toBe(true);
    expect(result.notices.map(({ code }) => code)).toEqual(['not-measurable']);
  } else expect(result.attacks[0]!.auc).not.toBeNull();
});

test('no holdout at all, and no synthetic rows, are answered', () => {
  expect(assessAttacks(assessmentOf(train, null, fresh), silent).copies).toBeNull();
  const nothing = takeTableRows(fresh, new Uint32Array(0));
  expect(assessAttacks(assessmentOf(train, holdout, nothing), silent).attacks[0]!.auc).toBeNull();
});

test('no cell of a real row reaches the result', () => {
  const secret = 'p1anted-s3cret';
  const withSecret = (table: Table): Table => ({
    ...table,
    columns: [
      ...table.columns.map((column) =>
        column.kind === 'categorical'
          ? { ...column, levels: column.levels.map((level) => `${level} ${secret}`) }
          : column,
      ),
      text('note', new Array<string>(table.rowCount).fill(secret)),
    ],
  });
  const real = withSecret(train);
  const input = { ...assessmentOf(real, withSecret(holdout), withSecret(train)), schema: schemaFor(real) };
  const result: AttacksResult = assessAttacks(input, silent);
  expect(JSON.stringify(result)).not.toContain(secret);
});

test('scores that are all equal are chance, with an interval', () => {
  const flat = {
    id: 'nearest' as const,
    knows: 'table' as const,
    members: new Float64Array(50),
    nonMembers: new Float64Array(60),
  };
  expect(attackResults([flat], 1)[0]).toMatchObject({ auc: 0.5, advantage: 0, above: { auc: false, tail: false } });
});

function refuseNonNumbers(_key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('a result holds NaN or Infinity');
  return value;
}
