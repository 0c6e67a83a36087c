/**
 * The engine without a page: `npm run pipeline -- --input FILE --recipe RECIPE.json --out DIR`. Reads FILE, writes
 * `synthetic.csv`, `report.json` and `manifest.json` into DIR. Progress on standard error. Exit 0: done; 1: the user can
 * mend it; 2: a fault of ours. `--schema FILE` declares what a Table Schema says. `--entropy-seed N` makes the noise
 * repeatable, and everything then says NOT PRIVATE.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readCompanion, type Companion } from '../src/core/companions/companion.ts';
import { noticeText, UserError } from '../src/core/errors.ts';
import { readRecipe } from '../src/core/recipe/read-recipe.ts';
import {
  argumentsNamed,
  fileFrom,
  finished,
  judged,
  progressLine,
  recipeFrom,
  say,
  TOOL,
  textFrom,
  value,
  wholeEngine,
} from './command.ts';

const USAGE = 'npm run pipeline -- --input FILE --recipe RECIPE.json --out DIR [--schema FILE] [--entropy-seed N]';

type Arguments = Readonly<{
  input: string;
  recipe: string | undefined;
  schema: string | undefined;
  out: string;
  entropySeed: number | undefined;
}>;

process.exitCode = await finished(async () => run(readArguments()));

async function run({ input, recipe: recipePath, schema: schemaPath, out, entropySeed }: Arguments): Promise<void> {
  const stated = recipePath === undefined ? readRecipe({}) : await recipeFrom(recipePath);
  const schema = schemaPath === undefined ? null : await textFrom(schemaPath);
  const declared = schema === null ? {} : schemaOf(schema, null).reading;
  const columnReadings = { ...declared.columns, ...stated.reading.columns };
  const reading = { ...declared, ...stated.reading, columns: columnReadings };
  const engine = wholeEngine();
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

  const runId = randomBytes(16).toString('hex');
  const { madeBy: by = null, facts } = generated;
  const { parts, generation } = facts;
  const job = { table, inferences, recipe, synthetic: generated.synthetic };
  const judgedJob = by ? { ...job, made: { by, parts } } : job;
  const { assessments, deep, timings } = await judged(engine, judgedJob, generated.drawn);

  const write = {
    synthetic: generated.synthetic,
    dialect,
    sourceNames: names,
    format: 'csv',
    guardFormulas: false,
    provenance: true,
    made: { by, parts, generation, run: runId },
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
      timings: [...generated.timings, ...timings],
      looks: 1,
      day: new Date().toISOString().slice(0, 10),
      run: runId,
      commitmentSalt: new Uint8Array(randomBytes(32)),
      tool: TOOL,
    }),
  );
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'synthetic.csv'), bytes);
  await writeFile(join(out, 'report.json'), `${JSON.stringify(papers.report, null, 2)}\n`);
  await writeFile(join(out, 'manifest.json'), `${JSON.stringify(papers.manifest, null, 2)}\n`);
  say(`Wrote synthetic.csv (${written.rowCount} rows), report.json (confidential) and manifest.json.`);
}

function readArguments(): Arguments {
  const given = argumentsNamed(['input', 'recipe', 'schema', 'out', 'entropy-seed'], USAGE);
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

function badArgument(problem: string): UserError {
  return new UserError('argument-invalid', { problem, usage: USAGE });
}

/** Choices of the recipe go before those of the schema. */
function schemaOf(text: string, names: readonly string[] | null): Extract<Companion, { what: 'schema' }> {
  const companion = readCompanion(text, names);
  if (companion?.what === 'schema') return companion;
  if (companion?.what === 'other') throw new UserError('companion-alone', { what: companion.name });
  throw badArgument('--schema must be a Table Schema.');
}
