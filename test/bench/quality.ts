/**
 * How good the rows are, for every model with and without a claim at epsilon 1 on Adult: errors of columns and pairs,
 * and the area that trees trained on synthetic rows reach on held-out real ones, beside that of real training rows.
 */
import { assess, generate, type Prepared } from '../../src/core/pipeline.ts';
import { seededEntropy } from '../../src/core/privacy/seeded-entropy.ts';
import { silent } from '../../src/core/progress.ts';
import { IDS } from '../helpers/models.ts';
import { ADULT } from './adult.ts';
import { print } from './lines.ts';
import { benchRecipe } from './models.ts';

export function benchQuality(prepared: Prepared): void {
  for (const id of IDS) {
    for (const hasClaim of [false, true]) {
      const recipe = benchRecipe(id, hasClaim);
      const label = `${id}, ${hasClaim ? 'epsilon 1' : 'no claim'}, ${ADULT}`;
      const { synthetic } = generate(prepared, recipe, seededEntropy(1), silent);
      const columns = assess(prepared, synthetic, 'columns', recipe, silent);
      const utility = assess(prepared, synthetic, 'utility', recipe, silent);
      if (columns.part !== 'columns' || utility.part !== 'utility') throw new Error('assess answers another part');
      for (const k of ['1', '2'] as const) {
        const { error, floor } = columns.value.kway[k];
        print({ name: `${k}-way error, ${label}`, value: error ?? NaN, unit: 'summed difference of shares' });
        print({ name: `${k}-way error of fresh real rows, ${label}`, value: floor ?? NaN, unit: 'the same' });
      }
      for (const { model, synthetic: made, real } of utility.value.models) {
        print({ name: `train on synthetic, test on real, ${model}, ${label}`, value: made ?? NaN, unit: 'AUC' });
        print({ name: `train and test on real, ${model}, ${label}`, value: real ?? NaN, unit: 'AUC' });
      }
    }
  }
}
