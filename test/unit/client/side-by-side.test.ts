/** Trees grown by two lanes at once, and by one. */
import { afterEach, expect, test } from 'vitest';
import type { Engine } from '../../../src/client/engine.ts';
import { seededEntropy } from '../../../src/core/privacy/seeded-entropy.ts';
import { silent, type Progress } from '../../../src/core/progress.ts';
import { DEFAULT_RECIPE, type Recipe } from '../../../src/core/recipe.ts';
import type { Table } from '../../../src/core/table/column.ts';
import type { GenerateJob } from '../../../workers/api.ts';
import { gunzip } from '../../../workers/gunzip.ts';
import { serve } from '../../../workers/serve.ts';
import { engineOverChannels } from '../../helpers/lanes.ts';
import { resultOf } from '../../helpers/outcome.ts';
import { categorical, tableOf } from '../../helpers/tables.ts';

const open: Engine[] = [];
afterEach(() => open.splice(0).forEach((engine) => engine.close()));

/** Large enough to be worth a copy in each lane, and quick to grow: most columns say one thing. */
const tableOfRows = (rowCount: number): Table =>
  tableOf(
    ...Array.from({ length: 40 }, (_, column) =>
      categorical(
        `c${column}`,
        Array.from({ length: rowCount }, (__, row) => String(column < 4 ? (row >> 1) % (column + 3) : 0)),
      ),
    ),
  );
const job = { table: tableOfRows(5000), inferences: [] };
const recipeOf = (id: string): Recipe => ({
  ...DEFAULT_RECIPE,
  privacy: null,
  sample: { ...DEFAULT_RECIPE.sample, rows: 500 },
  synthesizer: { id, options: {} },
});

function started(): ReturnType<typeof engineOverChannels> {
  const made = engineOverChannels(() => gunzip);
  open.push(made.engine);
  return made;
}

test('two lanes make the rows of one, byte for byte, and tell of it as one job', async () => {
  const { engine, lanes } = started();
  const heard: Progress[] = [];
  const recipe = recipeOf('trees');
  const shared = await engine.generate({ ...job, recipe }, { onProgress: (one) => heard.push(one) });
  expect(lanes).toHaveLength(2);
  const alone = serve({ entropy: seededEntropy(1), gunzip, now: () => performance.now() });
  const whole = await resultOf(alone.generate({ ...job, recipe }, silent));
  expect(shared.synthetic).toEqual(whole.synthetic);
  expect(shared.facts).toEqual(whole.facts);
  expect(shared.timings.map(({ stage }) => stage)).toEqual(['planning', 'fitting', 'sampling']);

  expect(heard[0]).toEqual({ stage: 'planning', done: 0, total: 1 });
  const stages = heard.map(({ stage }) => stage);
  expect(stages.filter((stage, at) => stage !== stages[at - 1])).toEqual([...new Set(stages)]);
  const done = heard.filter(({ stage }) => stage === 'fitting').map((one) => one.done);
  expect(done).toEqual([...done].sort((a, b) => a - b));
});

test('the table crosses once to each lane: the run itself goes to the lane that grew the first share', async () => {
  const { engine, lanes } = started();
  const sent = (lane: number): unknown[] =>
    (lanes[lane]!.sent as { path?: string[]; argumentList?: { value?: GenerateJob }[] }[]).map(
      ({ path, argumentList }) => [path?.[0], argumentList?.[0]?.value?.table !== null],
    );
  await engine.generate({ ...job, recipe: recipeOf('trees') });
  expect(sent(0)).toEqual([
    ['grow', true],
    ['generate', false],
  ]);
  expect(sent(1)).toEqual([['grow', true]]);
});

test('what grows no trees, and what is small, goes through one lane', async () => {
  for (const [recipe, rows] of [[recipeOf('independent'), 5000] as const, [recipeOf('trees'), 400] as const]) {
    const { engine, lanes } = started();
    const table = tableOfRows(rows);
    await engine.generate({ ...job, table, recipe });
    expect(lanes).toHaveLength(1);
  }
});

test('cancelling ends both lanes, and a share that fails ends the other', async () => {
  const cancelled = started();
  const stop = new AbortController();
  const run = cancelled.engine.generate({ ...job, recipe: recipeOf('trees') }, { signal: stop.signal });
  stop.abort();
  await expect(run).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));

  const failed = started();
  const wrong = { ...recipeOf('trees'), synthesizer: { id: 'trees', options: { minLeaf: '7' } } };
  await expect(failed.engine.generate({ ...job, recipe: wrong })).rejects.toThrow(
    expect.objectContaining({ code: 'recipe-invalid' }),
  );
  await expect(failed.engine.generate({ ...job, recipe: recipeOf('independent') })).resolves.toBeDefined();
});
