/**
 * A recorder around every mechanism: what it was asked, what it was given, what it released. On a second run it returns
 * what was released before, so that two tables can be compared with all noise held fixed.
 */
import { expect } from 'vitest';
import type { LedgerEntry } from '../../src/core/privacy/ledger.ts';
import type * as Mechanisms from '../../src/core/privacy/mechanisms.ts';
import { TREE_SCALE } from '../../src/core/privacy/priv-tree.ts';
import { opened } from '../../src/core/privacy/wall.ts';

/** `secret`: the number behind each key; of a list of steps, how often each occurs. */
export type Call = Readonly<{
  mechanism: string;
  ask: unknown;
  secret: ReadonlyMap<string | number, number>;
  output: unknown;
  entry: LedgerEntry;
}>;

const MECHANISMS = ['measureCounts', 'measureMoments', 'selectCandidate', 'releaseCommon', 'splitRange'] as const;

const tape: { calls: Call[]; replay: readonly Call[] | null } = { calls: [], replay: null };

/** Runs `act` with an empty tape; with `replay` the mechanisms release what they released then. */
export function onTape<T>(act: () => T, replay: readonly Call[] | null = null): Readonly<{ result: T; calls: Call[] }> {
  tape.calls = [];
  tape.replay = replay;
  return { result: act(), calls: tape.calls };
}

/** The module with a recorder around each mechanism. A mechanism that is not listed here would be missed: that fails. */
export function recording(actual: typeof Mechanisms): typeof Mechanisms {
  const doors = Object.entries(actual).flatMap(([name, member]) => (typeof member === 'function' ? [name] : []));
  expect(doors.sort()).toEqual([...MECHANISMS].sort());
  const wrapped = MECHANISMS.map((name) => [name, wrap(name, actual[name] as (...args: unknown[]) => unknown)]);
  return { ...actual, ...(Object.fromEntries(wrapped) as object) };
}

/** How far the two calls' private inputs are apart is no further than the entry says that they may be. */
export function expectWithinSensitivity(first: Call, second: Call): void {
  const { entry } = first;
  const keys = new Set([...first.secret.keys(), ...second.secret.keys()]);
  const moves = [...keys].map((key) => Math.abs((first.secret.get(key) ?? 0) - (second.secret.get(key) ?? 0)));
  switch (entry.mechanism) {
    case 'discrete-gaussian':
    case 'stability-histogram': {
      const squared = moves.reduce((sum, move) => sum + move ** 2, 0);
      return expect(squared).toBeLessThanOrEqual(Number(entry.sensitivity.l2Squared));
    }
    case 'exponential':
      return expect(Math.max(...moves)).toBeLessThanOrEqual(Number(entry.sensitivity.l1));
    case 'discrete-laplace': {
      const rows = moves.reduce((sum, move) => sum + move, 0);
      return expect(rows).toBeLessThanOrEqual(Number(BigInt(entry.sensitivity.l1) / TREE_SCALE));
    }
  }
}

function wrap(name: (typeof MECHANISMS)[number], mechanism: (...args: unknown[]) => unknown) {
  return (...args: unknown[]): unknown => {
    const output = mechanism(...args);
    const [claimed, ask, secret] = args as unknown as [Mechanisms.Claimed, unknown, never];
    const call: Call = {
      mechanism: name,
      ask: structuredClone(ask),
      secret: secretOf(name, opened<Iterable<unknown>>(secret)),
      output: tape.replay?.[tape.calls.length]?.output ?? output,
      entry: claimed.ledger.entries.at(-1)!,
    };
    tape.calls.push(call);
    return call.output;
  };
}

function secretOf(name: string, secret: Iterable<unknown>): ReadonlyMap<string | number, number> {
  if (name === 'releaseCommon') return new Map(secret as Iterable<[string | number, number]>);
  const values = [...(secret as Iterable<number>)];
  if (name !== 'splitRange') return new Map(values.entries());
  const rows = new Map<number, number>();
  for (const step of values) rows.set(step, (rows.get(step) ?? 0) + 1);
  return rows;
}
