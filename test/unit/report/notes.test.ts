/** What is kept of a run: parts join, the oldest are dropped. */
import { expect, test } from 'vitest';
import { withNotes } from '../../../src/storage/notes.ts';

const audit = { choices: { seed: 1, rows: 50, isBlind: false }, drawn: 50, marks: [] };

test('parts of one run join, and the run that was spoken of last stands last', () => {
  const first = withNotes([], 'a', { day: '2026-01-01', audit });
  const both = withNotes(first, 'b', { day: '2026-01-02' });
  const again = withNotes(both, 'a', { day: '2026-01-03', numbers: null });
  expect(again.map(({ run }) => run)).toEqual(['b', 'a']);
  expect(again[1]).toEqual({ run: 'a', day: '2026-01-03', numbers: null, audit });
});

test('of more than twenty runs the oldest are dropped', () => {
  let notes = withNotes([], 'first', { day: '' });
  for (let run = 0; run < 20; run++) notes = withNotes(notes, `${run}`, { day: '' });
  expect(notes).toHaveLength(20);
  expect(notes.map(({ run }) => run)).not.toContain('first');
});
