/** The table of columns: why each has its kind and how sure that is, and the row that is open stands apart. */
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { button, closePage, showPage, tableFile } from '../../helpers/page.ts';

afterEach(closePage);

async function showColumns(): Promise<HTMLTableElement> {
  const { app } = await showPage();
  await app.take([tableFile('staff.csv')]);
  app.go('columns');
  const table = page.getByRole('table', { name: 'Columns' });
  await expect.element(table).toBeVisible();
  return table.element() as HTMLTableElement;
}

test('every column says why it has its kind, in a few words, and how sure that is', async () => {
  const table = await showColumns();
  const heads = [...table.tHead!.rows[0]!.cells].map((cell) => cell.textContent.trim());
  const [why, confidence] = [heads.indexOf('Why this kind'), heads.indexOf('Confidence')];
  const said = [...table.tBodies[0]!.rows].map(({ cells }) => cells[why]!.textContent.trim());
  expect(said).toEqual([
    'nearly every value occurs once; 300 distinct',
    expect.stringMatching(/^whole numbers in every cell; \d+ distinct$/),
    'numbers in every cell',
    '3 levels, each in many rows',
    expect.stringMatching(/^ISO dates in every cell; \d+ distinct$/),
    expect.stringMatching(/^two values that form a pair/),
  ]);
  for (const { cells } of table.tBodies[0]!.rows) {
    expect(cells[confidence]!.textContent).toMatch(/sure|likely|please check/);
  }
});

test('the open row has a background of its own over its whole width', async () => {
  const table = await showColumns();
  await button('Edit age').click();
  const opened = table.querySelector<HTMLElement>('tr.opened > td')!;
  const closed = table.tBodies[0]!.rows[0]!.cells;
  for (const cell of closed) {
    expect(getComputedStyle(opened).backgroundColor).not.toBe(getComputedStyle(cell).backgroundColor);
  }
  expect(getComputedStyle(opened).backgroundColor).not.toBe('rgba(0, 0, 0, 0)');
  expect(opened.getBoundingClientRect().width).toBeCloseTo(table.getBoundingClientRect().width, 0);
});
