/**
 * Starts the engine in a worker. The worker's code is inlined into the page's, because a policy in a meta tag binds
 * only workers that are made from the page itself; it is imported on first use, to keep the first load small.
 */
import type { Spawn } from './engine.ts';

export function spawnWorker(): Spawn {
  return async () => {
    const { default: EngineWorker } = await import('../../workers/engine.worker.ts?worker&inline');
    const worker = new EngineWorker();
    return {
      endpoint: worker,
      end: () => worker.terminate(),
      onDeath: (listener) => {
        worker.addEventListener('error', listener);
        worker.addEventListener('messageerror', listener);
      },
    };
  };
}
