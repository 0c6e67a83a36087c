/**
 * Columns whose cells are numbers or dates in more than one form: decimal commas beside points, percent beside plain
 * numbers, dates beside dates with times. Nobody can say what one number or date of them means, so they are text, and the
 * user is told in which share the commonest form is. Cost: a look at each level.
 */
import type { Answer } from '../errors.ts';
import { dateFormsOf } from '../table/date-forms.ts';
import { numberFormsOf } from './number-style.ts';
import { readNumber } from './numbers.ts';

/** `share` of the cells that have the commonest form; `answers`: text, and that form if all can be read by it. */
export type Mix = Readonly<{ share: number; forms: number; answers: readonly Answer[] }>;

const SHOWN = 3;
/** Below it the column is text in which numbers occur. */
const LEAST_SHARE = 0.5;
const WHOLE = 'whole';

/** Null if the values have no form, or one. `codes` index `levels` and `counts`; `present` cells hold them. */
export function mixOf(
  levels: readonly string[],
  counts: Uint32Array,
  codes: readonly number[],
  present: number,
): Mix | null {
  const cells = new Map<string, number>();
  const answers = new Map<string, string>();
  const formOf = new Map<number, string>();
  let formed = 0;
  for (const code of codes) {
    const text = levels[code]!;
    const form = isPromising(text) ? formOfText(text) : null;
    if (form === null) continue;
    formed += counts[code]!;
    formOf.set(code, form.key);
    if (!answers.has(form.key)) answers.set(form.key, form.answer);
    cells.set(form.key, (cells.get(form.key) ?? 0) + counts[code]!);
  }
  // Whole numbers fit any style of numbers, and are another thing than dates.
  const whole = cells.get(WHOLE) ?? 0;
  const hasNumbers = cells.has('.') || cells.has(',');
  if (hasNumbers) cells.delete(WHOLE);
  if (cells.size < 2 || formed < LEAST_SHARE * present) return null;
  const [commonest, most] = [...cells].reduce((best, each) => (each[1] > best[1] ? each : best));
  const isNumber = commonest === '.' || commonest === ',';
  const others = codes.filter((code) => formOf.get(code) !== commonest && !(isNumber && formOf.get(code) === WHOLE));
  const shown = others.slice(0, SHOWN).map((code) => levels[code]!);
  const answer = answers.get(commonest)!;
  return {
    share: (most + (isNumber ? whole : 0)) / present,
    forms: cells.size,
    answers: [{ answer: 'text', shown: [] }, ...(answer === '' ? [] : [{ answer, shown }])],
  };
}

/** A form by a key, and the answer that would read the column by it: a decimal mark, a pattern, or none. */
function formOfText(text: string): Readonly<{ key: string; answer: string }> | null {
  const plain = readNumber(text);
  if (plain !== null) return /^[+-]?\d+$/.test(text) ? { key: WHOLE, answer: '.' } : { key: '.', answer: '.' };
  const styles = numberFormsOf(text).flatMap(({ style }) => style ?? []);
  const [style] = styles;
  if (style !== undefined) {
    const affix = (style.prefix + style.suffix).trim();
    if (affix !== '') return { key: affix, answer: '' };
    const mark = styles.every(({ decimal }) => decimal === ',') ? ',' : '.';
    return { key: mark, answer: mark };
  }
  const [pattern] = dateFormsOf(text);
  if (pattern === undefined) return null;
  return {
    key: pattern.pattern.replace(/\{[^}]*\}/g, '').replace(/([dMHh])\1+/g, '$1'),
    answer: pattern.pattern,
  };
}

/** A cheap look at the beginning: a digit, a sign, a currency, or a month's name. */
function isPromising(text: string): boolean {
  return text.length <= 48 && /^(?:[(+\-€$£¥.,]*\d|[(+-]?[€$£¥A-Z]{1,3} ?\d|\p{L}{3,10}[ .,/-]{1,2}\d)/u.test(text);
}
