/**
 * Large tables that are no part of the house: they lie in the folder `shared` beside the checkout. Where it is missing,
 * the tests that need it are switched off and leave their names in test/.results/skipped, which the test command counts
 * and prints. Nothing else reads that folder.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { test } from 'vitest';

const folder = fileURLToPath(new URL('../../../shared/', import.meta.url));
const skippedFolder = fileURLToPath(new URL('../.results/skipped/', import.meta.url));
const isThere = existsSync(folder);

/** A test that reads `sharedText`; without the folder it is skipped by name. */
export function sharedTest(name: string, run: () => void | Promise<void>, timeoutMs = 120_000): void {
  if (!isThere) {
    mkdirSync(skippedFolder, { recursive: true });
    appendFileSync(`${skippedFolder}${process.pid}.txt`, `${name}\n`);
  }
  test.skipIf(!isThere)(name, run, timeoutMs);
}

/** A file of the folder, such as `data/adult.csv.gz`, unpacked. */
export function sharedText(path: string): string {
  return textFile(`${folder}${path}`);
}

/** A text file, unpacked if its name ends in gz. */
export function textFile(path: string | URL): string {
  const bytes = readFileSync(path);
  return (String(path).endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}
