/**
 * A person's audit of a sample of synthetic rows: what they marked, and what follows. The noise floor is the share of
 * judged rows that are implausible or wrong; rows of which the person cannot tell are counted and not judged. In a blind
 * mix real rows stand among the synthetic ones: people call those implausible too, and the difference is what counts.
 * Method: Wilson's interval for a share, Newcombe's for a difference of shares (95 %). None in 50 still allows 7.1 %.
 * Privacy: notes are typed by a person, and a mix speaks of real rows: internal. What of it may leave is `SharedAudit`.
 * A second person may mark the same rows without seeing the first one's marks: Cohen's kappa of the three marks that
 * judge says how far the two agree beyond chance.
 * Rows that the model finds least likely are shown beside, and count in no rate.
 */
import { notMeasurable, type Finding, type Interval } from '../math/finding.ts';
import { newcombeInterval, wilsonInterval } from '../math/intervals.ts';
import { classAgreement } from '../utility/agreement.ts';

/** In the order of their keys, 1 to 4. `wrong`: cannot happen. */
export const MARKS = ['plausible', 'implausible', 'wrong', 'cannot-tell'] as const;
export type Mark = (typeof MARKS)[number];
export type Origin = 'synthetic' | 'holdout';

/** What was drawn: by the seed alone for a given table. `rows` counts synthetic ones. */
export type AuditChoices = Readonly<{ seed: number; rows: number; isBlind: boolean }>;
/** `row`: its place in its table, from 0. `columns`: those that are at fault. */
export type Marked = Readonly<{
  row: number;
  origin: Origin;
  mark: Mark;
  columns: readonly string[];
  isTargetWrong: boolean;
  note: string;
}>;
/**
 * As it is stored and handed to the report. `drawn`: rows of either origin that were to be looked at. `second`: what a
 * second person marked of them; absent if nobody did.
 */
export type Audit = Readonly<{
  choices: AuditChoices;
  drawn: number;
  marks: readonly Marked[];
  second?: readonly Marked[];
}>;

export type Counts = Readonly<Record<Mark, number>>;
export type AuditResult = Readonly<{
  seed: number;
  drawn: number;
  /** Synthetic rows of which the person could tell. */
  judged: number;
  counts: Counts;
  /** Share of implausible and wrong rows among the judged. */
  floor: Finding;
  wrong: Finding;
  targetWrong: Finding;
  /** How often each column was named, most often first. */
  columns: readonly Readonly<{ column: string; marks: number }>[];
  /** Real rows among the synthetic ones, marked without knowing which is which; null without a mix. */
  blind: Readonly<{ judged: number; counts: Counts; floor: Finding; difference: Finding }> | null;
  /** Of synthetic rows, as above; `kappa` over those that both judged. Null without a second person. */
  second: Readonly<{ judged: number; counts: Counts; floor: Finding; wrong: Finding; kappa: Finding }> | null;
  marks: readonly Marked[];
}>;
/** Of synthetic rows alone, and without what was typed. */
export type SharedAudit = Pick<AuditResult, 'seed' | 'judged' | 'counts' | 'floor' | 'wrong' | 'targetWrong'>;

/** Fewer judged rows say too little. */
export const FEWEST_JUDGED = 50;
export const MOST_ROWS = 100;

export function auditResult({ choices, drawn, marks, second = [] }: Audit): AuditResult {
  const synthetic = marks.filter(({ origin }) => origin === 'synthetic');
  const real = marks.filter(({ origin }) => origin === 'holdout');
  const counts = countsOf(synthetic);
  const judged = judgedOf(counts);
  const bad = counts.implausible + counts.wrong;
  const targetWrong = synthetic.filter((each) => each.mark !== 'cannot-tell' && each.isTargetWrong).length;
  return {
    seed: choices.seed,
    drawn,
    judged,
    counts,
    floor: shareOf('audit-floor', bad, judged),
    wrong: shareOf('audit-wrong', counts.wrong, judged),
    targetWrong: shareOf('audit-target-wrong', targetWrong, judged),
    columns: columnsOf(synthetic),
    blind: choices.isBlind ? blindOf(bad, judged, countsOf(real)) : null,
    second: second.length > 0 ? secondOf(marks, second) : null,
    marks,
  };
}

export function sharedAudit({ seed, judged, counts, floor, wrong, targetWrong }: AuditResult): SharedAudit {
  return { seed, judged, counts, floor, wrong, targetWrong };
}

function blindOf(bad: number, judged: number, counts: Counts): NonNullable<AuditResult['blind']> {
  const realJudged = judgedOf(counts);
  const realBad = counts.implausible + counts.wrong;
  const difference: Finding =
    judged === 0 || realJudged === 0
      ? notMeasurable('audit-difference', judged + realJudged, 'no row of one of the two was judged', 'lower')
      : found('audit-difference', newcombeInterval(bad, judged, realBad, realJudged));
  return { judged: realJudged, counts, floor: shareOf('audit-real-floor', realBad, realJudged), difference };
}

function secondOf(first: readonly Marked[], second: readonly Marked[]): NonNullable<AuditResult['second']> {
  const counts = countsOf(second.filter(({ origin }) => origin === 'synthetic'));
  const judged = judgedOf(counts);
  return {
    judged,
    counts,
    floor: shareOf('audit-second-floor', counts.implausible + counts.wrong, judged),
    wrong: shareOf('audit-second-wrong', counts.wrong, judged),
    kappa: kappaOf(first, second),
  };
}

function kappaOf(first: readonly Marked[], second: readonly Marked[]): Finding {
  const marksOf = (marks: readonly Marked[]): ReadonlyMap<number, number> =>
    new Map(
      marks
        .filter(({ origin, mark }) => origin === 'synthetic' && mark !== 'cannot-tell')
        .map(({ row, mark }) => [row, MARKS.indexOf(mark)]),
    );
  const [one, other] = [marksOf(first), marksOf(second)];
  const rows = [...one.keys()].filter((row) => other.has(row));
  const reason = rows.length === 0 ? 'no row was judged by both' : 'both gave all rows one and the same mark';
  const opinions = [one, other].map((marks) => Float64Array.from(rows, (row) => marks.get(row)!));
  const { value, low, high, level, n } = classAgreement(opinions[0]!, opinions[1]!, MARKS.length);
  if (rows.length === 0 || value === null || low === null || high === null) {
    return notMeasurable('audit-kappa', rows.length, reason, 'higher');
  }
  return { id: 'audit-kappa', value, low, high, level, n, goal: 'higher', ideal: 1 };
}

function shareOf(id: string, count: number, of: number): Finding {
  if (of === 0) return notMeasurable(id, 0, 'no row was judged', 'lower');
  return found(id, wilsonInterval(count, of));
}

function found(id: string, interval: Interval): Finding {
  return { id, ...interval, goal: 'lower', ideal: 0 };
}

function countsOf(marks: readonly Marked[]): Counts {
  const counts = { plausible: 0, implausible: 0, wrong: 0, 'cannot-tell': 0 };
  for (const { mark } of marks) counts[mark]++;
  return counts;
}

function judgedOf({ plausible, implausible, wrong }: Counts): number {
  return plausible + implausible + wrong;
}

function columnsOf(marks: readonly Marked[]): AuditResult['columns'] {
  const counts = new Map<string, number>();
  for (const { columns } of marks) for (const name of columns) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([column, count]) => ({ column, marks: count })).sort((a, b) => b.marks - a.marks);
}
