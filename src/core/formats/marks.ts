/**
 * How a missing cell may be written. Signs, and blanks alone, are missing in every column; words are missing where the
 * other cells are numbers, dates or a boolean pair, and in text columns where the same word is a mark elsewhere in the
 * file: `NA` can be a country, and `None` an answer.
 */

export const MISSING_WORDS = ['NA', 'N/A', 'n/a', 'NaN', 'nan', 'null', 'NULL', 'None', 'nil'] as const;

const SIGN = /^(?:\s*|\?+|\.+|-+|\*+|\\N|#N\/A|#NULL!)$/;
const WORDS: ReadonlySet<string> = new Set(MISSING_WORDS);

/** `chosen`: further marks, by the user, for every column. */
export function isMissingSign(text: string, chosen: ReadonlySet<string>): boolean {
  return SIGN.test(text) || chosen.has(text);
}

export function isMissingWord(text: string): boolean {
  return WORDS.has(text);
}
