/**
 * What a recipe says and the page has no form for: kept with the choices, carried out in every run, and given back when
 * the recipe is saved. Options belong to the synthesizer that they were said of.
 */
import type { Recipe } from '../core/recipe.ts';

export type Checks = Omit<Recipe['validate'], 'target'>;
export type Kept = Readonly<Pick<Recipe, 'discovery' | 'split' | 'synthesizer'> & { seed: number; checks: Checks }>;
export type KeptPart = keyof Kept;

export const NOTHING_KEPT: Kept = {
  discovery: true,
  split: { holdout: 0.2, seed: 1 },
  synthesizer: { id: 'auto', options: {} },
  seed: 1,
  checks: { fidelity: true, utility: true, attacks: true, sweep: false, rareClass: null },
};

export function keptOf({ discovery, split, synthesizer, sample, validate }: Recipe): Kept {
  const { target: _target, ...checks } = validate;
  return { discovery, split, synthesizer, seed: sample.seed, checks };
}

/** Whether the recipe turns all off that the rows are judged by; what is judged beside it rests on that. */
export function isNothingJudged({ checks: { fidelity, utility, attacks } }: Kept): boolean {
  return !fidelity && !utility && !attacks;
}

/** The parts that differ from what is done of itself. `synthesizerId`: the synthesizer that is chosen now. */
export function partsKept(kept: Kept, synthesizerId: string): readonly KeptPart[] {
  const parts = Object.keys(NOTHING_KEPT) as KeptPart[];
  return parts.filter((part) =>
    part === 'synthesizer'
      ? Object.keys(unshownOptions(kept, synthesizerId)).length > 0
      : JSON.stringify(kept[part]) !== JSON.stringify(NOTHING_KEPT[part]),
  );
}

/** Options that no form shows: all but the parts of an ensemble. */
export function unshownOptions(kept: Kept, synthesizerId: string): Recipe['synthesizer']['options'] {
  const { parts: _parts, ...unshown } = optionsFor(kept, synthesizerId);
  return unshown;
}

export function optionsFor({ synthesizer }: Kept, synthesizerId: string): Recipe['synthesizer']['options'] {
  return synthesizer.id === synthesizerId ? synthesizer.options : {};
}
