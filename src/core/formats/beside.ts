/**
 * What may stand beside the numbers of a column: values that are codes and no amounts (99 for *does not apply*), and
 * several marks for missing. The user is asked, and what was answered stands in the finished column. Nothing is taken
 * unasked: until then codes are numbers, and the marks mean one and the same. Cost: one pass over the rows where marks
 * are kept apart.
 */
import { questionOf, type Notice } from '../errors.ts';
import type { Column } from '../table/column.ts';
import { apartCodes } from './apart-codes.ts';
import type { CellRules } from './cell-rules.ts';
import type { FewValues } from './evidence.ts';
import { UNREADABLE } from './nature.ts';
import type { Survey } from './survey.ts';

/** `few`: the distinct values of numbers, if they are few. `isMissing`: the levels that are, by code. */
export function besideQuestions(made: Column, few: FewValues | null, survey: Survey, isMissing: Uint8Array): Notice[] {
  if (made.kind !== 'numeric' && made.kind !== 'datetime') return [];
  return [
    ...(made.kind === 'numeric' ? codesQuestion(made.values, few, survey) : []),
    ...marksQuestion(survey, isMissing),
  ];
}

/** Numbers and dates with what the user wants to stand beside them. */
export function withBeside(made: Column, { column: { levels, cells }, rules }: Survey): Column {
  if (made.kind !== 'numeric' && made.kind !== 'datetime') return made;
  const { atoms, apart } = rules;
  const withAtoms = made.kind === 'numeric' && atoms.length > 0 ? { ...made, atoms } : made;
  if (apart === null || apart.length === 0 || cells.kind === 'numbers') return withAtoms;
  const placeOf = Uint8Array.from(levels, (level) => apart.indexOf(level) + 1);
  return { ...withAtoms, marks: { codes: Uint8Array.from(cells.codes, (code) => placeOf[code]!), texts: apart } };
}

function codesQuestion(values: Float64Array, few: FewValues | null, { column: { name }, rules }: Survey): Notice[] {
  const apart = apartCodes(values, few, (code) => isSaid(code, rules));
  if (apart === null) return [];
  const shown = apart.codes.map(String);
  const answers = ['value', 'missing', 'atom'].map((answer) => ({ answer, shown }));
  return [questionOf('codes-maybe-missing', answers, { column: name }, apart.cells, { what: 'number' })];
}

/** Whether the user has said what this number is. */
function isSaid(code: number, { values, atoms }: CellRules): boolean {
  return values.has(String(code)) || atoms.includes(code);
}

function marksQuestion({ column: { name, levels, counts }, roles, rules }: Survey, isMissing: Uint8Array): Notice[] {
  const marks = levels
    .flatMap((_, code) => (isMissing[code] === 1 && roles[code] !== UNREADABLE && counts[code]! > 0 ? [code] : []))
    .sort((a, b) => counts[b]! - counts[a]!);
  if (marks.length < 2 || rules.apart !== null) return [];
  const shown = marks.map((code) => levels[code]!);
  const answers = ['merge', 'apart'].map((answer) => ({ answer, shown }));
  const cells = marks.reduce((sum, code) => sum + counts[code]!, 0);
  const facts = { counts: marks.map((code) => String(counts[code]!)) };
  return [questionOf('marks-merged', answers, { column: name }, cells, facts)];
}
