/**
 * A model that the memory of the engine has no room for, said so that it can be mended: with the column that takes most
 * of it, the one of most codes.
 * Engines say in words of their own that nothing is left; what else they call a range is a fault of ours.
 */
import { UserError } from '../errors.ts';
import { isModelled, type Schema } from '../table/schema.ts';
import { mostCodes } from './inferred-domain.ts';

const NAMES: readonly string[] = ['RangeError', 'InternalError'];
const NOTHING_LEFT = /alloc|memory|(array|buffer) (length|size)|maximum size|too large/i;

/** Does the work of a run on such a table. Throws `model-too-large`, and what the work throws. */
export function withinMemory<T>(schema: Schema, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error) || !NAMES.includes(error.name) || !NOTHING_LEFT.test(error.message)) throw error;
    const codes = mostCodes(schema);
    const column = schema.columns.filter(isModelled)[codes.indexOf(Math.max(...codes))]?.name ?? '';
    throw new UserError('model-too-large', {}, { column });
  }
}
