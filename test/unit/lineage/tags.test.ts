/** Our own tags in a table that is read: taken out before anything is fitted, counted on, and written once. */
import { expect, test } from 'vitest';
import { generate, prepare } from '../../../src/core/pipeline.ts';
import { seededEntropy } from '../../../src/core/privacy/seeded-entropy.ts';
import { silent } from '../../../src/core/progress.ts';
import { DEFAULT_RECIPE, type Recipe } from '../../../src/core/recipe.ts';
import { generationToldBy, isTagColumn } from '../../../src/core/table/tag-columns.ts';
import { resultOf } from '../../helpers/outcome.ts';
import { gunzip, readText } from '../../helpers/reading.ts';
import { serve } from '../../../workers/serve.ts';

const RUN = '0123456789abcdef';
const open = { ...DEFAULT_RECIPE, privacy: null, synthesizer: { id: 'independent', options: {} } };

const fileOf = (head: string, tags: (row: number) => string): string =>
  [head, ...Array.from({ length: 30 }, (_, row) => `${tags(row)}${row % 7},${(row % 3) + 0.5},${'xyz'[row % 3]}`)].join(
    '\n',
  ) + '\n';

/** The file that is written when this one is read, fitted and sampled. */
async function written(
  source: string,
  recipe: Recipe = open,
): Promise<{ text: string; tagColumns: readonly string[] }> {
  const { table, inferences, dialect } = await readText(source);
  const generated = generate(prepare(table, inferences, recipe), recipe, seededEntropy(1), silent);
  const engine = serve({ entropy: seededEntropy(1), gunzip, now: () => 0 });
  const { synthetic, facts } = generated;
  const job = { synthetic, format: 'csv', guardFormulas: false, provenance: true } as const;
  const sourceNames = table.columns.map(({ name }) => name);
  const made = { by: null, parts: facts.parts, generation: facts.generation, run: RUN };
  const { bytes, file } = await resultOf(engine.write({ ...job, dialect, sourceNames, made }, silent));
  return { text: new TextDecoder().decode(bytes), tagColumns: file.tagColumns };
}

test('rows made from made rows bear one set of tags, one generation further, however often', async () => {
  let source = fileOf('_provenance,a,b,c', () => 'synthetic,');
  for (const generation of [2, 3]) {
    const { text, tagColumns } = await written(source);
    const [head, ...lines] = text.trim().split('\n');
    expect(head).toBe('a,b,c,_generation,_synthesizer,_run,_provenance');
    expect(tagColumns).toEqual(['_generation', '_synthesizer', '_run', '_provenance']);
    for (const line of lines) {
      expect(line).toMatch(new RegExp(`^\\d,\\d\\.5,\\w+,${generation},independent@1,0123456789ab,synthetic$`));
    }
    source = text;
  }
});

test('the largest generation of a mixed source counts, and tags of real rows ask for no more than one column', async () => {
  const mixed = fileOf('_generation,_provenance,a,b,c', (row) => (row === 3 ? '2,synthetic,' : '0,real,'));
  expect((await written(mixed)).text).toMatch(/^a,b,c,_generation,_synthesizer,_run,_provenance\n.*,3,independent@1,/);
  const real = fileOf('_generation,_provenance,a,b,c', () => '0,real,');
  expect((await written(real)).text).toMatch(/^a,b,c,_provenance\n\d,\d\.5,[xyz],synthetic\n/);
});

test('a column of a tag’s name with other values stays, and so does one that somebody chose to model', async () => {
  const other = fileOf('_provenance,a,b,c', (row) => `${['Bordeaux', 'Rioja'][row % 2]},`);
  expect((await written(other)).text).toMatch(/^_provenance,a,b,c,_provenance_2\n(Bordeaux|Rioja),/);
  const chosen = { ...open, columns: { _generation: { role: 'none' } } } as const;
  const told = await written(
    fileOf('_generation,a,b,c', (row) => `${row % 2},`),
    chosen,
  );
  expect(told.text).toMatch(/^_generation,a,b,c,_provenance\n[01],/);
});

test('a generation is told by tags alone', async () => {
  const toldBy = async (names: string, tags: string): Promise<number> => {
    const { table } = await readText(`a,${names}\n1,${tags}\n2,${tags}\n`);
    return generationToldBy(table.columns.filter(isTagColumn));
  };
  expect(await toldBy('_generation,_provenance', '4,synthetic')).toBe(4);
  expect(await toldBy('_run', '0123456789ab')).toBe(1);
  expect(await toldBy('_provenance', 'unknown')).toBe(0);
  expect(await toldBy('_generation,_provenance', '1.5,synthetic')).toBe(1);
  expect(await toldBy('b', '7')).toBe(0);
});
