/**
 * What is kept of a judged run so that it can be compared with another: findings with their intervals, scores of columns
 * by name, what was spent. No row, cell or level.
 */
import type { Finding } from '../math/finding.ts';
import type { Recipe } from '../recipe.ts';
import type { Report } from './report.ts';

export type NamedFinding = Readonly<{ name: string; finding: Finding }>;
export type ColumnScore = Pick<Finding, 'value' | 'low' | 'high' | 'n'> & Readonly<{ name: string }>;
export type RunNumbers = Readonly<{
  recipe: Recipe;
  synthesizer: string;
  /** Null without a claim. */
  claim: Readonly<{ epsilon: number; delta: number; rho: number }> | null;
  rows: number;
  trainRows: number;
  holdoutRows: number;
  findings: readonly NamedFinding[];
  columns: readonly ColumnScore[];
}>;

export function numbersOf(report: Report): RunNumbers {
  const { recipe, claim, plan, output, source, summary, fidelity, elsewhere } = report;
  return {
    recipe,
    synthesizer: elsewhere?.synthetic.name ?? plan.synthesizer,
    claim: claim.kind === 'zcdp' ? { epsilon: claim.epsilon, delta: claim.delta, rho: claim.rho } : null,
    rows: output.rowCount,
    trainRows: source.trainRows,
    holdoutRows: source.holdoutRows,
    findings: [...summary.map(({ question, finding }) => ({ name: question, finding })), ...orders(fidelity.kway)],
    columns: (fidelity.columns ?? []).map(({ name, score, low, high, n }) => ({ name, value: score, low, high, n })),
  };
}

const ORDERS = { '1': 'Counts of single columns', '2': 'Counts of pairs', '3': 'Counts of triples' } as const;

function orders(kway: Report['fidelity']['kway']): NamedFinding[] {
  if (!kway) return [];
  return (['1', '2', '3'] as const).map((order) => {
    const { score, scoreLow, scoreHigh, level, n } = kway[order];
    const finding = { id: `kway-${order}`, value: score, low: scoreLow, high: scoreHigh, level, n };
    return { name: ORDERS[order], finding: { ...finding, goal: 'higher', ideal: 1 } };
  });
}
