/** Fitting and sampling, and the whole way of a file from the drop to the papers, on Adult. */
import { DEFAULT_RECIPE, type Recipe } from '../../src/core/recipe.ts';
import { silent } from '../../src/core/progress.ts';
import { ASSESS_PARTS, type Assessment } from '../../src/core/report/facts.ts';
import { seededEntropy } from '../../src/core/privacy/seeded-entropy.ts';
import { createRng } from '../../src/core/math/rng.ts';
import { takeTableRows } from '../../src/core/table/column.ts';
import type { Prepared } from '../../src/core/pipeline.ts';
import type { StageTime } from '../../workers/api.ts';
import { gunzip } from '../../workers/gunzip.ts';
import { serve } from '../../workers/serve.ts';
import { EPSILON_1, fitTable, IDS, sampleRows } from '../helpers/models.ts';
import { resultOf } from '../helpers/outcome.ts';
import { ADULT } from './adult.ts';
import { print, secondsOf, time } from './lines.ts';

/** The recipes that the bench carries out: a public schema, Adult's own target. */
export function benchRecipe(id: string, hasClaim: boolean): Recipe {
  return {
    ...DEFAULT_RECIPE,
    assumePublicSchema: true,
    privacy: hasClaim ? EPSILON_1 : null,
    synthesizer: { id, options: {} },
    validate: { ...DEFAULT_RECIPE.validate, target: 'income' },
  };
}

export async function benchModels({ train, schema }: Prepared): Promise<void> {
  for (const id of IDS) {
    for (const privacy of [null, EPSILON_1]) {
      const claim = privacy === null ? 'no claim' : 'epsilon 1';
      await time(`fit and sample ${id}, ${claim}, ${train.rowCount} rows of ${ADULT}`, 3, () =>
        sampleRows(fitTable(id, train, { schema, privacy }), train.rowCount),
      );
    }
  }
}

/** Ten times the rows may take eight times as long: above 200,000 a sample of them is fitted. */
export async function benchTallTrees({ train, schema }: Prepared): Promise<void> {
  const secondsFor = (rowCount: number): Promise<number> => {
    const rng = createRng(1, 'tall', rowCount);
    const rows = Uint32Array.from({ length: rowCount }, () => rng.below(train.rowCount));
    const table = takeTableRows(train, rows);
    return secondsOf(() => sampleRows(fitTable('trees', table, { schema, target: 'income' }), rowCount));
  };
  const few = await secondsFor(100_000);
  const many = await secondsFor(1_000_000);
  const name = `fit and sample trees, 1,000,000 rows drawn from ${ADULT}`;
  print({ name, value: many, unit: 's', baseline: '100,000 rows', ratio: many / few, bound: 8 });
}

/** Each stage once: what the user waits for, one after the other in one lane. */
export async function benchPipeline(file: Blob): Promise<void> {
  const engine = serve({ entropy: seededEntropy(1), gunzip, now: () => performance.now() });
  const recipe = benchRecipe('copula', true);
  let total = 0;
  const stage = async <T>(name: string, job: () => Promise<T>): Promise<T> => {
    const results: T[] = [];
    const seconds = await secondsOf(async () => results.push(await job()));
    total += seconds;
    print({ name: `${ADULT}, drop to validated: ${name}`, value: seconds, unit: 's' });
    return results[0]!;
  };

  const read = await stage('read', () => resultOf(engine.read({ file, name: 'adult.csv', reading: {} }, silent)));
  const { table, inferences, dialect } = read;
  const generated = await stage('generate', () => resultOf(engine.generate({ table, inferences, recipe }, silent)));
  const { synthetic, facts } = generated;
  const assessments: Assessment[] = [];
  const timings: StageTime[] = [...generated.timings];
  for (const part of ASSESS_PARTS) {
    const job = { table, inferences, recipe, synthetic, part };
    const done = await stage(`assess ${part}`, () => resultOf(engine.assess(job, silent)));
    assessments.push(done.assessment);
    timings.push(...done.timings);
  }
  const choices = { format: 'csv.gz', guardFormulas: false, provenance: true } as const;
  const written = await stage('write', () => resultOf(engine.write({ synthetic, dialect, ...choices }, silent)));
  await stage('report', () =>
    resultOf(
      engine.report({
        facts,
        assessments,
        recipe,
        source: {
          name: 'adult.csv',
          byteLength: read.byteLength,
          bytesSha256: read.bytesSha256,
          fingerprint: read.fingerprint,
          rowCount: table.rowCount,
          columnCount: table.columns.length,
        },
        readNotices: read.notices,
        files: [{ name: 'synthetic.csv.gz', ...written.file }],
        output: { rowCount: written.file.rowCount, columnCount: written.file.columnCount },
        timings,
        looks: 1,
        day: '2026-01-01',
        run: '0'.repeat(32),
        commitmentSalt: new Uint8Array(32),
        tool: { name: 'Understudy', version: 'bench', commit: 'bench' },
      }),
    ),
  );
  print({ name: `${ADULT}, drop to validated: all of it`, value: total, unit: 's' });
}
