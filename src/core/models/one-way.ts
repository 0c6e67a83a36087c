/**
 * The first step of every fit: the table in codes, and the counts of each column on its own. Under a claim the counts
 * are measured with noise, then moved to the nearest possible ones with the estimated total; without one they are exact.
 * Privacy: under a claim codes are private and what comes out beside them is released. Counts enter the mechanism
 * sealed, cell by cell as the rows give them.
 */
import { assert, UserError } from '../errors.ts';
import { measureCounts, type NoisyCounts } from '../privacy/mechanisms.ts';
import { sealed } from '../privacy/wall.ts';
import type { OnProgress } from '../progress.ts';
import type { Schema } from '../table/schema.ts';
import type { Train } from '../table/split.ts';
import { codeCount, type CodedColumn } from './coded-domain.ts';
import { encodeTable } from './encoding.ts';
import { declaredDomain } from './declared-domain.ts';
import { inferredDomain, type NumberCoding } from './inferred-domain.ts';
import type { ClaimedSource, OneWays, Plan } from './model.ts';
import { ONE_WAY_PURPOSE } from './planning.ts';
import { projectCounts } from './project.ts';
import { rowEstimate } from '../privacy/row-estimate.ts';

/** Measures the one-way asks of the plan, which are its first; takes those of the source, where they are bought already. */
export function measureOneWays(train: Train, plan: Plan, source: ClaimedSource, onProgress: OnProgress): OneWays {
  if (source.oneWays) return source.oneWays;
  const domain = declaredDomain(source.schema);
  const coded = encodeTable(train, domain);
  const noisy = new Map<CodedColumn, NoisyCounts>();
  const total = plan.asks.filter((ask) => ask.purpose === ONE_WAY_PURPOSE).length;
  let step = 0;
  onProgress({ stage: 'measuring', done: 0, total });
  domain.columns.forEach((column, index) => {
    if (codeCount(column) < 2) return;
    const ask = plan.asks[step++];
    assert(
      ask !== undefined && ask.sigma2 !== null && ask.columns[0] === column.name,
      'measureOneWays: the plan asks for this column next',
    );
    const exact = sealed(countCodes(coded.columns[index]!, codeCount(column)));
    noisy.set(column, measureCounts(source, { purpose: ask.purpose, columns: ask.columns, sigma2: ask.sigma2 }, exact));
    onProgress({ stage: 'measuring', done: step, total });
  });
  // A domain with one code in every column measures nothing: there is no row count to be had, and none is needed.
  const rows = noisy.size === 0 ? 1 : rowEstimate([...noisy.values()]).rows;
  const counts = domain.columns.map((column) => projectCounts(noisy.get(column)?.counts ?? new Float64Array(1), rows));
  const measured = domain.columns.map((column) => noisy.get(column) ?? null);
  return { domain, coded, rowEstimate: rows, counts, measured, notices: [] };
}

/** Exact counts, on a domain read off the rows. */
export function countOneWays(train: Train, schema: Schema, plan: Plan, coding: NumberCoding): OneWays {
  if (train.rowCount === 0) throw new UserError('no-train-rows');
  const { domain, notices } = inferredDomain(train, schema, plan.target, coding);
  const coded = encodeTable(train, domain);
  const counts = domain.columns.map((column, index) =>
    Float64Array.from(countCodes(coded.columns[index]!, codeCount(column))),
  );
  const measured = counts.map((exact) => (exact.length < 2 ? null : { counts: exact, sigma2: 1 }));
  return { domain, coded, rowEstimate: train.rowCount, counts, measured, notices };
}

function countCodes(codes: Uint16Array, size: number): Int32Array {
  const counts = new Int32Array(size);
  for (let row = 0; row < codes.length; row++) counts[codes[row]!]!++;
  return counts;
}
