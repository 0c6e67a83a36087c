/**
 * Bounds that anybody knows who has read the name of a column and none of its rows: months go from 1 to 12. Proposed for
 * columns whose bounds would be bought, and declared only when the user says so.
 * A name is cut into words; the longest run of words below counts, then the first. Words: English, German, French,
 * Spanish, Italian, Dutch, in the singular, since "hours" is mostly a length of time.
 * Privacy: public by name and kind alone. No cell is looked at.
 */
import type { ColumnChoices } from '../../../core/table/choices.ts';
import type { ColumnRow } from '../../../state/project.svelte.ts';

/** Closed. What is whole has no decimals. */
export type KnownBounds = Readonly<{ low: number; high: number; isWhole: boolean }>;

const KNOWN: readonly (KnownBounds & Readonly<{ words: string }>)[] = [
  { low: 1, high: 12, isWhole: true, words: 'month monthofyear monat mois mes mese maand' },
  { low: 1, high: 4, isWhole: true, words: 'quarter quarterofyear quartal trimestre' },
  { low: 1, high: 53, isWhole: true, words: 'week weekofyear weeknumber isoweek kalenderwoche' },
  { low: 1, high: 31, isWhole: true, words: 'day dayofmonth monthday mday tag jour giorno' },
  { low: 1, high: 366, isWhole: true, words: 'dayofyear yearday yday doy' },
  // Counted from 0 or from 1, from Sunday or from Monday.
  { low: 0, high: 7, isWhole: true, words: 'weekday dayofweek wday dow wochentag' },
  { low: 0, high: 23, isWhole: true, words: 'hour hr hourofday stunde heure hora ora uur' },
  { low: 0, high: 59, isWhole: true, words: 'minute minuteofhour second secondofminute sekunde seconde' },
  { low: 0, high: 100, isWhole: false, words: 'percent percentage pct prozent pourcentage porcentaje humidity' },
  { low: 0, high: 1, isWhole: false, words: 'probability proba wahrscheinlichkeit' },
  { low: 0, high: 120, isWhole: false, words: 'age alter edad leeftijd' },
  { low: 0, high: 14, isWhole: false, words: 'ph' },
  { low: -90, high: 90, isWhole: false, words: 'latitude lat breitengrad' },
  { low: -180, high: 180, isWhole: false, words: 'longitude lon lng laengengrad' },
];
const BOUNDS_OF = new Map(KNOWN.flatMap(({ words, ...bounds }) => words.split(' ').map((word) => [word, bounds])));
/** Beside these a unit of time is a length, and a share is a difference. */
const OTHERWISE = new Set(
  'per since until before after last first number count total change difference growth'.split(' '),
);

/** The bounds that the name says; null where it says none. */
export function boundsByName(name: string): KnownBounds | null {
  const words = name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');
  if (words.some((word) => OTHERWISE.has(word))) return null;
  for (let length = words.length; length > 0; length--) {
    for (let start = 0; start + length <= words.length; start++) {
      const bounds = BOUNDS_OF.get(words.slice(start, start + length).join(''));
      if (bounds) return bounds;
    }
  }
  return null;
}

/** What to declare of a number, or of whole numbers that are levels; null where the name says no bounds. */
export function proposedOf({ name, schema, inference }: ColumnRow): (KnownBounds & { choices: ColumnChoices }) | null {
  const bounds = boundsByName(name);
  if (!bounds) return null;
  const { low, high, isWhole } = bounds;
  if (schema.kind.value === 'numeric') {
    return { ...bounds, choices: { bounds: [low, high], ...(isWhole ? { decimals: 0 } : {}) } };
  }
  const isWholeLevels = schema.kind.value === 'categorical' && inference.reason.code === 'few-whole-numbers';
  if (!isWhole || !isWholeLevels) return null;
  return { ...bounds, choices: { levels: Array.from({ length: high - low + 1 }, (_, place) => String(low + place)) } };
}
