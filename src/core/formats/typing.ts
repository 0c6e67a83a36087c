/**
 * From the cells of all columns to typed columns: each is surveyed on its own, then the words that mark missing cells
 * somewhere in the file are known, then each is decided. The same for every format.
 */
import { noticeOf, type Notice } from '../errors.ts';
import type { OnProgress } from '../progress.ts';
import { inferColumn, type Inferred } from './infer.ts';
import { personalNotices, withPersonal } from './personal.ts';
import { markWordsOf, surveyColumn, type ColumnCells } from './survey.ts';

export type Typed = Readonly<{ inferred: readonly Inferred[]; notices: readonly Notice[] }>;

/** `chosenMarks`: what the user says is missing, in every column. */
export function typeColumns(
  columns: readonly ColumnCells[],
  chosenMarks: ReadonlySet<string>,
  onProgress: OnProgress,
): Typed {
  const surveys = columns.map((column) => surveyColumn(column, chosenMarks));
  const words = markWordsOf(surveys);
  const inferred = surveys.map((survey, index) => {
    onProgress({ stage: 'typing', done: index, total: surveys.length });
    return withPersonal(survey, inferColumn(survey, words), words);
  });
  onProgress({ stage: 'typing', done: surveys.length, total: surveys.length });
  const ofColumns = inferred.flatMap(({ notices }) => notices);
  return { inferred, notices: [...ofColumns, ...personalNotices(inferred), ...syntheticNotices(inferred)] };
}

/** A tag column of ours says that the rows were made. */
function syntheticNotices(inferred: readonly Inferred[]): Notice[] {
  const isTagged = inferred.some(
    ({ column }) =>
      column.name === '_provenance' && column.kind === 'categorical' && column.levels.includes('synthetic'),
  );
  return isTagged ? [noticeOf('already-synthetic', 'question')] : [];
}
