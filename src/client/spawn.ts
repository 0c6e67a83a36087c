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

export function loadTables(): Promise<{ default: new () => Worker }> {
  return import('../../workers/tables.worker.ts?worker&inline');
}

export function spawnTablesWorker(): Spawn {
  return async () => {
    const { default: TablesWorker } = await loadTables();
    return spawned(new TablesWorker());
  };
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
