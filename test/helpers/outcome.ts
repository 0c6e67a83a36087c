/** The value of a job that went well; what it answered otherwise is thrown as it was. */
import { fromErrorData } from '../../src/core/errors.ts';
import type { Outcome } from '../../workers/api.ts';

export async function resultOf<T>(answer: Promise<Outcome<T>>): Promise<T> {
  const outcome = await answer;
  if (outcome.ok) return outcome.value;
  throw fromErrorData(outcome.error);
}
