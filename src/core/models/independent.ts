/**
 * Columns on their own: one table of counts per column, no links. The baseline that every other model must beat, and
 * the anchor of forecasts. With a claim the whole budget buys the counts, in equal shares; without one they are exact.
 * O(N·d) to fit and to sample.
 * Privacy: one entry per column; all after the measurement is post-processing.
 */
import type { CodedTable } from './coded-domain.ts';
import { possibleCounts } from './conditions.ts';
import { checkedKey, drawEvenly, drawIndependently, streamOf } from './draw.ts';
import type { IndependentModel, SampleRequest, SingleSynthesizer } from './model.ts';
import { countOneWays, measureOneWays } from './one-way.ts';
import { rowLogs } from './row-logs.ts';
import { DRAW_OPTION, oneWayAsks, planBasis, typicalMarginal } from './planning.ts';

export const independent: SingleSynthesizer<IndependentModel> = {
  id: 'independent',
  version: 1,
  claims: 'either',
  conditions: 'exact',
  label: 'Columns on their own',
  help: 'Each column keeps its own distribution; no links between columns. The baseline for every other method.',
  options: [DRAW_OPTION],

  plan(schema, recipe, grains) {
    const { plan, claimed } = planBasis(independent, schema, recipe, grains);
    if (claimed === null) return plan;
    const asks = oneWayAsks(claimed, claimed.grains);
    const noise = {
      oneWay: typicalMarginal(
        asks.map((ask) => ask.cells),
        asks[0]?.sigma2 ?? 0,
      ),
      pair: null,
    };
    return { ...plan, asks, noise };
  },

  fit(train, plan, source, onProgress) {
    const oneWays = source.claim
      ? measureOneWays(train, plan, source, onProgress)
      : countOneWays(train, source.schema, plan, 'knots');
    const { domain, rowEstimate, counts, notices } = oneWays;
    onProgress({ stage: 'fitting', done: 1, total: 1 });
    return { kind: 'independent', version: independent.version, domain, rowEstimate, counts, notices };
  },

  sample(model, request, rng, onProgress) {
    onProgress({ stage: 'sampling', done: 0, total: model.counts.length });
    const key = checkedKey(request.rowCount, rng);
    const columns = model.counts.map((counts, index) => {
      const codes = drawCodes(possibleCounts(counts, request.allowed?.[index] ?? null), request, key, index);
      onProgress({ stage: 'sampling', done: index + 1, total: model.counts.length });
      return codes;
    });
    return { rowCount: request.rowCount, columns } satisfies CodedTable;
  },

  logLikelihood({ counts }, rows) {
    const sizes = counts.map(({ length }) => length);
    const columns = counts.map((_, column) => [column]);
    const logs = counts.map((each) => each.map(Math.log));
    return rowLogs(sizes, columns, logs, rows);
  },
};

/** Codes of one column by its counts, in random order. */
function drawCodes(counts: Float64Array, { rowCount, draw }: SampleRequest, key: number, column: number): Uint16Array {
  const out = new Uint16Array(rowCount);
  if (draw === 'even') drawEvenly(counts, streamOf(key, 'code', column), out);
  else drawIndependently(counts, (block) => streamOf(key, 'code', column, block), out);
  return out;
}
