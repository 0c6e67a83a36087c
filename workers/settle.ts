/** Runs one job. Its buffers are transferred out; what it throws is answered as data: an Error would lose its code. */
import { transfer } from 'comlink';
import { toErrorData } from '../src/core/errors.ts';
import type { Outcome } from './api.ts';

export async function settle<T>(
  job: () => T | Promise<T>,
  buffersOf: (value: T) => ArrayBuffer[] = () => [],
): Promise<Outcome<T>> {
  try {
    const value = await job();
    return transfer({ ok: true, value }, [...new Set(buffersOf(value))]);
  } catch (thrown) {
    return { ok: false, error: toErrorData(thrown) };
  }
}
