/**
 * Patterns of identifiers from and to regular expressions, as the standard has them for texts. Ours are a part of that
 * language, but for a backslash before a letter or digit: here it is that character, there it may be a class.
 */
import { parsePattern } from '../table/identifier-pattern.ts';

const ESCAPED = /\\(.)/gsu;

/** Null where it says something that no pattern here can. The whole text is meant, with both `^` and `$` or without. */
export function fromExpression(expression: string): string | null {
  const pattern = expression.replace(/^\^(.*)(?<!\\)\$$/su, '$1');
  const hasClass = [...pattern.matchAll(ESCAPED)].some(([, character]) => /[^\Wd]/.test(character!));
  return hasClass || parsePattern(pattern) === null ? null : pattern;
}

export function toExpression(pattern: string): string {
  return pattern.replace(ESCAPED, (whole, character: string) => (/[^\Wd]/.test(character) ? character : whole));
}
