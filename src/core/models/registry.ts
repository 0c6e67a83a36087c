/** The synthesizers there are. A form, a plan and a report know them only through this list. */
import { assert, UserError } from '../errors.ts';
import { copula } from './copula/copula.ts';
import { ensembleOf } from './ensemble.ts';
import { aim } from './graphical/aim.ts';
import { mst } from './graphical/mst.ts';
import { independent } from './independent.ts';
import { trees } from './trees/trees.ts';
import type { Recipe } from '../recipe.ts';
import { isModelled, type Schema } from '../table/schema.ts';
import type { Model, ModelPart, SingleModel, SingleSynthesizer, Synthesizer } from './model.ts';

const SINGLES: readonly SingleSynthesizer[] = [aim, mst, trees, copula, independent];
export const SYNTHESIZERS: readonly Synthesizer[] = [...SINGLES, ensembleOf(SINGLES)];

/** In a recipe: the synthesizer that suits the schema. */
export const AUTO = 'auto';
/** More columns than these: AIM has more pairs to score than pay, and trees more columns to ask. */
const MOST_COLUMNS = 100;

/**
 * The synthesizer for a schema, by public facts alone: the number of modelled columns and their kinds. Without a claim
 * trees are the most faithful.
 */
export function recommendedSynthesizer(schema: Schema, hasClaim: boolean): Model['kind'] {
  const modelled = schema.columns.filter(isModelled);
  if (modelled.length <= 1) return 'independent';
  if (!hasClaim) return modelled.length <= MOST_COLUMNS ? 'trees' : 'copula';
  if (modelled.length <= MOST_COLUMNS) return 'aim';
  const ordered = modelled.filter(({ domain }) => domain.value.kind !== 'categorical').length;
  return ordered >= modelled.length / 2 ? 'copula' : 'mst';
}

/** The one that the recipe names, or the recommended one. Throws `synthesizer-unknown`. */
export function synthesizerFor({ synthesizer, privacy }: Recipe, schema: Schema): Synthesizer {
  const { id } = synthesizer;
  return synthesizerById(id === AUTO ? recommendedSynthesizer(schema, privacy !== null) : id);
}

/** Throws `synthesizer-unknown`, naming those that are known. */
export function synthesizerById(id: string): Synthesizer {
  const found = SYNTHESIZERS.find((synthesizer) => synthesizer.id === id);
  if (!found) throw new UserError('synthesizer-unknown', { id, known: SYNTHESIZERS.map((known) => known.id) });
  return found;
}

/** The models that rows are drawn from: one, unless it is an ensemble. */
export function partsOf(model: Model): readonly ModelPart[] {
  const parts = model.kind === 'ensemble' ? model.parts : [{ share: 1, model }];
  return parts.map(({ share, model: own }) => ({ share, model: own, synthesizer: synthesizerOf(own) }));
}

function synthesizerOf({ kind }: SingleModel): SingleSynthesizer {
  const found = SINGLES.find(({ id }) => id === kind);
  assert(found !== undefined, 'partsOf: every model is of a synthesizer that is known');
  return found;
}
