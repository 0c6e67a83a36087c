/**
 * The Gregorian calendar in whole days and months since 1970-01-01, before and after it, years 0000 to 9999.
 * Years are counted from March on, so that a leap day comes last.
 */
export const DAY_MS = 86_400_000;

const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1 || day > MONTH_DAYS[month - 1]!) return false;
  return month !== 2 || day !== 29 || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0));
}

/** Days since 1970-01-01. */
export function daysUntil(year: number, month: number, day: number): number {
  const shifted = month > 2 ? year : year - 1;
  const months = (month + 9) % 12;
  const leaps = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return 365 * shifted + leaps + Math.floor((153 * months + 2) / 5) + day - 1 - 719_468;
}

export function dateOf(days: number): readonly [year: number, month: number, day: number] {
  const since = days + 719_468;
  let year = Math.floor((since + 0.5) / 365.2425);
  if (since < daysUntil(year, 3, 1) + 719_468) year--;
  else if (since >= daysUntil(year + 1, 3, 1) + 719_468) year++;
  const ofYear = since - (daysUntil(year, 3, 1) + 719_468);
  const months = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * months + 2) / 5) + 1;
  return months < 10 ? [year, months + 3, day] : [year + 1, months - 9, day];
}

/** The month, counted from January 1970, whose first moment is nearest. */
export function nearestMonth(epochMs: number): number {
  const [year, month] = dateOf(Math.floor(epochMs / DAY_MS));
  const before = 12 * (year - 1970) + month - 1;
  return 2 * epochMs < startOfMonth(before) + startOfMonth(before + 1) ? before : before + 1;
}

/** The first moment of a month that is counted from January 1970. */
export function startOfMonth(months: number): number {
  return daysUntil(1970 + Math.floor(months / 12), (((months % 12) + 12) % 12) + 1, 1) * DAY_MS;
}
