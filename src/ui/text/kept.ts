/** The words of what an applied recipe says and no form of the page shows, in English. */
import { formatPercent } from './numbers.ts';

export const kept = {
  label: 'From the recipe',
  line: ({ says }: { says: string }) => `From the recipe: ${says}`,
  remove: 'Remove',
  removeOf: ({ says }: { says: string }) => `Remove from the recipe: ${says}`,
  discovery: 'of ranges and levels that are not declared nothing is bought; under a guarantee all must be declared.',
  split: ({ holdout, seed }: { holdout: number; seed: number }) =>
    holdout === 0
      ? 'every real row is fitted, so the checks that need rows kept back are off.'
      : `${formatPercent(holdout, (holdout * 100) % 1 === 0 ? 0 : 1)} of the real rows are kept back for the checks, picked by seed ${seed}.`,
  options: ({ options }: { options: readonly string[] }) => `${options.join(', ')}.`,
  option: ({ name, value }: { name: string; value: string }) => `option ${name} is ${value}`,
  seed: ({ seed }: { seed: number }) => `rows are drawn by seed ${seed}.`,
  checks: ({ without, beside }: { without: readonly string[]; beside: readonly string[] }) =>
    [
      ...(without.length > 0 ? [`not judged are ${without.join(' and ')}`] : []),
      ...(beside.length > 0 ? [`judged too: ${beside.join(' and ')}`] : []),
    ].join('; ') + '.',
  checked: { fidelity: 'fidelity', utility: 'usefulness', attacks: 'attacks and controls' },
  nothing: {
    title: 'Nothing is judged',
    detail: 'The recipe turns fidelity, usefulness and attacks off. Without that line of it they are judged.',
    sentence: 'The recipe turns every check off, so nothing is judged.',
  },
  sweep: 'the ratio sweep',
  rareClass: ({ column, level }: { column: string; level: string }) => `the rare class ${level} of ${column}`,
} as const;
