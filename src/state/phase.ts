/** Where a piece of long work stands: one of four, never two at once. */
import { toErrorData, type ErrorData } from '../core/errors.ts';
import type { Progress } from '../core/progress.ts';

export type Phase<T> =
  | Readonly<{ kind: 'idle' }>
  | Readonly<{ kind: 'working'; progress: Progress | null }>
  | Readonly<{ kind: 'failed'; error: ErrorData }>
  | Readonly<{ kind: 'done'; value: T }>;

export const IDLE: Phase<never> = { kind: 'idle' };

export function failed(thrown: unknown): Phase<never> {
  return { kind: 'failed', error: toErrorData(thrown) };
}

/** Whether a job ended because the person cancelled it. */
export function isCancelled(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'AbortError';
}

/** Share of work done in [0, 1], or null while it is not known. */
export function shareOf(progress: Progress | null): number | null {
  return progress && progress.total > 0 ? Math.min(1, progress.done / progress.total) : null;
}
