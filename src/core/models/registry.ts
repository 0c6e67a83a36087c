/** The synthesizers there are. A form, a plan and a report know them only through this list. */
import { UserError } from '../errors.ts';
import { copula } from './copula/copula.ts';
import { aim } from './graphical/aim.ts';
import { mst } from './graphical/mst.ts';
import { independent } from './independent.ts';
import type { Synthesizer } from './model.ts';

export const SYNTHESIZERS: readonly Synthesizer[] = [aim, mst, copula, independent];

/** Throws `synthesizer-unknown`, naming those that are known. */
export function synthesizerById(id: string): Synthesizer {
  const found = SYNTHESIZERS.find((synthesizer) => synthesizer.id === id);
  if (!found) throw new UserError('synthesizer-unknown', { id, known: SYNTHESIZERS.map((known) => known.id) });
  return found;
}
