/**
 * What a condition asks of latents: codes that may stand are intervals between the cuts of a column's cells, a missing
 * cell is the upper end of its missing latent. Counts and weights become those of the codes that may stand.
 * Left out: columns whose missing cell may stand beside some values (a mark for missing that is kept apart). Of two
 * latents either one would do; all rows are drawn, and those that meet the condition are picked.
 */
import type { CodedColumn } from '../coded-domain.ts';
import { possibleCounts, type Allowed } from '../conditions.ts';
import type { CopulaModel } from '../model.ts';
import type { Region } from './confine.ts';
import type { Latent } from './latents.ts';
import { scoresOf } from './scores.ts';

/** `counts` by column; `regions` by place of a latent, for those that may not lie anywhere. */
export type Asked = Readonly<{ counts: readonly Float64Array[]; regions: ReadonlyMap<number, Region> }>;

/** Throws `condition-impossible` where no code that may stand has rows. */
export function askedOf({ domain, counts, latents }: CopulaModel, allowed: Allowed | undefined): Asked {
  if (allowed === undefined) return { counts, regions: new Map() };
  const masks = domain.columns.map((column, index) => confinedMask(column, allowed[index] ?? null));
  const possible = counts.map((own, index) => possibleCounts(own, masks[index]!));
  const regions = new Map<number, Region>();
  latents.forEach((latent, at) => {
    const mask = masks[latent.column]!;
    const region = mask && regionOf(latent, mask, domain.columns[latent.column]!.hasMissing);
    if (region) regions.set(at, region);
  });
  return { counts: possible, regions };
}

function confinedMask({ hasMissing }: CodedColumn, mask: Uint8Array | null): Uint8Array | null {
  return mask && hasMissing && mask[0] === 1 && mask.includes(1, 1) ? null : mask;
}

/** Null where it may lie anywhere: all cells may stand, or the latent stands for the values of a missing cell. */
function regionOf({ kind, codes, weights }: Latent, mask: Uint8Array, hasMissing: boolean): Region | null {
  const { cuts } = scoresOf(weights);
  const isMissing = hasMissing && mask[0] === 1;
  if (kind === 'missing') return isMissing ? [[cuts[0]!, Infinity]] : [[-Infinity, cuts[0]!]];
  if (isMissing) return null;
  const region: (readonly [number, number])[] = [];
  codes.forEach((code, cell) => {
    if (mask[code] === 0 || weights[cell] === 0) return;
    const low = cuts[cell - 1] ?? -Infinity;
    const joined = region.at(-1)?.[1] === low ? region.pop()![0] : low;
    region.push([joined, cuts[cell]!]);
  });
  const isAll = region[0]?.[0] === -Infinity && region[0][1] === Infinity;
  return isAll ? null : region;
}
