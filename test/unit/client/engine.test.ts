/** The page's side of the engine, over message channels: jobs side by side, cancelled, and after a death. */
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import type { Engine } from '../../../src/client/engine.ts';
import { UserError } from '../../../src/core/errors.ts';
import type { Gunzip } from '../../../src/core/formats/source.ts';
import { ASSESS_PARTS, type Assessment } from '../../../src/core/report/facts.ts';
import { gunzip } from '../../../workers/gunzip.ts';
import { engineOverChannels, gate } from '../../helpers/lanes.ts';
import { penguinsBytes, PENGUINS_RECIPE } from '../../helpers/penguins.ts';

const plain = { file: new Blob([penguinsBytes]), name: 'penguins.csv', reading: {} };
const packed = { ...plain, file: new Blob([gzipSync(penguinsBytes)]), name: 'penguins.csv.gz' };

const open: Engine[] = [];
function started(gunzipOfLane: (lane: number) => Gunzip = () => gunzip): ReturnType<typeof engineOverChannels> {
  const made = engineOverChannels(gunzipOfLane);
  open.push(made.engine);
  return made;
}
afterEach(() => open.splice(0).forEach((engine) => engine.close()));

test('a table goes the whole way from its file to rows, findings and papers, through one worker', async () => {
  const { engine, lanes } = started();
  let isUnderWay = false;
  let late = 0;
  // Here engine and page share a thread, so most progress arrives behind its result: none of it may be told.
  const onProgress = () => void (late += isUnderWay ? 0 : 1);
  const during = async <T>(job: Promise<T>): Promise<T> => {
    isUnderWay = true;
    const value = await job;
    isUnderWay = false;
    return value;
  };
  const recipe = PENGUINS_RECIPE;

  const read = await during(engine.read(packed, { onProgress }));
  const { table, inferences, dialect, schema } = read;
  expect(table.rowCount).toBe(344);
  expect(schema.columns.map((column) => column.name)).toEqual(table.columns.map((column) => column.name));

  const mass = table.columns.findIndex((column) => column.name === 'body_mass_g');
  const choices = { bounds: [2000, 8000] } as const;
  const described = await engine.describe({ column: table.columns[mass]!, inference: inferences[mass]!, choices });
  expect(described.schema.domain?.source).toBe('declared');

  const planned = await engine.plan({ schema, recipe, rowCount: table.rowCount });
  expect(planned.rho).toBeGreaterThan(0);
  const planning = planned.plan.asks.reduce((sum, ask) => sum + ask.rhoGrains, 0);

  const job = { table, inferences, recipe };
  const { synthetic, facts, timings } = await during(engine.generate({ ...job, entropySeed: 5 }, { onProgress }));
  expect(synthetic.columns.map((column) => column.name)).toEqual(table.columns.map((column) => column.name));
  expect(facts.claim).toMatchObject({ kind: 'zcdp', notPrivate: true });
  expect(facts.ledger!.entries.reduce((sum, entry) => sum + entry.rhoGrains, 0)).toBeLessThanOrEqual(planning);
  expect(timings.map(({ stage }) => stage)).toEqual(['planning', 'measuring', 'fitting', 'sampling']);

  const assessments: Assessment[] = [];
  for (const part of ASSESS_PARTS) {
    const { assessment } = await during(engine.assess({ ...job, synthetic, part }, { onProgress }));
    expect(assessment.part).toBe(part);
    assessments.push(assessment);
  }

  const write = { synthetic, dialect, format: 'csv.gz', guardFormulas: false, provenance: true } as const;
  const { bytes, file } = await during(engine.write(write, { onProgress }));
  const again = await engine.read({ file: new Blob([bytes]), name: 'synthetic.csv.gz', reading: {} });
  expect(again.table.rowCount).toBe(synthetic.rowCount);
  expect(again.bytesSha256).toBe(file.bytesSha256);
  expect(again.notices.map(({ code }) => code)).toContain('already-synthetic');

  const { report, manifest } = await engine.report({
    facts,
    assessments,
    recipe,
    source: {
      name: packed.name,
      byteLength: read.byteLength,
      bytesSha256: read.bytesSha256,
      fingerprint: read.fingerprint,
      rowCount: table.rowCount,
      columnCount: table.columns.length,
    },
    readNotices: read.notices,
    files: [{ name: 'synthetic.csv.gz', ...file }],
    output: { rowCount: file.rowCount, columnCount: file.columnCount },
    timings,
    looks: 1,
    day: '2026-01-01',
    run: '0'.repeat(32),
    commitmentSalt: new Uint8Array(32),
    tool: { name: 'Understudy', version: 'test', commit: 'test' },
  });
  expect(report.summary.length).toBeGreaterThan(0);
  expect(JSON.stringify(manifest)).toContain(file.bytesSha256);
  expect(late).toBe(0);
  expect(lanes).toHaveLength(1);
});

test('what a job refuses arrives as the same error, and its worker goes on', async () => {
  const { engine, lanes } = started();
  const { table, inferences } = await engine.read(plain);
  const job = { table, inferences, recipe: { ...PENGUINS_RECIPE, assumePublicSchema: false, discovery: false } };
  const refusal = await engine.generate(job).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(UserError);
  expect(refusal).toMatchObject({
    code: 'domain-inferred',
    facts: { columns: table.columns.map((column) => column.name) },
  });
  await engine.read(plain);
  expect(lanes.map((lane) => lane.isEnded)).toEqual([false]);
});

test('cancelling in the middle ends the worker at once, and the next job gets a fresh one', async () => {
  const held = gate();
  const { engine, lanes } = started((lane) => (lane === 0 ? held.gunzip : gate().gunzip));
  const stop = new AbortController();
  const reading = engine.read(packed, { signal: stop.signal });
  await held.entered;
  stop.abort();
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  expect(lanes.map((lane) => lane.isEnded)).toEqual([true]);
  expect((await engine.read(plain)).table.rowCount).toBe(344);
  expect(lanes.map((lane) => lane.isEnded)).toEqual([true, false]);
});

test('a job that was cancelled before it began never begins', async () => {
  const { engine, lanes } = started();
  await expect(engine.read(plain, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  expect(lanes).toEqual([]);
});

test('a worker that dies gives worker-died, and the next job gets a fresh one', async () => {
  const held = gate();
  const { engine, lanes } = started(() => held.gunzip);
  const reading = engine.read(packed);
  await held.entered;
  lanes[0]!.die();
  await expect(reading).rejects.toMatchObject({ code: 'worker-died' });
  expect((await engine.read(plain)).table.rowCount).toBe(344);
  expect(lanes).toHaveLength(2);
});

test('a worker that dies while it waits for work is no job’s failure', async () => {
  const { engine, lanes } = started();
  await engine.read(plain);
  lanes[0]!.die();
  expect((await engine.read(plain)).table.rowCount).toBe(344);
  expect(lanes.map((lane) => lane.isEnded)).toEqual([true, false]);
});

test('two jobs run side by side, and a third waits for a free lane', async () => {
  const gates = [gate(), gate()];
  const { engine, lanes } = started((lane) => gates[lane]!.gunzip);
  const ended: string[] = [];
  const jobs = ['first', 'second', 'third'].map((name) =>
    engine.read(name === 'third' ? plain : packed).then(() => ended.push(name)),
  );
  await Promise.all(gates.map(({ entered }) => entered));
  expect(lanes).toHaveLength(2);
  expect(ended).toEqual([]);
  gates[1]!.open();
  await jobs[1];
  await jobs[2];
  expect(ended).toEqual(['second', 'third']);
  gates[0]!.open();
  await jobs[0];
  expect(lanes).toHaveLength(2);
});

test('a job that waits for a lane can be cancelled, and takes no place of those behind it', async () => {
  const gates = [gate(), gate()];
  const { engine } = started((lane) => gates[lane]!.gunzip);
  const running = [engine.read(packed), engine.read(packed)];
  await Promise.all(gates.map(({ entered }) => entered));
  const stop = new AbortController();
  const waiting = engine.read(plain, { signal: stop.signal });
  const behind = engine.read(plain);
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  gates.forEach(({ open }) => open());
  await Promise.all(running);
  expect((await behind).table.rowCount).toBe(344);
});

test('closing cancels what runs and ends every worker; the engine can be used again', async () => {
  const held = gate();
  const { engine, lanes } = started((lane) => (lane === 0 ? held.gunzip : gate().gunzip));
  const reading = engine.read(packed);
  await held.entered;
  engine.close();
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  expect((await engine.read(plain)).table.rowCount).toBe(344);
  engine.close();
  expect(lanes.map((lane) => lane.isEnded)).toEqual([true, true]);
});
