/**
 * The quick attacks on one synthetic table: nearest-neighbour membership, exact and near copies, and what this holdout
 * could have shown at all. Needs a holdout of rows that were never fitted; without one everything is "not measurable".
 * Quick results carry no verdict: their controls are another job (`controls.ts`).
 * Nothing found here feeds back: no retry, no filter, no choice of synthesizer, sample or seed.
 */
import { noticeOf, type Notice } from '../errors.ts';
import type { OnProgress } from '../progress.ts';
import { keyedCoins } from '../fidelity/content.ts';
import { modelledNames, type AssessInput } from '../fidelity/input.ts';
import { attackResults, unmeasuredAttack, type AttackResult } from './attack-result.ts';
import { copiesResult, type CopiesResult } from './copies.ts';
import { canShow, type CanShow } from './many-looks.ts';
import { joinForAttacks, membershipScores, QUICK_CAPS } from './membership.ts';

export type AttacksResult = Readonly<{
  attacks: readonly AttackResult[];
  /** Null without a holdout or without synthetic rows. */
  copies: CopiesResult | null;
  canShow: CanShow;
  /** Rows that were looked at, of how many there are. */
  disclosures: readonly Readonly<{ what: string; kept: number; of: number }>[];
  notices: readonly Notice[];
}>;

export function assessAttacks(input: AssessInput, onProgress: OnProgress): AttacksResult {
  const { train, holdout, synthetic, schema, seed } = input;
  const isPossible =
    holdout !== null &&
    holdout.rowCount > 0 &&
    train.rowCount > 0 &&
    synthetic.rowCount > 0 &&
    modelledNames(schema).length > 0;
  if (!isPossible) {
    onProgress({ stage: 'attacks', done: 1, total: 1 });
    const n = holdout?.rowCount ?? 0;
    return {
      attacks: [
        unmeasuredAttack('nearest', 'table', 0, n, 1),
        unmeasuredAttack('nearest-ratio', 'population', 0, n, 1),
      ],
      copies: null,
      canShow: { auc: null, exactCopies: null },
      disclosures: [],
      notices: [noticeOf('not-measurable', 'warning', {}, n, { what: 'Every attack' })],
    };
  }
  const tables = { train, holdout, synthetic };
  const { rows, contents } = joinForAttacks(tables, schema);
  // Of the whole bar the search of the targets takes nine tenths.
  const { scores, members, nonMembers, syntheticRows } = membershipScores(
    tables,
    rows,
    contents,
    schema,
    { seed, caps: QUICK_CAPS },
    (done, total) => onProgress({ stage: 'attacks', done: Math.floor((900 * done) / total), total: 1000 }),
  );
  const measured = attackResults(scores, seed);
  // Without ten rows in each half of the holdout there is no reference to divide by.
  const attacks =
    measured.length === 2
      ? measured
      : [...measured, unmeasuredAttack('nearest-ratio', 'population', members.kept, nonMembers.kept, scores.length)];
  const copies = copiesResult(rows, contents, keyedCoins(rows, contents, seed, 'copies'), schema);
  onProgress({ stage: 'attacks', done: 1000, total: 1000 });
  return {
    attacks,
    copies,
    canShow: canShow(members.kept, nonMembers.kept, copies.exact.n, copies.exact.nHoldout, scores.length),
    disclosures: [
      { what: 'members', ...members },
      { what: 'non-members', ...nonMembers },
      { what: 'synthetic rows searched', ...syntheticRows },
      { what: 'train rows for near copies', kept: copies.near.n, of: copies.exact.n },
      { what: 'holdout rows for near copies', kept: copies.near.nHoldout, of: copies.exact.nHoldout },
    ].filter(({ kept, of }) => kept < of),
    notices: attacks.every(({ auc }) => auc === null)
      ? [noticeOf('not-measurable', 'warning', {}, Math.min(members.kept, nonMembers.kept), { what: 'Membership' })]
      : [],
  };
}
