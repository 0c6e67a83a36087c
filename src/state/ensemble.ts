/** The parts of an ensemble as their form changes them: shares of the rows lie in (0, 1) and sum to 1. */
import type { Recipe } from '../core/recipe.ts';
import { NEVER_CLAIMED } from './never-claimed.ts';

export type EnsemblePart = Readonly<{ id: string; share: number; options?: Readonly<Record<string, unknown>> }>;

/** As core has them, which the page does not load. */
export const FEWEST_PARTS = 2;
export const MOST_PARTS = 4;
export const PART_IDS = ['aim', 'mst', 'trees', 'copula', 'independent'] as const;

/** The parts that the options of a recipe name; null where they name none that a form could show. */
export function statedParts({ parts }: Recipe['synthesizer']['options']): readonly EnsemblePart[] | null {
  if (!Array.isArray(parts)) return null;
  const stated = (parts as Partial<EnsemblePart>[]).map((part) => ({
    ...part,
    id: String(part.id),
    share: part.share ?? 1,
  }));
  const whole = stated.reduce((sum, { share }) => sum + share, 0);
  return stated.map((part) => ({ ...part, share: part.share / whole }));
}

/** The part gets this share; the others share the rest as they did. */
export function withShare(parts: readonly EnsemblePart[], place: number, share: number): readonly EnsemblePart[] {
  const rest = 1 - parts[place]!.share;
  return parts.map((part, at) => ({ ...part, share: at === place ? share : (part.share * (1 - share)) / rest }));
}

/** One more part, with the share that it would have if all were equal. */
export function withPart(parts: readonly EnsemblePart[], id: string): readonly EnsemblePart[] {
  const share = 1 / (parts.length + 1);
  return [...parts.map((part) => ({ ...part, share: part.share * (1 - share) })), { id, share }];
}

export function withoutPart(parts: readonly EnsemblePart[], place: number): readonly EnsemblePart[] {
  const rest = 1 - parts[place]!.share;
  return parts.filter((_, at) => at !== place).map((part) => ({ ...part, share: part.share / rest }));
}

/** Another synthesizer in the place of a part; options belong to the one that is gone. */
export function withId(parts: readonly EnsemblePart[], place: number, id: string): readonly EnsemblePart[] {
  return parts.map((part, at) => (at === place ? { id, share: part.share } : part));
}

/** Those that may be parts, or, with a guarantee, those for which it can hold. */
export function partIds(isClaimed: boolean): readonly string[] {
  return PART_IDS.filter((id) => !isClaimed || !NEVER_CLAIMED.includes(id));
}
