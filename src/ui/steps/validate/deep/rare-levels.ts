/** Levels that can be tried as a rare class: under 20 % of the fitted rows, with held-out rows enough to judge by. */
import type { ColumnResult } from '../../../../core/fidelity/columns.ts';
import type { RareLevel } from '../../../../core/utility/rare-class.ts';

const MOST_SHARE = 0.2;
const LEAST_HELD_OUT = 30;

export type RareChoice = RareLevel & Readonly<{ share: number }>;

/** Of the target first, then the rarest first. The exact number of held-out rows is the engine's to check. */
export function rareChoices(
  columns: readonly ColumnResult[],
  holdoutRows: number,
  target: string | null,
): readonly RareChoice[] {
  const choices = columns.flatMap(({ name, chart }) =>
    chart?.kind === 'levels'
      ? chart.levels.map((level, place): RareChoice => ({ column: name, level, share: chart.real[place] ?? 0 }))
      : [],
  );
  const isTarget = ({ column }: RareChoice): number => (column === target ? 1 : 0);
  return choices
    .filter(({ share }) => share < MOST_SHARE && share * holdoutRows >= LEAST_HELD_OUT)
    .sort((a, b) => isTarget(b) - isTarget(a) || a.share - b.share);
}
