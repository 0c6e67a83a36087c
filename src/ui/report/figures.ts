/**
 * From findings to what charts are given: the same drawings on the Validate step and in the report. With real data
 * hidden nothing that was read off real rows is handed on but scores. Nothing is measured here.
 */
import type { AttackResult } from '../../core/attacks/attack-result.ts';
import type { Control } from '../../core/attacks/controls.ts';
import type { C2stResult } from '../../core/fidelity/c2st.ts';
import type { ColumnResult } from '../../core/fidelity/columns.ts';
import type { KwayResult } from '../../core/fidelity/kway.ts';
import type { AssociationMatrix } from '../../core/fidelity/pairs.ts';
import type { UtilityResult } from '../../core/utility/assess-utility.ts';
import type { ImportanceAgreement } from '../../core/utility/importance.ts';
import type { ChartTable } from '../charts/frame.ts';
import { binsTable, levelsTable } from '../charts/share-tables.ts';
import { formatNumber, formatShort, NO_VALUE } from '../text/numbers.ts';
import { validate as text } from '../text/validate.ts';

/** The widest matrix that is drawn; wider ones show the columns whose links differ most. */
const WIDEST = 30;
const DAY_MS = 86_400_000;

export type Cell = Readonly<{
  name: string;
  score: string;
  label: string;
  kind: 'numeric' | 'categorical';
  real: readonly number[] | null;
  synthetic: readonly number[] | null;
  ends: readonly [string, string];
  table?: ChartTable;
}>;

/** One column of the grid. */
export function cellOf(column: ColumnResult, isRealHidden: boolean): Cell {
  const { name, chart } = column;
  const score = column.score === null ? NO_VALUE : formatNumber(column.score, 3);
  const label =
    column.score === null
      ? text.columns.cellNone({ name, reason: column.reason ?? text.columns.notMeasurable })
      : text.columns.cell({ name, score });
  const head = { name, score, label };
  if (chart === null) return { ...head, kind: 'numeric', real: null, synthetic: null, ends: ['', ''] };
  if (chart.kind === 'histogram') {
    const { edges, synthetic } = chart;
    const format = valueFormat(column.kind);
    const ends = [format(edges[0] ?? 0), format(edges[edges.length - 1] ?? 0)] as const;
    const real = isRealHidden ? null : chart.real;
    return { ...head, kind: 'numeric', real, synthetic, ends, table: binsTable({ edges, real, synthetic }, format) };
  }
  const levels = levelsOf(column, isRealHidden);
  const ends = [levels[0]?.name ?? '', endOf(levels, chart.other.levels)] as const;
  return {
    ...head,
    kind: 'categorical',
    real: isRealHidden ? null : levels.map(({ real }) => real ?? 0),
    synthetic: levels.map(({ synthetic }) => synthetic ?? 0),
    ends,
    table: levelsTable(levels),
  };
}

/** Levels by real frequency, the rest as *other*. With real data hidden: those that synthetic rows hold, by theirs. */
export function levelsOf(
  { chart }: ColumnResult,
  isRealHidden: boolean,
): readonly { name: string; real: number | null; synthetic: number | null }[] {
  if (chart?.kind !== 'levels') return [];
  const { levels, other } = chart;
  const listed = levels.map((name, index) => ({
    name,
    real: isRealHidden ? null : (chart.real[index] ?? 0),
    synthetic: chart.synthetic[index] ?? 0,
  }));
  const rest = {
    name: text.columns.other({ levels: other.levels }),
    real: isRealHidden ? null : other.real,
    synthetic: other.synthetic,
  };
  const met = listed.filter(({ real, synthetic }) => (real ?? 0) > 0 || synthetic > 0);
  const shown = isRealHidden ? met.sort((a, b) => b.synthetic - a.synthetic) : met;
  return other.levels > 0 ? [...shown, rest] : shown;
}

/** How a value of the column is written on an axis: dates as days, numbers with up to six digits. */
export function valueFormat(kind: ColumnResult['kind']): (value: number) => string {
  return kind === 'datetime' ? dayText : (value) => formatShort(value, 6);
}

/** The score that all columns from `from` on reach. */
export function leastScore(columns: readonly ColumnResult[], from: number): number | null {
  const least = columns[from]?.score ?? null;
  return least === null ? null : Math.floor(least * 1000) / 1000;
}

export type KwayRow = Readonly<{
  name: string;
  detail: string;
  error: number;
  low: number | undefined;
  high: number | undefined;
  floor: number;
  ceiling: number;
  score: number | null;
}>;

/** Rows of the floor-to-ceiling chart, and reasons for those that could not be measured. */
export function kwayRows(kway: Readonly<Record<'1' | '2' | '3', KwayResult>>): Readonly<{
  rows: readonly KwayRow[];
  reasons: readonly string[];
}> {
  const rows: KwayRow[] = [];
  const reasons: string[] = [];
  for (const order of ['1', '2', '3'] as const) {
    const { error, floor, ceiling, low, high, score, marginals, of, reason } = kway[order];
    const name = text.links.orders[order];
    if (reason !== undefined) reasons.push(`${name}: ${reason}.`);
    if (error === null || floor === null || ceiling === null) continue;
    const detail = text.links.marginals({ marginals, of });
    rows.push({ name, detail, error, low: low ?? undefined, high: high ?? undefined, floor, ceiling, score });
  }
  return { rows, reasons };
}

type Cells = AssociationMatrix['real'];
export type LinkMap = Readonly<{
  names: readonly string[];
  of: number;
  panels: readonly Readonly<{ title: string; values: Cells; factor?: number }>[];
  /** The two columns whose link differs most. */
  furthest: readonly [string, string] | null;
}>;

/** The maps of links, cut to the columns that differ most; only the synthetic one with real data hidden. */
export function linkMap(matrix: AssociationMatrix, isRealHidden: boolean): LinkMap {
  const widest = matrix.names.map((_, row) =>
    Math.max(0, ...(matrix.difference[row] ?? []).map((d) => Math.abs(d ?? 0))),
  );
  const kept = [...matrix.names.keys()]
    .sort((a, b) => (widest[b] ?? 0) - (widest[a] ?? 0) || a - b)
    .slice(0, WIDEST)
    .sort((a, b) => a - b);
  const cut = (cells: Cells): Cells => kept.map((row) => kept.map((column) => cells[row]?.[column] ?? null));
  const most = Math.max(0, ...widest);
  const factor = [10, 5, 2].find((times) => most * times <= 1) ?? 1;
  const synthetic = { title: 'synthetic', values: cut(matrix.synthetic) };
  const panels = isRealHidden
    ? [synthetic]
    : [
        { title: 'real', values: cut(matrix.real) },
        synthetic,
        { title: text.links.difference, values: cut(matrix.difference), ...(factor > 1 ? { factor } : {}) },
      ];
  const row = widest.indexOf(most);
  const column = (matrix.difference[row] ?? []).findIndex((d) => Math.abs(d ?? 0) === most);
  const [first, second] = [matrix.names[row], matrix.names[column]];
  return {
    names: kept.map((index) => matrix.names[index] ?? ''),
    of: matrix.names.length,
    panels,
    furthest: most > 0 && first !== undefined && second !== undefined ? [first, second] : null,
  };
}

export type DotMark = Readonly<{
  kind: 'real' | 'synthetic' | 'control' | 'baseline';
  value: number;
  low?: number | undefined;
  high?: number | undefined;
  name: string;
  isNamed?: boolean;
}>;
export type DotRow = Readonly<{ name: string; marks: readonly DotMark[] }>;

/** Boosting with its two references, and logistic regression. `shuffled`: the area of the control of that name. */
export function apartRows(
  { auc, low, high, logistic, reference }: Pick<C2stResult, 'auc' | 'low' | 'high' | 'logistic' | 'reference'>,
  shuffled: number | null,
): readonly DotRow[] {
  if (auc === null) return [];
  const control = (name: string, value: number, ends?: { low: number; high: number }): DotMark => ({
    kind: 'control',
    value,
    low: ends?.low,
    high: ends?.high,
    name,
    isNamed: true,
  });
  const ofLogistic: DotMark[] = logistic
    ? [{ kind: 'synthetic', name: 'synthetic', value: logistic.auc, low: logistic.low, high: logistic.high }]
    : [];
  return [
    {
      name: text.apart.learners.boosting,
      marks: [
        ...(reference ? [control(text.apart.real, reference.auc, reference)] : []),
        { kind: 'synthetic', name: 'synthetic', value: auc, low: low ?? undefined, high: high ?? undefined },
        ...(shuffled === null ? [] : [control(text.apart.shuffled, shuffled)]),
      ],
    },
    ...(ofLogistic.length > 0 ? [{ name: text.apart.learners.logistic, marks: ofLogistic }] : []),
  ];
}

/** Learners with what they score on the holdout: baseline, trained on synthetic, trained on real. */
export function usefulRows({ models, task }: Pick<UtilityResult, 'models' | 'task'>): readonly DotRow[] {
  return models.flatMap(({ model, real, synthetic, baseline, low, high }) =>
    synthetic === null || real === null
      ? []
      : [
          {
            name: learnerName(model, task),
            marks: [
              ...(baseline === null ? [] : [{ kind: 'baseline', name: 'baseline', value: baseline } as const]),
              {
                kind: 'synthetic',
                name: text.useful.trained.synthetic,
                value: synthetic,
                low: low ?? undefined,
                high: high ?? undefined,
              } as const,
              { kind: 'real', name: text.useful.trained.real, value: real } as const,
            ],
          },
        ],
  );
}

/** The columns that either model leans on most: ring for the model of real rows, disc for that of synthetic ones. */
export function importanceRows({ columns }: Pick<ImportanceAgreement, 'columns'>, most: number): readonly DotRow[] {
  return [...columns]
    .sort((a, b) => Math.max(b.real, b.synthetic) - Math.max(a.real, a.synthetic))
    .slice(0, most)
    .map(({ column, real, synthetic }) => ({
      name: column,
      marks: [
        { kind: 'synthetic', name: text.useful.trained.synthetic, value: synthetic },
        { kind: 'real', name: text.useful.trained.real, value: real },
      ],
    }));
}

export function learnerName(model: UtilityResult['models'][number]['model'], task: UtilityResult['task']): string {
  return model === 'logistic' && task === 'regression' ? text.useful.linear : text.useful.learners[model];
}

/** Ends of an axis that holds every mark, a little wider than they are. */
export function axisOf(rows: readonly DotRow[], least: number, most: number): readonly [number, number] {
  const values = rows.flatMap(({ marks }) =>
    marks.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]),
  );
  const low = Math.min(least, ...values);
  const high = Math.max(most, ...values);
  const room = (high - low) * 0.04;
  return [low - room, high + room];
}

/** The same for shares, a tenth wide at least: values that are all alike still stand on an axis. */
export function shareAxis(rows: readonly DotRow[]): readonly [number, number] {
  const [low, high] = axisOf(rows, 1, 0);
  const room = Math.max(0, 0.1 - (high - low));
  return [Math.max(-0.02, low - room), Math.min(1.02, high)];
}

/** The attack with the largest area. */
export function strongestOf(attacks: readonly AttackResult[]): AttackResult | null {
  const [first] = attacks.filter(({ auc }) => auc !== null).sort((a, b) => (b.auc ?? 0) - (a.auc ?? 0));
  return first ?? null;
}

/** One value of a control's check, or null. */
export function controlValue(controls: readonly Control[], id: Control['id'], check: string): number | null {
  return controls.find((control) => control.id === id)?.observed.find((each) => each.id === check)?.value ?? null;
}

function endOf(levels: readonly { name: string }[], others: number): string {
  return others > 0 ? text.columns.otherEnd({ levels: others }) : (levels[levels.length - 1]?.name ?? '');
}

function dayText(epochMs: number): string {
  const date = new Date(Math.floor(epochMs / DAY_MS) * DAY_MS);
  return Number.isNaN(date.getTime()) ? NO_VALUE : date.toISOString().slice(0, 10);
}
