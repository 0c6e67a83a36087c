/** The tables of charts of shares, the same below a large chart and below its small one in the grid. */
import { text } from '../text/en.ts';
import type { ChartTable } from './frame.ts';

type Shares = readonly number[] | null;

/** `edges` has one entry more than the shares. */
export function binsTable(
  { edges, real, synthetic }: Readonly<{ edges: readonly number[]; real: Shares; synthetic: Shares }>,
  format: (value: number) => string,
): ChartTable {
  return {
    columns: [text.charts.from, text.charts.to, text.charts.real, text.charts.synthetic],
    rows: edges
      .slice(0, -1)
      .map((edge, bin) => [
        format(edge),
        format(edges[bin + 1] ?? edge),
        real?.[bin] ?? null,
        synthetic?.[bin] ?? null,
      ]),
  };
}

export function levelsTable(
  levels: readonly Readonly<{ name: string; real: number | null; synthetic: number | null }>[],
): ChartTable {
  return {
    columns: [text.charts.level, text.charts.real, text.charts.synthetic],
    rows: levels.map((level) => [level.name, level.real, level.synthetic]),
  };
}
