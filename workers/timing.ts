/** The pace of progress events, and how long each stage of a job took. */
import type { OnProgress, Stage } from '../src/core/progress.ts';
import type { StageTime } from './api.ts';

/** At most one event in this many milliseconds crosses the wire, beside the first and the last of each stage. */
const EVENT_MS = 100;

export function rarely(onProgress: OnProgress, now: () => number): OnProgress {
  let last = -Infinity;
  let stage: Stage | null = null;
  return (progress) => {
    const time = now();
    const isEdge = progress.stage !== stage || progress.done >= progress.total;
    if (!isEdge && time - last < EVENT_MS) return;
    last = time;
    stage = progress.stage;
    onProgress(progress);
  };
}

/** Listens to progress: a stage lasts until another one begins. A stage that comes back is added to its first time. */
export function stopwatch(
  onProgress: OnProgress,
  now: () => number,
): Readonly<{ onProgress: OnProgress; stop: () => readonly StageTime[] }> {
  const seconds = new Map<Stage, number>();
  let current: Stage | null = null;
  let began = now();
  const close = (): void => {
    const time = now();
    if (current !== null) seconds.set(current, (seconds.get(current) ?? 0) + (time - began) / 1000);
    began = time;
  };
  return {
    onProgress: (progress) => {
      if (progress.stage !== current) {
        close();
        current = progress.stage;
      }
      onProgress(progress);
    },
    stop: () => {
      close();
      return [...seconds].map(([stage, time]) => ({ stage, seconds: time }));
    },
  };
}
