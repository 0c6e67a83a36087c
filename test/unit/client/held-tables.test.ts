/** Tables under judgement cross to a worker once, for all jobs that follow each other there. */
import { afterEach, expect, test } from 'vitest';
import type { Engine } from '../../../src/client/engine.ts';
import { readCsv } from '../../../src/core/formats/read-csv.ts';
import { silent } from '../../../src/core/progress.ts';
import type { AssessJob } from '../../../workers/api.ts';
import { gunzip } from '../../../workers/gunzip.ts';
import { engineOverChannels, type Lane } from '../../helpers/lanes.ts';
import { penguinsBytes, PENGUINS_RECIPE } from '../../helpers/penguins.ts';

const { table, inferences } = readCsv([penguinsBytes], {}, 'penguins.csv', silent);
const recipe = PENGUINS_RECIPE;
const job: AssessJob = { table, inferences, recipe, synthetic: table, part: 'columns' };

let engine: Engine;
let lanes: Lane[];
afterEach(() => engine.close());

function start(): void {
  ({ engine, lanes } = engineOverChannels(() => gunzip));
}

/** By job of this kind that was sent to the first lane: whether its tables went along. */
function withTables(method: string): boolean[] {
  const calls = lanes[0]!.sent as { path?: string[]; argumentList?: { value?: AssessJob }[] }[];
  return calls
    .filter(({ path }) => path?.[0] === method)
    .map(({ argumentList }) => argumentList![0]!.value!.table !== null);
}

test('a second part of the judgement leaves its tables out, and finds what it would have found with them', async () => {
  start();
  await engine.assess(job);
  const held = await engine.assess({ ...job, part: 'tails' });
  expect(withTables('assess')).toEqual([true, false]);
  engine.close();
  start();
  const sent = await engine.assess({ ...job, part: 'tails' });
  expect(withTables('assess')).toEqual([true]);
  expect(held.assessment).toEqual(sent.assessment);
});

test('other rows, another recipe and another job in between send the tables again', async () => {
  start();
  await engine.assess(job);
  const other = { ...job, synthetic: { ...table } };
  await engine.assess(other);
  await engine.assess({ ...other, recipe: { ...recipe, validate: { ...recipe.validate, target: 'island' } } });
  await engine.assess(other);
  await engine.generate({ table, inferences, recipe, entropySeed: 1 });
  await engine.assess(other);
  await engine.assess(other);
  expect(withTables('assess')).toEqual([true, true, true, true, true, false]);
});

test('a job that failed leaves nothing behind that the next one counts on', async () => {
  start();
  const unknown = { ...job, recipe: { ...recipe, validate: { ...recipe.validate, target: 'nothing' } } };
  for (let round = 0; round < 2; round++) await expect(engine.assess(unknown)).rejects.toThrow();
  await engine.assess(job);
  expect(withTables('assess')).toEqual([true, true, true]);
});
