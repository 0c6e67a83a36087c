/**
 * What a run may say about itself, and the same in plain words. A claim is summed from the ledger (`claimOf` there),
 * never written by a synthesizer: rho is what was spent, epsilon its conversion at the recipe's delta, rounded up.
 * Privacy: public. Everything in it follows from the recipe and the plan.
 */
import type { Neighbours } from '../recipe.ts';
import { failureOfLarger, readout } from './readout.ts';

/** What the user states to be public although it was first read off the data. */
export type StatedParts = Readonly<{
  /** Everything: bounds, levels, decimals, kinds. */
  publicSchemaAssumed: boolean;
  /** The kinds of columns, how values are written, and which columns hold nothing. */
  kindsAssumed: boolean;
}>;

export type ZcdpClaim = Readonly<{
  kind: 'zcdp';
  rho: number;
  rhoGrains: number;
  epsilon: number;
  delta: number;
  /** The part of delta that mechanisms with a chance of failure have spent. */
  failureDelta: number;
  neighbours: Neighbours;
  rowsPerPerson: number;
  /** The noise came from a seed. */
  notPrivate: boolean;
}> &
  StatedParts;
export type Claim = Readonly<{ kind: 'none' }> | ZcdpClaim;

export const NO_CLAIM: Claim = { kind: 'none' };

/** The guarantee as sentences, with the numbers filled in, for page, report and manifest. */
export function guaranteeInWords(claim: Claim): readonly string[] {
  if (claim.kind === 'none') {
    return [
      'No formal guarantee is given. The attacks measured here found this much; those of tomorrow may find more.',
    ];
  }
  return [
    ...(claim.notPrivate ? ['NOT PRIVATE: the noise of this run comes from a seed and can be reproduced.'] : []),
    `Take any one person and ${changeOf(claim)} the file. What comes out of Understudy looks almost the same, ` +
      'however much somebody knows about everybody else, and whatever is done with it later.',
    `“Almost” is: no outcome becomes more than ${roundedUp(Math.exp(claim.epsilon))} times as likely (epsilon ` +
      `${roundedUp(claim.epsilon)}), except for outcomes that together have a probability of at most ${claim.delta}.`,
    'Facts about groups stay visible: that is what the table is for.',
    largerPersonInWords(claim),
    ...(claim.publicSchemaAssumed
      ? ['The user states that the schema is public; it was first read off the data.']
      : []),
    ...(claim.kindsAssumed
      ? [
          'The user states that the kinds of the columns, how their values are written, and which columns are empty are ' +
            'public; they were first read off the data.',
        ]
      : []),
  ];
}

/** Three significant digits, rounded up, as people write them: 1.01, 2.72, 22,100. */
export function roundedUp(value: number): string {
  if (value === 0) return '0';
  let digits = Number(value.toPrecision(3));
  if (digits < value) digits = Number((value + 10 ** (Math.floor(Math.log10(value)) - 2)).toPrecision(3));
  return String(digits).replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','));
}

/** Somebody with m times as many rows is still protected, with m² times the rho (Bun and Steinke, group privacy). */
function largerPersonInWords({ rho, failureDelta, rowsPerPerson: k }: ZcdpClaim): string {
  const bets = (times: number): string =>
    `${readout(rho * times * times, failureOfLarger(rho, failureDelta, times)).bets} of 100`;
  return (
    `At best an attacker wins ${bets(1)} bets on whether a person with ${k === 1 ? 'one row' : `${k} rows`} is in the ` +
    `file; with ${2 * k} rows it is ${bets(2)}, with ${3 * k} rows ${bets(3)}, where 50 is guessing.`
  );
}

function changeOf({ neighbours, rowsPerPerson: k }: ZcdpClaim): string {
  const rows = k === 1 ? "that person's row" : `all of that person's rows (at most ${k})`;
  return neighbours === 'add-remove' ? `remove ${rows} from` : `replace ${rows} by any other in`;
}
