/**
 * From the cells of all columns to typed columns: each is surveyed on its own; then what is open in one is decided by
 * the others of the file (which decimal mark, day or month first), and the words that mark missing cells somewhere are
 * known; then each is decided. The same for every format.
 */
import { noticeOf, type Notice } from '../errors.ts';
import type { OnProgress } from '../progress.ts';
import type { ReadingChoices } from '../recipe.ts';
import { parsePattern } from '../table/date-pattern.ts';
import { tellsOfMadeRows } from '../table/tag-columns.ts';
import { cellRulesOf, type CellRules } from './cell-rules.ts';
import type { ColumnCells } from './column-cells.ts';
import { orderOf, type DateOrder } from '../table/date-forms.ts';
import { inferColumn, type Inferred } from './infer.ts';
import { personalNotices, withPersonal } from './personal.ts';
import { markWordsOf, surveyColumn, type Survey } from './survey.ts';

export type Typed = Readonly<{ inferred: readonly Inferred[]; notices: readonly Notice[] }>;

/** `isCommaTaken`: the comma delimits cells, so it is no decimal mark. Throws `recipe-invalid` where a choice for a column cannot be. */
export function typeColumns(
  columns: readonly ColumnCells[],
  choices: ReadingChoices,
  onProgress: OnProgress,
  isCommaTaken = false,
): Typed {
  const rules = columns.map(({ name }) => cellRulesOf(choices, name));
  const surveys = decidedByOthers(
    columns.map((column, index) => surveyColumn(column, rules[index]!)),
    rules,
    isCommaTaken,
  );
  const words = markWordsOf(surveys);
  const inferred = surveys.map((survey, index) => {
    onProgress({ stage: 'typing', done: index, total: surveys.length });
    return withPersonal(survey, inferColumn(survey, words), words);
  });
  onProgress({ stage: 'typing', done: surveys.length, total: surveys.length });
  const ofColumns = inferred.flatMap(({ notices }) => notices);
  return { inferred, notices: [...ofColumns, ...personalNotices(inferred), ...syntheticNotices(inferred)] };
}

/** Doubts are settled where all columns without doubt agree. */
function decidedByOthers(
  surveys: readonly Survey[],
  rules: readonly CellRules[],
  isCommaTaken: boolean,
): readonly Survey[] {
  const marks = new Set<'.' | ','>();
  const orders = new Set<DateOrder>();
  for (const { nature } of surveys) {
    if (nature.kind === 'numbers' && nature.doubt === undefined) {
      const { style, numbers } = nature;
      if (numbers.places > 1 || (style !== undefined && style.group !== '')) marks.add(style?.decimal ?? '.');
    }
    if (nature.kind === 'dates' && nature.doubt === undefined) {
      const order = orderOf(parsePattern(nature.format)!);
      if (order !== null) orders.add(order);
    }
  }
  if (isCommaTaken && marks.size === 0) marks.add('.');
  const [mark] = marks;
  const [order] = orders;
  return surveys.map((survey, index) => {
    const { nature, column } = survey;
    if (nature.kind === 'numbers' && nature.doubt !== undefined && marks.size === 1) {
      return surveyColumn(column, { ...rules[index]!, decimal: mark! });
    }
    if (nature.kind === 'dates' && nature.doubt !== undefined && orders.size === 1) {
      const patterns = nature.doubt.map(({ answer }) => parsePattern(answer)!);
      const date = patterns.find((pattern) => orderOf(pattern) === order);
      if (date !== undefined) return surveyColumn(column, { ...rules[index]!, date });
    }
    return survey;
  });
}

/** A tag column of ours says that rows were made. */
function syntheticNotices(inferred: readonly Inferred[]): Notice[] {
  const isMade = inferred.some(({ column }) => tellsOfMadeRows(column));
  return isMade ? [noticeOf('already-synthetic', 'question')] : [];
}
