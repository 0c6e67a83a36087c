/** What a recipe says of each column, read from JSON: kind, domain, role, and how identifiers and texts are made. */
import { CHECK_FORMS, FATES, IDENTIFIER_FORMS, type ColumnChoices, type IdentifierChoice } from '../table/choices.ts';
import { KINDS } from '../table/column.ts';
import { isDateFormat } from '../table/dates.ts';
import { parsePattern } from '../table/identifier-pattern.ts';
import { ROLES } from '../table/schema.ts';
import { anyObject, distinctTexts, flag, invalid, oneOf, readPart, text, type Check } from './json-checks.ts';

export function readColumns(json: unknown): Readonly<Record<string, ColumnChoices>> {
  const columns = anyObject(json, 'columns');
  return Object.fromEntries(Object.entries(columns).map(([name, choices]) => [name, readColumn(name, choices)]));
}

function readColumn(name: string, json: unknown): ColumnChoices {
  return readPart<ColumnChoices>(json, `columns.${name}`, {
    kind: oneOf(KINDS),
    bounds: boundsOf,
    levels: distinctTexts,
    missing: flag,
    decimals: placesOf,
    format: datePattern,
    role: oneOf(ROLES),
    fate: oneOf(FATES),
    identifier: identifierOf,
    words: wordCounts,
  });
}

const datePattern: Check<string> = (value, key) =>
  isDateFormat(text(value, key)) ? (value as string) : invalid(key, 'is no pattern of dates such as dd/MM/yyyy');
const identifierPattern: Check<string> = (value, key) =>
  parsePattern(text(value, key)) === null
    ? invalid(key, 'is no pattern of identifiers such as INV-[0-9]{6}')
    : (value as string);
const notNegative: Check<number> = (value, key) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : invalid(key, 'must be 0 or more');
const identifierOf: Check<IdentifierChoice> = (value, key) => {
  const choice = readPart<IdentifierChoice>(value, key, {
    form: oneOf(IDENTIFIER_FORMS),
    pattern: identifierPattern,
    check: oneOf(CHECK_FORMS),
    first: notNegative,
    unique: flag,
  });
  const { form, pattern, check, first } = choice;
  const isSequence = form === 'sequence';
  if (form === undefined && pattern === undefined) invalid(key, 'names a form or a pattern');
  if (pattern !== undefined && form !== undefined && !isSequence) invalid(key, 'names a form or a pattern, not both');
  if (check !== undefined && pattern === undefined) invalid(`${key}.check`, 'is for a pattern');
  if (first !== undefined && !isSequence) invalid(`${key}.first`, 'is for a sequence');
  if (isSequence && pattern !== undefined && parsePattern(pattern)!.length > 1)
    invalid(`${key}.pattern`, 'must have one length for a sequence');
  return choice;
};
const MOST_WORDS = 1000;
const wordCounts: Check<readonly [number, number]> = (value, key) => {
  const [least, most] = Array.isArray(value) && value.length === 2 ? (value as unknown[]) : [];
  const isCount = (count: unknown): boolean => Number.isInteger(count) && (count as number) >= 1;
  if (!isCount(least) || !isCount(most) || (least as number) > (most as number) || (most as number) > MOST_WORDS)
    invalid(key, `must be two whole numbers from 1 to ${MOST_WORDS}, in order`);
  return [least as number, most as number];
};
const placesOf: Check<number> = (value, key) =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 12
    ? (value as number)
    : invalid(key, 'must be a whole number from 0 to 12');
const boundsOf: Check<readonly [number | string, number | string]> = (value, key) => {
  const ends = Array.isArray(value) ? (value as unknown[]) : [];
  const fit = ends.length === 2 && typeof ends[0] === typeof ends[1] && ends.every(isBound);
  if (!fit || (ends[0] as number) > (ends[1] as number))
    invalid(key, 'must be two numbers, or two ISO dates, in order');
  return [ends[0] as number | string, ends[1] as number | string];
};
function isBound(value: unknown): boolean {
  return (
    (typeof value === 'number' && Number.isFinite(value)) ||
    (typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value))
  );
}
