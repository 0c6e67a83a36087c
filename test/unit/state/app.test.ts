/** What may be dropped, decided before anything is read: the services are never reached. */
import { expect, test } from 'vitest';
import { App } from '../../../src/state/app.svelte.ts';
import type { Services } from '../../../src/state/services.ts';

const file = (name: string): File => new File(['a,b\n1,2\n'], name);

test.each([
  { what: 'two files', files: [file('a.csv'), file('b.csv')], hasFolder: false, code: 'several-files' },
  { what: 'a folder', files: [], hasFolder: true, code: 'folder-dropped' },
  { what: 'a folder beside a file', files: [file('a.csv')], hasFolder: true, code: 'folder-dropped' },
])('$what: $code', async ({ files, hasFolder, code }) => {
  const app = new App({} as Services);
  await app.take(files, hasFolder);
  expect(app.dropProblem?.code).toBe(code);
  expect(app.isHome).toBe(true);
});
