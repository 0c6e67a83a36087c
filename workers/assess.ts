/**
 * Judges a synthetic table that anything made: `npm run assess -- --train FILE [--holdout FILE] --synthetic FILE
 * [--recipe RECIPE.json] --out DIR` writes `report.json` into DIR, without claim and ledger. Without `--holdout` rows of
 * the train file are set aside, and the report says that the synthetic table may have seen them. Exit as `batch.ts`.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { noticeText, UserError } from '../src/core/errors.ts';
import type { JudgedRead } from '../src/core/pipeline/elsewhere.ts';
import type { ReadingChoices } from '../src/core/recipe.ts';
import { readRecipe } from '../src/core/recipe/read-recipe.ts';
import { writtenReport } from '../src/core/report/written.ts';
import type { EngineApi, Read } from './api.ts';
import {
  argumentsNamed,
  fileFrom,
  finished,
  judged,
  progressLine,
  recipeFrom,
  say,
  TOOL,
  value,
  wholeEngine,
} from './command.ts';

const USAGE = 'npm run assess -- --train FILE [--holdout FILE] --synthetic FILE [--recipe RECIPE.json] --out DIR';

process.exitCode = await finished(run);

async function run(): Promise<void> {
  const given = argumentsNamed(['train', 'holdout', 'synthetic', 'recipe', 'out'], USAGE);
  const { train: trainPath, holdout: holdoutPath, synthetic: syntheticPath, out } = given;
  if (trainPath === undefined || syntheticPath === undefined || out === undefined) {
    throw new UserError('argument-invalid', { problem: '--train, --synthetic and --out are needed.', usage: USAGE });
  }
  const stated = given.recipe === undefined ? readRecipe({}) : await recipeFrom(given.recipe);
  const engine = wholeEngine();
  const real = await readFrom(engine, trainPath, stated.reading);
  const { missing } = stated.reading;
  const reading = missing === undefined ? {} : { missing };
  const synthetic = await readFrom(engine, syntheticPath, reading);
  const holdout = holdoutPath === undefined ? null : await readFrom(engine, holdoutPath, reading);
  const { table, inferences, byteLength, bytesSha256, fingerprint } = real;
  const taken = value(
    await engine.takeElsewhere({
      ...{ table, inferences, marks: real.dialect.missingMarks, recipe: stated },
      synthetic: judgedRead(synthetic, syntheticPath),
      holdout: holdout && judgedRead(holdout, holdoutPath ?? ''),
    }),
  );
  for (const notice of taken.facts.notices.confidential) say(noticeText(notice));
  const { recipe, trainRows, facts } = taken;
  const found = await judged(engine, {
    ...{ table: taken.table, inferences, recipe, trainRows, synthetic: taken.synthetic },
  });
  const { report } = value(
    await engine.report({
      ...{ facts, recipe, assessments: found.assessments, deep: found.deep, timings: found.timings },
      source: {
        ...{ name: basename(trainPath), byteLength, bytesSha256, fingerprint },
        ...{ rowCount: table.rowCount, columnCount: table.columns.length },
      },
      readNotices: real.notices,
      files: [],
      output: { rowCount: synthetic.table.rowCount, columnCount: synthetic.table.columns.length },
      looks: 1,
      day: new Date().toISOString().slice(0, 10),
      run: randomBytes(16).toString('hex'),
      commitmentSalt: new Uint8Array(randomBytes(32)),
      tool: TOOL,
    }),
  );
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'report.json'), `${JSON.stringify(writtenReport(report), null, 2)}\n`);
  say('Wrote report.json (confidential).');
}

async function readFrom(engine: EngineApi, path: string, reading: ReadingChoices): Promise<Read> {
  const read = value(await engine.read({ file: await fileFrom(path), name: basename(path), reading }, progressLine()));
  for (const notice of read.notices) say(`${basename(path)}: ${noticeText(notice)}`);
  return read;
}

function judgedRead({ table, byteLength, bytesSha256, fingerprint }: Read, path: string): JudgedRead {
  return {
    table,
    file: {
      ...{ name: basename(path), byteLength, bytesSha256, contentSha256: fingerprint.content },
      ...{ rowCount: table.rowCount, columnCount: table.columns.length },
    },
  };
}
