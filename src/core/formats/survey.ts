/**
 * What the cells of a column are, before it is decided what the column is: all of them numbers of one style, dates of one
 * pattern, a pair that says yes and no, or text, tried in this order. Judged on levels, not on rows.
 */
import { saysForm, type CellRules } from './cell-rules.ts';
import { numericMarks, type ColumnCells } from './column-cells.ts';
import { isBooleanPair } from './evidence.ts';
import { isMissingSign, isMissingWord } from './marks.ts';
import { mixOf } from './mixed.ts';
import { markStrangers, SIGN, VALUE, WORD, type Judged, type Nature } from './nature.ts';
import { compactNature, datesNature } from './nature-dates.ts';
import { doubtOfText, numbersNature } from './nature-numbers.ts';
import { losesDigits, readNumber } from './numbers.ts';

export type Survey = Readonly<{
  column: ColumnCells;
  nature: Nature;
  roles: Uint8Array;
  rules: CellRules;
}>;

export function surveyColumn(column: ColumnCells, rules: CellRules): Survey {
  const marks = numericMarks(rules);
  const roles = Uint8Array.from(column.levels, (level) => {
    if (rules.values.has(level)) return VALUE;
    if (isMissingSign(level, rules.missing)) return SIGN;
    if (marks.length > 0 && marks.includes(readNumber(level)?.value ?? NaN)) return SIGN;
    return isMissingWord(level) ? WORD : VALUE;
  });
  return { column, roles, nature: natureOf(column, roles, rules), rules };
}

/** The words that mark missing cells in a column of numbers, dates or a boolean pair. */
export function markWordsOf(surveys: readonly Survey[]): ReadonlySet<string> {
  const words = new Set<string>();
  for (const { column, nature, roles } of surveys) {
    if (!takesWords(nature)) continue;
    column.levels.forEach((level, code) => {
      if (roles[code] === WORD && column.counts[code]! > 0) words.add(level);
    });
  }
  return words;
}

/** Whether words such as `NA` can only mean missing there. */
export function takesWords({ kind }: Nature): boolean {
  return kind === 'numbers' || kind === 'dates' || kind === 'boolean';
}

function natureOf(column: ColumnCells, roles: Uint8Array, rules: CellRules): Nature {
  const { cells, levels, counts, rowCount } = column;
  if (cells.kind === 'numbers') {
    markStrangers(roles, levels, () => true);
    return (cells.places === 1 ? compactNature(cells.values) : null) ?? { kind: 'numbers', numbers: cells };
  }
  const values: number[] = [];
  let present = 0;
  for (let code = 0; code < levels.length; code++) {
    if (roles[code] !== VALUE || counts[code] === 0) continue;
    values.push(code);
    present += counts[code]!;
  }
  if (values.length === 0 || column.hasLong === true) return { kind: 'text' };
  const judged: Judged = { column, roles, rules, values, present };
  const isPair = values.length === 2 && isBooleanPair(levels[values[0]!]!, levels[values[1]!]!);
  return (
    numbersNature(judged) ??
    datesNature(judged) ??
    (isPair ? { kind: 'boolean' } : null) ??
    (rowCount > 0 && haveLostDigits(levels, values) ? { kind: 'lost-digits' } : null) ??
    mixedNature(judged) ?? { kind: 'text', ...doubtOfText(judged) }
  );
}

function mixedNature({ column: { levels, counts }, values, present, rules }: Judged): Nature | null {
  const mix = saysForm(rules) ? null : mixOf(levels, counts, values, present);
  return mix && { kind: 'mixed', mix };
}

function haveLostDigits(levels: readonly string[], values: readonly number[]): boolean {
  let lost = 0;
  for (const code of values) {
    if (losesDigits(levels[code]!)) lost++;
    else if (readNumber(levels[code]!) === null) return false;
  }
  return lost > 0;
}
