/**
 * The engine without a page: `npm run pipeline -- --input FILE --recipe RECIPE.json --out DIR`. Reads FILE, writes
 * `synthetic.csv`, `report.json` and `manifest.json` into DIR. Progress on standard error. Exit 0: done; 1: the user can
 * mend it; 2: a fault of ours. `--schema FILE` declares what a Table Schema says. `--entropy-seed N` makes the noise
 * repeatable, and everything then says NOT PRIVATE.
 */
import { randomBytes, webcrypto } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readCompanion, type Companion } from '../src/core/companions/companion.ts';
import { noticeText, toErrorData, UserError } from '../src/core/errors.ts';
import { ASSESS_PARTS, type Assessment, type DeepFindings } from '../src/core/report/facts.ts';
import type { OnProgress } from '../src/core/progress.ts';
import { readRecipe, type Recipe } from '../src/core/recipe.ts';
import type { SweepScores } from '../src/core/utility/sweep-point.ts';
import type { EngineApi, JudgedJob, Outcome, StageTime } from './api.ts';
import { browserEntropy } from './entropy.ts';
import { formats } from './formats.ts';
import { gunzip } from './gunzip.ts';
import { serve } from './serve.ts';

const USAGE = 'npm run pipeline -- --input FILE --recipe RECIPE.json --out DIR [--schema FILE] [--entropy-seed N]';

type Arguments = Readonly<{
  input: string;
  recipe: string | undefined;
  schema: string | undefined;
  out: string;
  entropySeed: number | undefined;
}>;

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    await run(readArguments());
    return 0;
  } catch (thrown) {
    const { code, message } = toErrorData(thrown);
    say(code === 'fault' ? `A fault of ours: ${message}` : message);
    return code === 'fault' ? 2 : 1;
  }
}

async function run({ input, recipe: recipePath, schema: schemaPath, out, entropySeed }: Arguments): Promise<void> {
  const stated = recipePath === undefined ? readRecipe({}) : await recipeFrom(recipePath);
  const schema = schemaPath === undefined ? null : await textFrom(schemaPath);
  const declared = schema === null ? {} : schemaOf(schema, null).reading;
  const columnReadings = { ...declared.columns, ...stated.reading.columns };
  const reading = { ...declared, ...stated.reading, columns: columnReadings };
  const engine = serve({
    entropy: browserEntropy(webcrypto as Crypto),
    gunzip,
    now: () => performance.now(),
    formats,
    deviceBytes: totalmem(),
  });
  const name = basename(input);
  const file = await fileFrom(input);
  if (entropySeed !== undefined) say('NOT PRIVATE: the noise of this run comes from a seed and can be reproduced.');

  const read = value(await engine.read({ file, name, reading }, progressLine()));
  const { table, inferences, dialect } = read;
  for (const notice of read.notices) say(noticeText(notice));
  const names = table.columns.map((column) => column.name);
  const fitted = schema === null ? null : schemaOf(schema, names);
  for (const notice of fitted?.notices ?? []) say(noticeText(notice));
  const recipe = { ...stated, reading, columns: { ...stated.columns } };
  for (const [column, choices] of Object.entries(fitted?.columns ?? {})) {
    if (names.includes(column)) recipe.columns[column] = { ...choices, ...stated.columns[column] };
  }
  const generated = value(
    await engine.generate(
      { table, inferences, recipe, ...(entropySeed === undefined ? {} : { entropySeed }) },
      progressLine(),
    ),
  );
  for (const notice of [...generated.facts.notices.public, ...generated.facts.notices.confidential])
    say(noticeText(notice));

  const timings: StageTime[] = [...generated.timings];
  const assessments: Assessment[] = [];
  for (const part of ASSESS_PARTS.filter((candidate) => isWanted(candidate, recipe))) {
    const job = { table, inferences, recipe, synthetic: generated.synthetic, part };
    const done = value(await engine.assess(job, progressLine()));
    assessments.push(done.assessment);
    timings.push(...done.timings);
  }

  const deep = await deepFindings(engine, { table, inferences, recipe, synthetic: generated.synthetic });

  const write = {
    synthetic: generated.synthetic,
    dialect,
    format: 'csv',
    guardFormulas: false,
    provenance: true,
  } as const;
  const { bytes, file: written } = value(await engine.write(write, progressLine()));
  const { byteLength, bytesSha256, fingerprint } = read;
  const papers = value(
    await engine.report({
      facts: generated.facts,
      assessments,
      deep,
      recipe,
      source: {
        name,
        byteLength,
        bytesSha256,
        fingerprint,
        rowCount: table.rowCount,
        columnCount: table.columns.length,
      },
      readNotices: read.notices,
      files: [{ name: 'synthetic.csv', ...written }],
      output: { rowCount: written.rowCount, columnCount: written.columnCount },
      timings,
      looks: 1,
      day: new Date().toISOString().slice(0, 10),
      run: randomBytes(16).toString('hex'),
      commitmentSalt: new Uint8Array(randomBytes(32)),
      tool: { name: 'Understudy', version: __VERSION__, commit: __COMMIT__ },
    }),
  );
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'synthetic.csv'), bytes);
  await writeFile(join(out, 'report.json'), `${JSON.stringify(papers.report, null, 2)}\n`);
  await writeFile(join(out, 'manifest.json'), `${JSON.stringify(papers.manifest, null, 2)}\n`);
  say(`Wrote synthetic.csv (${written.rowCount} rows), report.json (confidential) and manifest.json.`);
}

/** What the recipe asks for by itself; every column in turn where it names none to predict. */
async function deepFindings(engine: EngineApi, job: JudgedJob): Promise<DeepFindings> {
  const { utility, target, sweep, rareClass: rare } = job.recipe.validate;
  const found: { -readonly [K in keyof DeepFindings]: DeepFindings[K] } = {};
  if (utility && target === null) found.everyColumn = value(await engine.everyColumn(job, progressLine()));
  if (sweep) {
    const plan = value(await engine.planSweep(job));
    const scores: SweepScores[] = [];
    for (const place of plan.points.keys())
      scores.push(value(await engine.sweepPoint({ ...job, plan, place }, progressLine())));
    found.sweep = value(await engine.summariseSweep({ ...job, plan, scores }));
  }
  if (rare !== null) found.rareClass = value(await engine.rareClass({ ...job, rare }, progressLine()));
  return found;
}

function readArguments(): Arguments {
  const given = parseStrictly();
  const seed = given['entropy-seed'];
  if (given.input === undefined || given.out === undefined) throw badArgument('--input and --out are needed.');
  if (seed !== undefined && !/^\d{1,9}$/.test(seed)) throw badArgument('--entropy-seed must be a whole number.');
  return {
    input: given.input,
    recipe: given.recipe,
    schema: given.schema,
    out: given.out,
    entropySeed: seed === undefined ? undefined : Number(seed),
  };
}

function parseStrictly() {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ options: { input: text, recipe: text, schema: text, out: text, 'entropy-seed': text } }).values;
  } catch {
    throw badArgument('An argument is not known.');
  }
}

function badArgument(problem: string): UserError {
  return new UserError('argument-invalid', { problem, usage: USAGE });
}

async function fileFrom(path: string): Promise<Blob> {
  try {
    return await openAsBlob(path); // throws, and does not reject, where there is no file (Node 20)
  } catch {
    throw new UserError('input-missing', { path });
  }
}

/** Choices of the recipe go before those of the schema. */
function schemaOf(text: string, names: readonly string[] | null): Extract<Companion, { what: 'schema' }> {
  const companion = readCompanion(text, names);
  if (companion?.what === 'schema') return companion;
  if (companion?.what === 'other') throw new UserError('companion-alone', { what: companion.name });
  throw badArgument('--schema must be a Table Schema.');
}

function textFrom(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => {
    throw new UserError('input-missing', { path });
  });
}

async function recipeFrom(path: string): Promise<Recipe> {
  const text = await textFrom(path);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new UserError('recipe-invalid', { problem: 'is not valid JSON' }, { key: 'text' });
  }
  return readRecipe(json);
}

function isWanted(part: Assessment['part'], { validate }: Recipe): boolean {
  switch (part) {
    case 'columns':
    case 'c2st':
      return validate.fidelity;
    case 'utility':
      return validate.utility;
    case 'attacks':
    case 'controls':
      return validate.attacks;
  }
}

function value<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  const { code, message, facts, place } = outcome.error;
  throw code === 'fault' ? new Error(message) : new UserError(code, facts, place);
}

/** One line per stage and tenth of it. */
function progressLine(): OnProgress {
  let last = '';
  return ({ stage, done, total }) => {
    const line = `${stage} ${Math.floor((10 * done) / Math.max(1, total)) * 10} %`;
    if (line !== last) say(line);
    last = line;
  };
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
