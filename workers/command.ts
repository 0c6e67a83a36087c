/** What the commands share: the engine with all its formats, arguments, files, sentences on standard error, the judgement. */
import { webcrypto } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { toErrorData, UserError } from '../src/core/errors.ts';
import { partsAskedFor, type Assessment, type DeepFindings } from '../src/core/report/facts.ts';
import type { DrawnFrom } from '../src/core/pipeline/draw-rows.ts';
import type { OnProgress } from '../src/core/progress.ts';
import type { Recipe } from '../src/core/recipe.ts';
import { readRecipe } from '../src/core/recipe/read-recipe.ts';
import type { SweepScores } from '../src/core/utility/sweep-point.ts';
import type { EngineApi, JudgedJob, Outcome, StageTime } from './api.ts';
import { browserEntropy } from './entropy.ts';
import { formats } from './formats.ts';
import { gunzip } from './gunzip.ts';
import { serve } from './serve.ts';

export const TOOL = { name: 'Understudy', version: __VERSION__, commit: __COMMIT__ };

/** The exit status: 0 done, 1 the user can mend it, 2 a fault of ours. What went wrong stands on standard error. */
export async function finished(work: () => Promise<void>): Promise<number> {
  try {
    await work();
    return 0;
  } catch (thrown) {
    const { code, message } = toErrorData(thrown);
    say(code === 'fault' ? `A fault of ours: ${message}` : message);
    return code === 'fault' ? 2 : 1;
  }
}

export function wholeEngine(): EngineApi {
  return serve({
    entropy: browserEntropy(webcrypto as Crypto),
    gunzip,
    now: () => performance.now(),
    formats,
    deviceBytes: totalmem(),
  });
}

/** What was given under these names, each once. */
export function argumentsNamed<Name extends string>(
  names: readonly Name[],
  usage: string,
): Partial<Record<Name, string>> {
  try {
    const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
    return parseArgs({ options }).values as Partial<Record<Name, string>>;
  } catch {
    throw new UserError('argument-invalid', { problem: 'An argument is not known.', usage });
  }
}

export type JudgedParts = Readonly<{
  assessments: readonly Assessment[];
  deep: DeepFindings;
  timings: readonly StageTime[];
}>;

/** Every part that the recipe asks for; usefulness on more tables too, where there is what they are drawn from. */
export async function judged(engine: EngineApi, job: JudgedJob, drawn?: DrawnFrom): Promise<JudgedParts> {
  const assessments: Assessment[] = [];
  const timings: StageTime[] = [];
  for (const part of partsAskedFor(job.recipe.validate)) {
    const model = drawn && part === 'utility' ? { drawn } : {};
    const done = value(await engine.assess({ ...job, ...model, part }, progressLine()));
    assessments.push(done.assessment);
    timings.push(...done.timings);
  }
  return { assessments, deep: await deepFindings(engine, job), timings };
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

export async function fileFrom(path: string): Promise<Blob> {
  try {
    return await openAsBlob(path); // throws, and does not reject, where there is no file (Node 20)
  } catch {
    throw new UserError('input-missing', { path });
  }
}

export function textFrom(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => {
    throw new UserError('input-missing', { path });
  });
}

export async function recipeFrom(path: string): Promise<Recipe> {
  const text = await textFrom(path);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new UserError('recipe-invalid', { problem: 'is not valid JSON' }, { key: 'text' });
  }
  return readRecipe(json);
}

export function value<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  const { code, message, facts, place } = outcome.error;
  throw code === 'fault' ? new Error(message) : new UserError(code, facts, place);
}

/** One line per stage and tenth of it. */
export function progressLine(): OnProgress {
  let last = '';
  return ({ stage, done, total }) => {
    const line = `${stage} ${Math.floor((10 * done) / Math.max(1, total)) * 10} %`;
    if (line !== last) say(line);
    last = line;
  };
}

export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
