/** What is to be said of a run at large: of its claim, of ranges that were not found, of tables that are small. */
import { noticeOf, type Notice } from '../errors.ts';
import type { Prepared } from '../pipeline.ts';
import type { Claim } from '../privacy/claim.ts';
import { unfoundColumns } from '../privacy/discovery.ts';
import type { Schema } from '../table/schema.ts';
import type { Holdout } from '../table/split.ts';

export function rangeNotices(before: Schema, after: Schema): Notice[] {
  return unfoundColumns(before, after).map((column) => noticeOf('range-not-found', 'warning', { column }));
}

export function claimNotices(claim: Claim): Notice[] {
  if (claim.kind === 'none') return [];
  return [
    ...(claim.notPrivate ? [noticeOf('not-private', 'warning')] : []),
    ...(claim.publicSchemaAssumed ? [noticeOf('public-schema-assumed', 'warning')] : []),
    ...(claim.epsilon >= 5
      ? [noticeOf('epsilon-large', 'warning', {}, 1, { epsilon: String(claim.epsilon.toPrecision(3)) })]
      : []),
  ];
}

/** Below this many fitted rows little detail can be expected. */
const FEW_ROWS = 200;

export function rowNotices({ train, holdout }: Prepared): Notice[] {
  const notices: Notice[] = [];
  if (train.rowCount < FEW_ROWS) notices.push(noticeOf('rows-few', 'warning', {}, train.rowCount));
  return [...notices, ...holdoutNotices(holdout)];
}

export function holdoutNotices(holdout: Holdout): Notice[] {
  if (holdout.rowCount === 0) return [noticeOf('no-holdout', 'warning')];
  return holdout.rowCount < FEW_ROWS ? [noticeOf('holdout-small', 'warning', {}, holdout.rowCount)] : [];
}
