/** What a user states to be public although it was read off the data. */
import type { StatedParts } from '../../src/core/privacy/claim.ts';

export const NOTHING_STATED: StatedParts = { publicSchemaAssumed: false, kindsAssumed: false };
export const ALL_STATED: StatedParts = { publicSchemaAssumed: true, kindsAssumed: false };
