/**
 * A whole run, from the text of a file to its rows, looks at the file through its mechanisms alone: read, split, domain
 * bought, planned, fitted and sampled on one file, then on a neighbour that is given what was released for the first.
 * Everything that leaves the engine as public must then be equal, although the two files differ in ranges and levels.
 */
import { expect, test, vi } from 'vitest';
import { readCsv } from '../../../src/core/formats/read-csv.ts';
import { generate, prepare, type Generated } from '../../../src/core/pipeline.ts';
import type * as Mechanisms from '../../../src/core/privacy/mechanisms.ts';
import { seededEntropy } from '../../../src/core/privacy/seeded-entropy.ts';
import { silent, type Progress } from '../../../src/core/progress.ts';
import { buildPapers } from '../../../src/core/report/build.ts';
import type { Table } from '../../../src/core/table/column.ts';
import { fingerprintOf } from '../../../src/core/lineage/fingerprint.ts';
import { DEFAULT_RECIPE, type Recipe } from '../../../src/core/recipe.ts';
import { expectWithinSensitivity, onTape, type Call } from '../../helpers/replay.ts';
import { IDS } from '../../helpers/models.ts';

vi.mock('../../../src/core/privacy/mechanisms.ts', async (load) => {
  const { recording } = await import('../../helpers/replay.ts');
  return recording(await load<typeof Mechanisms>());
});

const SECRET = 'secret-level';
const lines = Array.from({ length: 1500 }, (_, row) => {
  const age = 20 + ((row * 7) % 45);
  const pay = row % 4 === 0 ? 0 : ((row * 131) % 9000) / 10;
  const day = `${2001 + (row % 12)}-0${1 + (row % 9)}-1${row % 8}`;
  return `${age},${pay.toFixed(1)},${day},${'abc'[row % 3]!},${row % 6 < 3 ? 'y' : 'n'}`;
});
const kinds = { age: 'numeric', pay: 'numeric', day: 'datetime', team: 'categorical', left: 'categorical' } as const;

const neighbours: [string, readonly string[]][] = [
  ['one row less', lines.toSpliced(17, 1)],
  ['a row of extremes and a level never seen', [...lines, `999999,-88888.5,1870-01-01,${SECRET},y`]],
  ['a row with nothing in it', [...lines, ',,,,']],
  ['a duplicate', [...lines, lines[3]!]],
];

function runOn(rows: readonly string[], id: string, replay: readonly Call[] | null, choices: Partial<Recipe> = {}) {
  const text = `${Object.keys(kinds).join(',')}\n${rows.join('\n')}\n`;
  const { table, inferences } = readCsv([new TextEncoder().encode(text)], {}, 'staff.csv', silent);
  const recipe: Recipe = {
    ...DEFAULT_RECIPE,
    columns: Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, { kind }])),
    synthesizer: { id, options: {} },
    ...choices,
  };
  const progress: Progress[] = [];
  const prepared = prepare(table, inferences, recipe);
  const { result, calls } = onTape(
    () => generate(prepared, recipe, seededEntropy(1), (step) => progress.push(step)),
    replay,
  );
  return { published: publishedBy(result, recipe, table), calls, progress };
}

/** What may be shared of a run: everything but the counts of real rows; and its two papers, but for the commitment. */
function publishedBy({ synthetic, facts }: Generated, recipe: Recipe, table: Table): unknown {
  const { trainRows: _train, holdoutRows: _holdout, notices, ...rest } = facts;
  const size = { rowCount: table.rowCount, columnCount: table.columns.length };
  const { manifest, shareable } = buildPapers({
    ...{
      facts,
      recipe,
      assessments: [],
      readNotices: [],
      files: [],
      timings: [],
      looks: 1,
      day: '2026-01-01',
      run: 'r',
    },
    source: { name: 'staff.csv', byteLength: 1, bytesSha256: '', fingerprint: fingerprintOf(table), ...size },
    output: { rowCount: synthetic.rowCount, columnCount: synthetic.columns.length },
    commitmentSalt: new Uint8Array(32),
    tool: { name: 'Understudy', version: 'test', commit: 'test' },
  });
  const { sources, ...open } = manifest!;
  const told = sources.map(({ commitment: _commitment, ...source }) => source);
  return { synthetic, ...rest, notices: notices.public, shareable, manifest: open, sources: told };
}

for (const id of IDS) {
  test.each(neighbours)(`${id}: %s changes nothing that is published`, (_, neighbour) => {
    const first = runOn(lines, id, null);
    const second = runOn(neighbour, id, first.calls);
    expect(second.calls.map(({ mechanism, ask }) => [mechanism, ask])).toEqual(
      first.calls.map(({ mechanism, ask }) => [mechanism, ask]),
    );
    expect(second.published).toEqual(first.published);
    expect(second.progress).toEqual(first.progress);
    expect(JSON.stringify(second.published)).not.toContain(SECRET);
    first.calls.forEach((call, step) => expectWithinSensitivity(call, second.calls[step]!));
    expect(new Set(first.calls.map(({ mechanism }) => mechanism)).size).toBeGreaterThanOrEqual(3);
  });
}

test('the comparison notices noise that is drawn anew', () => {
  const first = runOn(lines, 'independent', null);
  expect(runOn(lines.toSpliced(10, 100), 'independent', null).published).not.toEqual(first.published);
});

test('the comparison notices ranges that are read off the rows', () => {
  const leaking = { assumePublicSchema: true, discovery: false };
  const [, extremes] = neighbours[1]!;
  const first = runOn(lines, 'independent', null, leaking);
  expect(runOn(extremes, 'independent', first.calls, leaking).published).not.toEqual(first.published);
});
