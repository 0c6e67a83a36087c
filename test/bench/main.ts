/**
 * `npm run bench`: speeds, beside baselines that run in turn; exit 1 if a ratio is above 1.25 times its bound. With
 * `-- --quality`: how good the models are instead; `-- --reading`: what files cost; `-- --private`: what a guarantee costs
 * on marginals; `-- --judge`, `-- --judge-large`: what judging costs; `-- --controls`: the controls on public tables;
 * `-- --held [ROWS]`: what fit and draw hold;
 * `-- --page`: the built page (`npm run build`) beside its engine, `-- --first-rows`: only how soon it shows the first
 * rows of a long file. Seeded throughout. Run on a quiet machine; ratios travel, times do not.
 */
import { readCsv } from '../../src/core/formats/read-csv.ts';
import { prepare } from '../../src/core/pipeline.ts';
import { silent } from '../../src/core/progress.ts';
import { ADULT_ROWS, adultText } from './adult.ts';
import { benchControls } from './controls.ts';
import { benchFormats } from './formats.ts';
import { benchJudge, benchLargeJudge, LARGE_ROWS } from './judge.ts';
import { benchKernels } from './kernels.ts';
import { linesAboveBound } from './lines.ts';
import { benchMemory } from './memory.ts';
import { benchModels, benchPipeline, benchRecipe, benchTallTrees } from './models.ts';
import { benchFirstRows, benchPage } from './page.ts';
import { benchPrivate } from './private.ts';
import { benchQuality } from './quality.ts';
import { benchReading, MEMORY, measureMemory } from './reading.ts';

const measured = process.argv.indexOf(MEMORY);
const large = process.argv.indexOf('--judge-large');
const held = process.argv.indexOf('--held');
if (measured >= 0) measureMemory(process.argv[measured + 1]!);
else if (process.argv.includes('--reading')) await benchReading();
else if (process.argv.includes('--private')) benchPrivate();
else if (process.argv.includes('--judge')) await benchJudge();
else if (large >= 0) await benchLargeJudge(Number(process.argv[large + 1] ?? LARGE_ROWS));
else if (held >= 0) benchMemory(Number(process.argv[held + 1] ?? LARGE_ROWS));
else if (process.argv.includes('--controls')) benchControls();
else if (process.argv.includes('--quality')) benchQuality();
else if (process.argv.includes('--page')) await benchPage();
else if (process.argv.includes('--first-rows')) await benchFirstRows();
else await benchAdult();
process.exitCode = linesAboveBound() > 0 ? 1 : 0;

async function benchAdult(): Promise<void> {
  const bytes = new TextEncoder().encode(adultText(ADULT_ROWS));
  const { table, inferences } = readCsv([bytes], {}, 'adult.csv', silent);
  const prepared = prepare(table, inferences, benchRecipe('copula', true));
  await benchFormats();
  await benchKernels(table);
  await benchModels(prepared);
  await benchTallTrees(prepared);
  await benchPipeline(new Blob([bytes]));
}
