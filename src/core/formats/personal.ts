/**
 * Columns that may speak of persons: proposed by the words of the name (whole words, so that phonetics is no phone) and by
 * the shape of the cells (`personal-rules.ts`). Judged on levels, so that the order and the number of rows change nothing.
 * A plain shape is enough; all others need a name, too, or a name that says so above cells that are told apart.
 * Names, ways to reach somebody and numbers of persons become identifier or text, which no model sees. Dates of birth,
 * postal codes and coordinates stay usable.
 * Cost: every level is tried until a tenth of them do not fit. Left out: names without such a header (no list of names is
 * shipped), and persons within free text. What is not found may still be personal.
 */
import { noticeOf, type Notice } from '../errors.ts';
import { convertColumn } from '../table/convert.ts';
import { isUsable, type Personal } from '../table/inference.ts';
import { tokensOf } from './evidence.ts';
import { inferColumn, type Inferred } from './infer.ts';
import { VALUE } from './nature.ts';
import { CHECKED_LEVELS, isFullName, RULES, type Rule, type Test } from './personal-rules.ts';
import type { Survey } from './survey.ts';

/** Share of the levels with a plain shape, and with a weak one below a name that says so. */
const PLAIN_SHARE = 0.9;
const NAMED_SHARE = 0.6;
/** Shorter numbers are nobody's. */
const LEAST_NUMBER = 1e6;

const WORDS_OF = RULES.map(({ words }) => new Set(words.split(' ')));
/** Alone these say that something has a name, not that somebody has: the cells must be several words, and told apart. */
const BARE_NAMES: ReadonlySet<string> = new Set(['name', 'names', 'nom', 'nombre', 'nome', 'naam']);
const LITTLE_WORDS: ReadonlySet<string> = new Set(['of', 'the', 'de', 'del', 'di', 'da', 'd', 'la', 'van', 'der']);
/** These mean it only at the end: a long-term rate is no longitude. */
const LAST_WORDS: ReadonlySet<string> = new Set(['lat', 'lon', 'lng', 'long', 'cap', 'via', 'tel', 'mail']);

/** The column as it is proposed if it looks personal: another kind where no model may see it, and what was found. */
export function withPersonal(survey: Survey, inferred: Inferred, markWords: ReadonlySet<string>): Inferred {
  const personal = personalOf(survey, inferred);
  if (personal === null) return inferred;
  const { kind } = inferred.inference;
  const isTold = kind === 'identifier' || kind === 'text';
  if (isTold || isUsable(personal.sort)) return { ...inferred, inference: { ...inferred.inference, personal } };
  // Spelled as they were, with the marks between their digits.
  const isText = survey.column.cells.kind === 'text';
  const told = isText ? inferColumn({ ...survey, nature: { kind: 'text' } }, markWords) : inferred;
  const column = convertColumn(
    told.column,
    personal.sort === 'name' || personal.sort === 'street' ? 'text' : 'identifier',
  );
  return {
    ...told,
    column,
    style: undefined,
    places: null,
    inference: {
      ...told.inference,
      kind: column.kind,
      shape: column.kind === 'text' ? 'text' : 'identifier',
      reason: { ...told.inference.reason, code: 'looks-personal' },
      confidence: 'likely',
      alternatives: [kind],
      personal,
    },
  };
}

/** One note for the table. */
export function personalNotices(inferred: readonly Inferred[]): Notice[] {
  const found = inferred.filter(({ inference }) => inference.personal !== undefined).length;
  return found === 0 ? [] : [noticeOf('personal-found', 'note', {}, found)];
}

function personalOf(survey: Survey, { inference }: Inferred): Personal | null {
  if (inference.shape === 'empty' || survey.column.hasLong === true) return null;
  const words = wordsOf(inference.name);
  const isNamed = (index: number): boolean => words.some((word) => WORDS_OF[index]!.has(word));
  const isTold = inference.kind === 'identifier' || inference.kind === 'text';
  const { nature, column } = survey;
  if (nature.kind === 'dates') {
    const index = RULES.findIndex(({ sort }) => sort === 'birth-date');
    return isNamed(index) ? { sort: 'birth-date', by: 'both', share: 1 } : null;
  }
  if (nature.kind === 'numbers') {
    const found = RULES.flatMap((rule, index) => numbersOf(rule, isNamed(index), nature.numbers.values) ?? []);
    if (found[0] !== undefined || column.cells.kind === 'numbers') return found[0] ?? null;
  }
  const texts = column.levels.filter(
    (level, code) => survey.roles[code] === VALUE && level !== '' && column.counts[code]! > 0,
  );
  if (texts.length === 0) return null;
  for (const [index, rule] of RULES.entries()) {
    const named = isNamed(index);
    if (rule.isTold === true && !isTold) continue;
    const plain = bestShare(rule.plain ?? [], texts, named ? NAMED_SHARE : PLAIN_SHARE);
    if (named) {
      const share = Math.max(plain, bestShare(rule.weak ?? [], texts, NAMED_SHARE));
      if (share > 0) return { sort: rule.sort, by: 'both', share };
      if (inference.kind === 'identifier' && !isUsable(rule.sort)) return { sort: rule.sort, by: 'name', share: 0 };
    } else if (plain > 0 && texts.length >= (rule.least ?? 1)) {
      return { sort: rule.sort, by: 'shape', share: plain };
    }
  }
  if (!isTold || !words.some((word) => BARE_NAMES.has(word)) || tokensOf(inference.name).length > 1) return null;
  const share = bestShare([isFullName], texts, PLAIN_SHARE);
  return share > 0 ? { sort: 'name', by: 'both', share } : null;
}

/** Numbers have lost their marks: a range is asked of them, or the check of their digits. */
function numbersOf({ sort, plain = [], weak = [] }: Rule, isNamed: boolean, values: Float64Array): Personal | null {
  const both = (low: number, high: number, isWhole: boolean): Personal | null =>
    isNamed && liesWithin(values, low, high, isWhole) ? { sort, by: 'both', share: 1 } : null;
  switch (sort) {
    case 'birth-date':
      return both(1850, 2100, true) ?? both(18500101, 21001231, true);
    case 'postal-code':
      return both(100, 999_999, true);
    case 'coordinates':
      // Whole degrees are nobody's place.
      return both(-180, 180, true) ? null : both(-180, 180, false);
    case 'phone':
      return both(LEAST_NUMBER / 10, 1e15, true);
    case 'card':
    case 'national-number': {
      if (!liesWithin(values, LEAST_NUMBER, 1e16, true)) return null;
      const texts = distinctTexts(values);
      const share = bestShare(isNamed ? [...plain, ...weak] : plain, texts, isNamed ? NAMED_SHARE : PLAIN_SHARE);
      if (share === 0 || (!isNamed && texts.length < CHECKED_LEVELS)) return null;
      return { sort, by: isNamed ? 'both' : 'shape', share };
    }
    default:
      return null;
  }
}

/** The largest share of texts that one of the tests takes; 0 if it is below `least`. */
function bestShare(tests: readonly Test[], texts: readonly string[], least: number): number {
  const most = (1 - least) * texts.length;
  return tests.reduce((best, test) => {
    let misses = 0;
    for (const text of texts) if (!test(text) && ++misses > most) return best;
    return Math.max(best, 1 - misses / texts.length);
  }, 0);
}

function liesWithin(values: Float64Array, low: number, high: number, isWhole: boolean): boolean {
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value !== value) continue;
    if (value < low || value > high || (isWhole && !Number.isInteger(value))) return false;
  }
  return true;
}

function distinctTexts(values: Float64Array): string[] {
  const sorted = values.filter((value) => value === value).sort();
  return Array.from(
    sorted.filter((value, place) => place === 0 || value !== sorted[place - 1]),
    String,
  );
}

/** Up to three neighbouring words of the name, together. */
function wordsOf(name: string): string[] {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss');
  const tokens = tokensOf(plain).filter((token) => token !== '' && !LITTLE_WORDS.has(token));
  return tokens.flatMap((token, place) => [
    ...(LAST_WORDS.has(token) && place < tokens.length - 1 ? [] : [token]),
    ...[2, 3].flatMap((size) => (place + size <= tokens.length ? [tokens.slice(place, place + size).join('')] : [])),
  ]);
}
