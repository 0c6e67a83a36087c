/**
 * Which runs are under way in a tab that is open: each holds a lock of the browser, which the browser takes back when the
 * tab ends, however it ends. Left out: browsers without locks, where a run counts as under way for a quarter of an hour.
 */
import type { RunRecord } from './runs.ts';

export interface OpenTabs {
  /** Held from here on until `letGo`, or until the tab ends. */
  hold(id: string): Promise<void>;
  letGo(id: string): void;
  letGoAll(): void;
  /** The ids among these reservations whose tab is gone. */
  abandoned(reserved: readonly RunRecord[]): Promise<ReadonlySet<string>>;
}

const STALE_MS = 15 * 60_000;

export async function openTabs(now: () => number): Promise<OpenTabs> {
  const locks = await usableLocks();
  const own = new Map<string, () => void>();
  const nameOf = (id: string): string => `understudy run ${id}`;
  const letGo = (id: string): void => {
    own.get(id)?.();
    own.delete(id);
  };
  return {
    hold: (id) =>
      new Promise((held, refused) => {
        if (!locks) return held();
        const request = locks.request(nameOf(id), () => {
          held();
          return new Promise<void>((letGo) => own.set(id, letGo));
        });
        request.catch(refused);
      }),
    letGo,
    letGoAll: () => [...own.keys()].forEach(letGo),
    abandoned: async (reserved) => {
      if (!locks) return idsOf(reserved.filter(({ startedAt }) => now() - startedAt >= STALE_MS));
      const names = new Set((await locks.query()).held?.map(({ name }) => name));
      return idsOf(reserved.filter(({ id }) => !names.has(nameOf(id))));
    },
  };
}

/** A page opened from disk may have them and be refused. */
async function usableLocks(): Promise<LockManager | null> {
  try {
    await navigator.locks.query();
    return navigator.locks;
  } catch {
    return null;
  }
}

function idsOf(runs: readonly RunRecord[]): ReadonlySet<string> {
  return new Set(runs.map(({ id }) => id));
}
