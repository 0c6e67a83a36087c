/**
 * Starts the engine in a worker, and the worker of tables, which reads and writes files. The workers' code is inlined into the page's,
 * because a policy in a meta tag binds only workers that are made from the page itself; it is imported when the page is
 * idle or on first use, to keep the first load small.
 */
import type { Spawn, Spawned } from './engine.ts';

/** Code that is not yet running. */
export function loadEngine(): Promise<{ default: new () => Worker }> {
  return import('../../workers/engine.worker.ts?worker&inline');
}

export function spawnWorker(): Spawn {
  return async () => {
    const { default: EngineWorker } = await loadEngine();
    return spawned(new EngineWorker());
  };
}

/** Started beforehand, for the first file. */
let waiting: Promise<Spawned> | null = null;

/** Starts the worker of tables, so that it runs when a file is dropped. */
export function startTables(): void {
  if (waiting) return;
  const started = startedTables();
  started.catch(() => (waiting = null)); // whoever wants one then hears why
  waiting = started;
}

export function spawnTablesWorker(): Spawn {
  return () => {
    const started = waiting ?? startedTables();
    waiting = null;
    return started;
  };
}

async function startedTables(): Promise<Spawned> {
  const { default: TablesWorker } = await import('../../workers/tables.worker.ts?worker&inline');
  return spawned(new TablesWorker());
}

function spawned(worker: Worker): Spawned {
  return {
    endpoint: worker,
    end: () => worker.terminate(),
    onDeath: (listener) => {
      worker.addEventListener('error', listener);
      worker.addEventListener('messageerror', listener);
    },
  };
}
