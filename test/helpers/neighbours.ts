/** Two claimed fits of neighbouring tables, the second with what the mechanisms released in the first, and their comparison. */
import { expect } from 'vitest';
import type { Progress } from '../../src/core/progress.ts';
import type { Table } from '../../src/core/table/column.ts';
import { fitTable, sampleRows, type FitOptions, type Fitted } from './models.ts';
import { expectWithinSensitivity, onTape, type Call } from './replay.ts';

export type Recorded = Readonly<{ fitted: Fitted; progress: readonly Progress[]; calls: readonly Call[] }>;

export function recorded(id: string, table: Table, options: FitOptions, replay: readonly Call[] | null): Recorded {
  const progress: Progress[] = [];
  const onProgress = (step: Progress): void => void progress.push(step);
  const { result: fitted, calls } = onTape(() => fitTable(id, table, { ...options, onProgress }), replay);
  return { fitted, progress, calls };
}

/** The same asks, candidates, ledger, plan, progress, model and rows; private inputs as near as each entry declares. */
export function expectSameButForNoise(first: Recorded, second: Recorded): void {
  expectSameReleases(first, second);
  first.calls.forEach((call, step) => expectWithinSensitivity(call, second.calls[step]!));
}

/** The same, but for how far private inputs are apart: holds for any two tables of one schema. */
export function expectSameReleases(first: Recorded, second: Recorded): void {
  expect(second.calls.map(({ ask }) => ask)).toEqual(first.calls.map(({ ask }) => ask));
  expect(second.fitted.ledger).toEqual(first.fitted.ledger);
  expect(second.fitted.plan).toEqual(first.fitted.plan);
  expect(second.progress).toEqual(first.progress);
  expect(second.fitted.model).toEqual(first.fitted.model);
  expect(sampleRows(second.fitted, 50)).toEqual(sampleRows(first.fitted, 50));
  expect(first.calls.length).toBe(first.fitted.ledger!.entries.length);
}
