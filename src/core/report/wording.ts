/**
 * The sentences of the report: one for what was asked, one with the number, one for what it cannot see. Numbers before
 * adjectives, intervals in words, no praise and no percentage of quality.
 */
import type { AttackResult } from '../attacks/attack-result.ts';
import type { Finding } from '../math/finding.ts';
import type { SummaryId, Verdict } from './summary.ts';

/** Where three columns are nearly independent, or there are only two, the score is that of pairs. */
const PAIRS_CAVEAT = 'Cannot see dependence of three and more columns, nor values within a bin.';

const NOT_CALIBRATED = 'A control on this table did not give what it must: the verdict is withheld.';

type Text = Readonly<{ question: string; text: string; caveat: string; withheld: string | null }>;

const QUESTIONS: Readonly<Record<SummaryId, { question: string; caveat: string }>> = {
  'three-way': {
    question: 'Does it look like the real table?',
    caveat: 'Cannot see dependence of four and more columns, nor values within a bin.',
  },
  c2st: {
    question: 'Can it be told from real rows?',
    caveat: 'Cannot see whether what separates them matters: look at the columns.',
  },
  tstr: { question: 'Can models be trained on it?', caveat: 'Cannot see other targets than this one.' },
  tails: {
    question: 'Does it hold what is rare?',
    caveat: 'Cannot see odd combinations of three and more columns, but for those far from every real row.',
  },
  attack: { question: 'Does it give anyone away?', caveat: 'Cannot see attacks that were not tried.' },
  claim: {
    question: 'Does the claim hold?',
    caveat: 'Cannot see the whole: a bound is not a proof, and the claim rests on the ledger.',
  },
};

/** Rows that a verdict needs, of which there are too few. */
export type Shortage = Readonly<{ of: string; needed: number; rows: number }>;

/** `why` no verdict follows from the number, where it is a sentence of its own. */
export function summaryText(id: SummaryId, verdict: Verdict, finding: Finding, subject: string, why?: string): Text {
  const { question } = QUESTIONS[id];
  const caveat = finding.id === 'kway-2' ? PAIRS_CAVEAT : QUESTIONS[id].caveat;
  const withheld = verdict === 'not-calibrated' ? NOT_CALIBRATED : (why ?? null);
  const text = [numberText(id, finding, subject), ...(withheld === null ? [] : [withheld])].join(' ');
  return { question, caveat, withheld, text };
}

export function shortageText({ of, needed, rows }: Shortage): string {
  return `No verdict follows: it needs ${needed} ${of}, and there ${rows === 1 ? 'is' : 'are'} ${rows}.`;
}

/** Joins what the table of attacks says of each with the verdict that is missing. */
export function attackShortageText(attacks: readonly AttackResult[], shortage: Shortage): string {
  const above = attacks.filter((attack) => attack.above.auc || attack.above.tail);
  const found =
    above.length === 0
      ? 'No attack is above guessing.'
      : above.some(({ corrected }) => (corrected.low ?? 0) > 0.5)
        ? "An attack's whole interval lies above guessing."
        : 'An attack is above guessing.';
  return `${found} ${shortageText(shortage)}`;
}

function numberText(id: SummaryId, { value, low, high, n, reason }: Finding, subject: string): string {
  if (value === null) return sentence(reason ?? `not measurable with n = ${n}`);
  const between = low === null || high === null ? '' : `, between ${decimal(low)} and ${decimal(high)}`;
  switch (id) {
    case 'three-way':
      return `${subject} score ${decimal(value)}${between}. 1 is what fresh real rows reach, 0 is columns shuffled.`;
    case 'c2st':
      return `Boosted trees tell synthetic from held-out rows with AUC ${decimal(value)}${between}; 0.5 is guessing.`;
    case 'tstr':
      return value < 0
        ? `Trained on synthetic rows, the best learner loses ${decimal(-value)} (${subject}) on real ones${lossBetween(low, high)}.`
        : `Trained on synthetic rows, the best learner gains ${decimal(value)} (${subject}) on real ones${between}.`;
    case 'claim':
      return `Observed lower bound of epsilon ${decimal(value)}${between}.`;
    case 'tails':
      return `${Math.round(value * n)} of ${n} numbers and dates have fewer rows at their ends than real ones${mayBe(value, high, n)}.${subject === '' ? '' : ` ${sentence(subject)}`}`;
    case 'attack':
      return `The strongest of ${subject} attacks ranks a fitted row above an outsider with AUC ${decimal(value)}${between}; 0.5 is guessing.`;
  }
}

function mayBe(value: number, high: number | null, n: number): string {
  return high === null || high <= value ? '' : `, and up to ${Math.round(high * n)} may have`;
}

function lossBetween(low: number | null, high: number | null): string {
  if (low === null || high === null) return '';
  return high > 0
    ? `, between a loss of ${decimal(-low)} and a gain of ${decimal(high)}`
    : `, between ${decimal(-high)} and ${decimal(-low)}`;
}

function decimal(value: number): string {
  return value.toFixed(3).replace('-', '\u2212');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
