/**
 * What judging costs. `-- --judge`: each part on Adult and rows of the copula, beside the counting kernel of the same run
 * (all pairs of train); then the parts of a quick and of a full look together, one after the other in one lane, beside
 * what a look may take in two lanes.
 * `-- --judge-large [ROWS]`: the same for a full look at a made table of 40 columns and a million rows or ROWS, with the
 * most memory that the process has held so far and every cap that was met, as the report discloses it; and once more
 * with the target that is proposed for it, of 21 levels, where the first has two.
 * Left out: sweep and collapse, which are asked for one by one.
 */
import { readCsv } from '../../src/core/formats/read-csv.ts';
import { assess, generate, prepare, type Prepared } from '../../src/core/pipeline.ts';
import { seededEntropy } from '../../src/core/privacy/seeded-entropy.ts';
import { silent } from '../../src/core/progress.ts';
import { DEFAULT_RECIPE, type Recipe } from '../../src/core/recipe.ts';
import { ASSESS_PARTS, type Assessment, type AssessPart } from '../../src/core/report/facts.ts';
import { binTable, createBinning } from '../../src/core/table/binning.ts';
import type { Table } from '../../src/core/table/column.ts';
import { splitTable } from '../../src/core/table/split.ts';
import type { Depth } from '../../src/core/utility/assess-utility.ts';
import { schemaFor } from '../helpers/assess.ts';
import { wideTable } from '../helpers/wide-table.ts';
import { ADULT, ADULT_ROWS, adultText } from './adult.ts';
import { countAllPairs } from './kernels.ts';
import { fastest, print, secondsOf } from './lines.ts';
import { benchRecipe } from './models.ts';
import { columnBytes } from './reading.ts';

export const LARGE_ROWS = 1_000_000;
const LARGE_COLUMNS = 40;
const MIB = 2 ** 20;
/** What a look may take: quick and full on Adult, full on a million rows. */
const MOST_SECONDS = { quick: 12, full: 40, large: 180 };
const LANES = 2;
const QUICK: readonly AssessPart[] = ['columns', 'tails', 'attacks'];

type Judged = Readonly<{ name: string; prepared: Prepared; synthetic: Table; recipe: Recipe }>;

export async function benchJudge(): Promise<void> {
  const { table, inferences } = readCsv([new TextEncoder().encode(adultText(ADULT_ROWS))], {}, 'adult.csv', silent);
  const recipe = benchRecipe('copula', false);
  const prepared = prepare(table, inferences, recipe);
  const { synthetic } = generate(prepared, recipe, seededEntropy(1), silent);
  const job = { name: `${ADULT}, judge`, prepared, synthetic, recipe };
  const kernel = await countingSeconds(job);
  const parts = new Map<AssessPart, number>();
  for (const part of ASSESS_PARTS) parts.set(part, (await timePart(job, part, 'full', kernel)).seconds);
  const { seconds: quickUtility } = await timePart(job, 'utility', 'quick', kernel);
  const sum = (names: readonly AssessPart[]): number => names.reduce((total, part) => total + parts.get(part)!, 0);
  printLook(`${job.name}: a quick look`, sum(QUICK) + quickUtility, MOST_SECONDS.quick);
  printLook(`${job.name}: a full look`, sum(ASSESS_PARTS), MOST_SECONDS.full);
}

export async function benchLargeJudge(rowCount: number): Promise<void> {
  const job = largeJob(rowCount);
  const kernel = await countingSeconds(job);
  const { train, holdout } = job.prepared;
  const tables = [train, holdout, job.synthetic].flatMap(({ columns }) => columns);
  const coded = tables.reduce((sum, column) => sum + columnBytes(column), 0);
  const parts = new Map<AssessPart, number>();
  for (const part of ASSESS_PARTS) {
    const { seconds, assessment } = await timePart(job, part, 'full', kernel);
    parts.set(part, seconds);
    printPeak(`${job.name}: memory up to ${part}`, coded);
    const { value } = assessment;
    if (!('disclosures' in value)) continue;
    for (const { what, kept, of } of value.disclosures) {
      print({ name: `${job.name}: ${part}, ${what}`, value: kept, unit: `of ${of}` });
    }
  }
  const total = [...parts.values()].reduce((sum, seconds) => sum + seconds, 0);
  printLook(`${job.name}: a full look`, total, MOST_SECONDS.large);
  const { validate } = job.recipe;
  const proposed = {
    ...job,
    name: `${job.name}, proposed target`,
    recipe: { ...job.recipe, validate: { ...validate, target: null } },
  };
  const { seconds } = await timePart(proposed, 'utility', 'full', kernel);
  printLook(`${proposed.name}: a full look`, total - parts.get('utility')! + seconds, MOST_SECONDS.large);
}

async function timePart(
  { name, prepared, synthetic, recipe }: Judged,
  part: AssessPart,
  depth: Depth,
  kernel: number,
): Promise<Readonly<{ seconds: number; assessment: Assessment }>> {
  const done: Assessment[] = [];
  const seconds = await secondsOf(() => done.push(assess(prepared, synthetic, part, recipe, silent, { depth })));
  printTimes(`${name}: ${part}${depth === 'quick' ? ', quick' : ''}`, seconds, kernel);
  return { seconds, assessment: done[0]! };
}

/** Counting all pairs of train, in evaluation bins of its own. */
async function countingSeconds({ name, prepared: { train, schema } }: Judged): Promise<number> {
  const binned = binTable(train, createBinning(train, schema));
  const seconds = await fastest(3, () => countAllPairs(binned));
  print({ name: `${name}: count all pairs, ${binned.rowCount} x ${binned.sizes.length}`, value: seconds, unit: 's' });
  return seconds;
}

function printTimes(name: string, seconds: number, kernel: number): void {
  print({ name, value: seconds, unit: 's', baseline: 'count all pairs', ratio: seconds / kernel });
}

function printLook(name: string, seconds: number, most: number): void {
  print({
    name,
    value: seconds,
    unit: 's',
    baseline: `${most} s in two lanes`,
    ratio: seconds / (LANES * most),
    bound: 1,
  });
}

function printPeak(name: string, coded: number): void {
  const peak = process.resourceUsage().maxRSS * 1024;
  print({ name, value: peak / MIB, unit: 'MiB', baseline: 'the coded tables', ratio: peak / coded });
}

/** Real rows, and other rows of the same law in the place of synthetic ones. */
function largeJob(rowCount: number): Judged {
  const table = wideTable(rowCount, LARGE_COLUMNS, 1);
  const split = splitTable(table, DEFAULT_RECIPE.split);
  const stated = { publicSchemaAssumed: false, kindsAssumed: false };
  const prepared: Prepared = { ...split, schema: schemaFor(table), stated, notices: [] };
  const recipe = { ...benchRecipe('copula', false), validate: { ...DEFAULT_RECIPE.validate, target: 'level 0' } };
  const synthetic = wideTable(split.train.rowCount, LARGE_COLUMNS, 2);
  return { name: `made table, ${rowCount} x ${LARGE_COLUMNS}, judge`, prepared, synthetic, recipe };
}
