/**
 * Columns of dates: the pattern that reads all cells but for a few, found by all of them, unless the user says it. Days
 * without marks (20230131) come as numbers. Where the order of day, month and year stays open, that is a doubt.
 * Left out: seasons such as 2019/20, which are no dates; zones that differ from cell to cell are written as one.
 */
import { areSeasons, compactDates, dateFormsOf, orderOf, withZone, zoneOf } from '../table/date-forms.ts';
import type { DatePattern } from '../table/date-pattern.ts';
import { writeDate } from '../table/dates.ts';
import { readMoment } from '../table/moments.ts';
import { fittingForms, MAX_STRANGERS, type Fit } from './fitting.ts';
import { areStrangersTolerable, byRow, markStrangers, SHOWN, type Doubt, type Judged, type Nature } from './nature.ts';

/** All values as dates of one pattern, but for a few; null if they are not dates. */
export function datesNature(judged: Judged): Nature | null {
  const { column, roles, rules, values } = judged;
  const { levels, counts, cells } = column;
  const said = rules.date;
  if (said === undefined && areSeasons(values.map((code) => levels[code]!))) return null;
  const fits = fittingForms(
    levels,
    counts,
    values,
    (text) => (said === undefined ? dateFormsOf(text) : Number.isNaN(readMoment(said, text)) ? [] : [said]),
    (pattern, text) => !Number.isNaN(readMoment(pattern, text)),
    said === undefined ? MAX_STRANGERS : Infinity,
  );
  const best = fits[0];
  if (best === undefined || !areStrangersTolerable(judged, best, said !== undefined)) return null;
  const strangers = new Set(best.strange);
  const byLevel = new Float64Array(levels.length).fill(NaN);
  const zones = new Set<string>();
  for (const code of values) {
    if (strangers.has(code)) continue;
    byLevel[code] = readMoment(best.form, levels[code]!);
    if (best.form.hasOwnZones) zones.add(zoneOf(levels[code]!));
  }
  markStrangers(roles, levels, (code) => strangers.has(code));
  const [zone = 'Z'] = zones;
  const pattern = best.form.hasOwnZones ? withZone(best.form, zones.size > 1 ? 'Z' : zone) : best.form;
  const doubt = said === undefined ? orderDoubt(best, fits, levels, byLevel) : [];
  return {
    kind: 'dates',
    moments: byRow(cells, byLevel),
    format: pattern.pattern,
    areZonesLost: zones.size > 1,
    ...(doubt.length > 0 ? { doubt } : {}),
  };
}

/** Patterns that read every cell with day, month and year in another order; none where AM or PM says which. */
function orderDoubt(
  best: Fit<DatePattern>,
  fits: readonly Fit<DatePattern>[],
  levels: readonly string[],
  byLevel: Float64Array,
): Doubt {
  const order = orderOf(best.form);
  if (order === null || / ?a+/.test(best.form.pattern.replace(/'[^']*'|\{[^}]*\}/g, ''))) return [];
  const taken = new Set([order]);
  const rivals: DatePattern[] = [];
  let differing: number[] = [];
  for (const { form, strangeCells } of fits) {
    const other = orderOf(form);
    if (strangeCells !== best.strangeCells || other === null || taken.has(other)) continue;
    const unlike = levels.flatMap((level, code) =>
      Number.isNaN(byLevel[code]!) || readMoment(form, level) === byLevel[code] ? [] : [code],
    );
    if (unlike.length === 0) continue;
    taken.add(other);
    rivals.push(form);
    differing = unlike;
  }
  if (rivals.length === 0) return [];
  const iso = best.form.hasTime ? 'yyyy-MM-dd HH:mm:ss' : 'yyyy-MM-dd';
  return [best.form, ...rivals].map((form) => ({
    answer: form.pattern,
    shown: differing.slice(0, SHOWN).map((code) => writeDate(readMoment(form, levels[code]!), iso)),
  }));
}

/** Whole numbers that are days without marks between their digits; null if they are not. */
export function compactNature(values: Float64Array): Nature | null {
  const compact = compactDates(values);
  return compact && { kind: 'dates', ...compact };
}
