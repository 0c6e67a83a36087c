/** Nothing in the catalogue is idle: every error is thrown by a line and expected by a test, every notice is made. */
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { noticeSentences, sentences } from '../../src/core/sentences.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const CATALOGUE = 'src/core/sentences.ts';
/** These speak of all codes at once. */
const OF_ALL = ['test/unit/errors.test.ts', 'test/architecture/catalogue.test.ts'];

const program = textOf(['src', 'workers'], (file) => /\.(ts|svelte)$/.test(file) && file !== CATALOGUE);
const tests = textOf(['test'], (file) => /\.(test|e2e)\.ts$|\.expected\.json$/.test(file) && !OF_ALL.includes(file));

test('every error is thrown somewhere', () => {
  const thrown = Object.keys(sentences).filter((code) => new RegExp(`new UserError\\(\\s*'${code}'`).test(program));
  expect(thrown).toEqual(Object.keys(sentences));
});

test('every error is expected by its name in a test', () => {
  const expected = Object.keys(sentences).filter((code) => new RegExp(`['"]${code}['"]`).test(tests));
  expect(expected).toEqual(Object.keys(sentences));
});

test('every notice is made somewhere', () => {
  const made = Object.keys(noticeSentences).filter((code) => program.includes(`'${code}'`));
  expect(made).toEqual(Object.keys(noticeSentences));
});

function textOf(folders: readonly string[], isWanted: (file: string) => boolean): string {
  return folders
    .flatMap((folder) =>
      readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
    )
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !file.includes('/.results/') && isWanted(file))
    .map((file) => readFileSync(`${root}${file}`, 'utf8'))
    .join('\n');
}
