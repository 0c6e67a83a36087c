/**
 * The path of a large public table beside the checkout, for tests in the browser; null where it is missing, and then
 * the test that wanted it is named in the list that the test command prints.
 */
import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const skippedFolder = fileURLToPath(new URL('../.results/skipped/', import.meta.url));

export function sharedTablePath(name: string, wantedBy: string): string | null {
  const path = `${folder}${name}`;
  if (existsSync(path)) return path;
  mkdirSync(skippedFolder, { recursive: true });
  appendFileSync(`${skippedFolder}e2e.txt`, `${wantedBy}\n`);
  return null;
}
