/** The report's first paragraph: what this is, what is guaranteed, what it is good for and not, and who may see it. */
import type { Elsewhere, GenerateFacts } from './facts.ts';
import { readout } from '../privacy/readout.ts';
import { synthesizerById } from '../models/registry.ts';
import { roundedUp } from '../privacy/claim.ts';
import type { SummaryLine } from './summary.ts';

type AnswerInput = Readonly<{
  source: Readonly<{ name: string }>;
  facts: GenerateFacts;
  summary: readonly SummaryLine[];
  output: Readonly<{ rowCount: number }>;
}>;

/** What can be said of the guarantee of rows that something else made. */
export const UNKNOWN_GUARANTEE: readonly string[] = [
  'Whether anything is guaranteed is not known here: something else made these rows. The attacks found this much; others may find more.',
];

export function answerOf({ source, facts, summary, output }: AnswerInput): readonly string[] {
  if (facts.elsewhere) return answerElsewhere(facts.elsewhere, source.name, facts, summary);
  return [
    `This is a synthetic table of ${grouped(output.rowCount)} rows, sampled from ${modelOf(facts)} of ${grouped(facts.trainRows)} rows of ${source.name}.`,
    guaranteeSentence(facts),
    judgementSentence(summary, facts.holdoutRows),
    'It is good for building and testing software on the real shape; for anything else, what its numbers below support.',
    'This report describes real rows and is only for those who may see them; the shareable report and the manifest are made from other inputs and may go with the synthetic rows.',
  ];
}

function modelOf({ parts }: GenerateFacts): string {
  const labels = parts.map(({ id }) => synthesizerById(id).label).join(', ');
  return parts.length > 1 ? `an ensemble of models (${labels})` : `a model (${labels})`;
}

function answerElsewhere(
  { synthetic, mayHaveSeenHoldout, columns, differences }: Elsewhere,
  name: string,
  facts: GenerateFacts,
  summary: readonly SummaryLine[],
): readonly string[] {
  const all = facts.schema.columns.length;
  const apart = differences.synthetic;
  return [
    `This is a judgement of ${synthetic.name}, ${grouped(synthetic.rowCount)} rows that something else made, against ${name}.`,
    ...UNKNOWN_GUARANTEE,
    judgementSentence(summary, facts.holdoutRows, mayHaveSeenHoldout),
    columns.length === all && apart.extra.length === 0
      ? `All ${grouped(all)} columns were compared.`
      : `Columns compared: ${grouped(columns.length)} of ${grouped(all)}; missing in the synthetic table: ${grouped(apart.missing.length)}; in it alone: ${grouped(apart.extra.length)}.`,
    'This report describes real rows and is only for those who may see them.',
  ];
}

function guaranteeSentence({ claim }: GenerateFacts): string {
  if (claim.kind === 'none')
    return 'No formal guarantee is given: the attacks below found this much, and others may find more.';
  const { bets } = readout(claim.rho, claim.failureDelta);
  const seeded = claim.notPrivate ? ' NOT PRIVATE: its noise came from a seed.' : '';
  const assumed = claim.publicSchemaAssumed
    ? ' This holds if the ranges and levels of its columns are public, as the user states; they were first read off the data.'
    : '';
  return `One person’s presence changes little: under differential privacy with epsilon ${roundedUp(claim.epsilon)} no method wins more than ${bets} of 100 bets on it.${assumed}${seeded}`;
}

function judgementSentence(summary: readonly SummaryLine[], holdoutRows: number, mayHaveSeenHoldout = false): string {
  const of = (verdict: SummaryLine['verdict']): string[] =>
    summary.filter((line) => line.verdict === verdict && line.id !== 'claim').map((line) => line.id);
  const names: Readonly<Record<SummaryLine['id'], string>> = {
    'three-way': 'counts over columns together',
    c2st: 'likeness to held-out rows',
    tstr: 'training models',
    tails: 'ends of columns',
    attack: 'membership attacks',
    claim: 'the claim',
  };
  const list = (ids: readonly string[]): string => ids.map((id) => names[id as SummaryLine['id']]).join(', ');
  if (summary.length === 0) return 'It was not judged against real rows.';
  const parts = [
    [of('good'), 'good'],
    [of('unclear'), 'unclear'],
    [of('poor'), 'poor'],
    [[...of('not-measurable'), ...of('not-calibrated')], 'without a verdict'],
  ] as const;
  const said = parts.filter(([ids]) => ids.length > 0).map(([ids, word]) => `${word}: ${list(ids)}`);
  const rows = mayHaveSeenHoldout
    ? `${grouped(holdoutRows)} real rows that the synthetic table may have been made from too`
    : `${grouped(holdoutRows)} real rows that no model saw`;
  return `Judged on ${rows}, ${said.join('; ')}.`;
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
