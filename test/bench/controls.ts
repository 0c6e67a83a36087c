/**
 * `npm run bench -- --controls`: the controls on the public tables beside the checkout, whole, as the product makes them:
 * seconds, and each control that is not ok with its reason. Exit 1 if one that can be told came out otherwise.
 */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { readCsv } from '../../src/core/formats/read-csv.ts';
import { assess, prepare } from '../../src/core/pipeline.ts';
import { silent } from '../../src/core/progress.ts';
import { DEFAULT_RECIPE } from '../../src/core/recipe.ts';
import { CONTROL_TABLES } from '../helpers/control-tables.ts';
import { print } from './lines.ts';

const FOLDER = '../shared/data/';

export function benchControls(): void {
  for (const { file, target } of CONTROL_TABLES) {
    if (existsSync(`${FOLDER}${file}`)) benchTable(file, target);
    else console.log(`skipped: ${file}, which is not beside the checkout`);
  }
}

function benchTable(file: string, target: string): void {
  const stored = readFileSync(`${FOLDER}${file}`);
  const bytes = file.endsWith('.gz') ? gunzipSync(stored) : stored;
  const { table, inferences } = readCsv([bytes], {}, file, silent);
  const recipe = { ...DEFAULT_RECIPE, privacy: null, validate: { ...DEFAULT_RECIPE.validate, target } };
  const prepared = prepare(table, inferences, recipe);
  const began = performance.now();
  const { part, value } = assess(prepared, prepared.train, 'controls', recipe, silent);
  const seconds = (performance.now() - began) / 1000;
  if (part !== 'controls') throw new Error('another part');
  print({ name: `controls, ${file}`, value: seconds, unit: 's' });
  for (const { id, ok, observed } of value.controls) {
    if (ok === true) continue;
    const why = observed.flatMap(({ reason }) => reason ?? []).join('; ');
    const failed = ok === false ? 1 : 0;
    print({ name: `${id} is not ok, ${file}: ${why}`, value: failed, unit: 'failed', ratio: failed, bound: 0 });
  }
}
