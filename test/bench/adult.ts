/**
 * Rows of Adult (US census of 1994; Becker and Kohavi 1996, UCI Machine Learning Repository, CC BY 4.0): the whole table
 * where it lies beside the checkout, else as many rows made from the sample that the page carries. More rows than there
 * are come from seeded draws with a weight (`fnlwgt`) of their own, so that they are not copies. Run in the checkout.
 */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { createRng } from '../../src/core/math/rng.ts';

const WHOLE = '../shared/data/adult.csv.gz';
const SAMPLE = 'src/state/sample/adult.csv.gz';
/** Rows of the whole table. */
export const ADULT_ROWS = 48_842;

const hasWhole = existsSync(WHOLE);
/** Names the rows in a line of the bench. */
export const ADULT = hasWhole ? 'Adult' : 'rows made from the Adult sample';

/** CSV text of so many rows below the header. */
export function adultText(rowCount: number): string {
  const [header, ...rows] = gunzipSync(readFileSync(hasWhole ? WHOLE : SAMPLE))
    .toString('utf8')
    .trimEnd()
    .split('\n');
  const rng = createRng(1, 'bench', rowCount);
  const lines = rows.slice(0, rowCount);
  while (lines.length < rowCount) {
    const cells = rows[rng.below(rows.length)]!.split(',');
    cells[2] = String(12_000 + rng.below(1_000_000));
    lines.push(cells.join(','));
  }
  return `${header}\n${lines.join('\n')}\n`;
}
