/**
 * What this browser remembers between visits: choices, runs and their ledgers, and settings. Never a row, a cell, a
 * finding or a level read off the data. A project is keyed by an HMAC of the table's content under a random key that
 * never leaves this browser, so the stored key tells nobody which table it was.
 */
import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { UserError } from '../core/errors.ts';
import type { LedgerEntry } from '../core/privacy/ledger.ts';
import type { Recipe } from '../core/recipe.ts';

/** `reserved` while the engine works; `not-released` if it ended before any released value left the worker: cost 0. */
export type RunRecord = Readonly<{
  id: string;
  day: string;
  synthesizer: string;
  epsilon: number | null;
  delta: number | null;
  rhoGrains: number;
  status: 'reserved' | 'spent' | 'not-released';
  startedAt: number;
  entries: readonly LedgerEntry[];
  hash: string;
}>;

/** `looks`: how often the holdout was compared with. */
export type Project = Readonly<{
  key: string;
  name: string;
  createdDay: string;
  recipe: Recipe | null;
  runs: readonly RunRecord[];
  looks: number;
}>;

export type Settings = Readonly<{ theme: 'system' | 'light' | 'dark'; hideReal: boolean }>;
export const DEFAULT_SETTINGS: Settings = { theme: 'system', hideReal: false };

export interface Store {
  projects(): Promise<readonly Project[]>;
  project(key: string): Promise<Project | undefined>;
  /** The key of a table's content hash in this browser. */
  keyOf(contentSha256: string): Promise<string>;
  save(project: Project): Promise<void>;
  /** Takes the run's budget before the engine starts, in one transaction. Throws `ledger-reserved`. */
  reserve(key: string, run: RunRecord): Promise<void>;
  /** Ends a reservation: spent with its entries, or not released at cost 0. */
  settle(key: string, runId: string, status: 'spent' | 'not-released', ledger: SettledLedger): Promise<void>;
  /** One more look on this project's holdout; answers how many there were, this one included. */
  countLook(key: string): Promise<number>;
  removeProject(key: string): Promise<void>;
  settings(): Promise<Settings>;
  saveSettings(settings: Settings): Promise<void>;
  /** Removes databases, caches and the service worker; answers what was removed. */
  forgetEverything(): Promise<readonly string[]>;
  isPersistent(): Promise<boolean>;
}

export type SettledLedger = Readonly<{ rhoGrains: number; entries: readonly LedgerEntry[]; hash: string }>;

interface Schema extends DBSchema {
  projects: { key: string; value: Project };
  settings: { key: string; value: Settings };
  keys: { key: string; value: CryptoKey };
}

const NAME = 'understudy';
/** A reservation this old belongs to a tab that died: its run released nothing that anybody saw. */
const STALE_MS = 15 * 60_000;

/** The store, or null where the browser refuses to keep anything. */
export async function openStore(now: () => number = Date.now): Promise<Store | null> {
  try {
    const database = await openDB<Schema>(NAME, 1, {
      upgrade: (fresh) => {
        fresh.createObjectStore('projects', { keyPath: 'key' });
        fresh.createObjectStore('settings');
        fresh.createObjectStore('keys');
      },
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
    return storeOver(database, now);
  } catch {
    return null; // private windows and strict settings refuse; the page says so and works without
  }
}

function storeOver(database: IDBPDatabase<Schema>, now: () => number): Store {
  async function change(key: string, edit: (project: Project) => Project): Promise<Project> {
    const transaction = database.transaction('projects', 'readwrite');
    const project = await transaction.store.get(key);
    if (!project) throw new Error('change: there is no such project');
    const changed = edit(project);
    await transaction.store.put(changed);
    await transaction.done;
    return changed;
  }

  return {
    projects: () => database.getAll('projects'),
    project: (key) => database.get('projects', key),
    keyOf: async (contentSha256) => hex(await sign(await ownKey(database), contentSha256)),
    save: async (project) => void (await database.put('projects', project)),
    reserve: async (key, run) => {
      await change(key, (project) => ({ ...project, runs: [...releaseStale(project.runs, now()), run] }));
    },
    settle: async (key, runId, status, ledger) => {
      await change(key, (project) => ({
        ...project,
        runs: project.runs.map((run) => (run.id === runId ? { ...run, ...ledger, status } : run)),
      }));
    },
    countLook: async (key) => (await change(key, (project) => ({ ...project, looks: project.looks + 1 }))).looks,
    removeProject: (key) => database.delete('projects', key),
    settings: async () => (await database.get('settings', 'settings')) ?? DEFAULT_SETTINGS,
    saveSettings: async (settings) => void (await database.put('settings', settings, 'settings')),
    forgetEverything: async () => {
      database.close();
      await deleteDB(NAME);
      return ['the database of projects, ledgers and settings', ...(await forgetCaches()), ...(await forgetWorkers())];
    },
    isPersistent: async () => (await navigator.storage?.persisted?.()) ?? false,
  };
}

function releaseStale(runs: readonly RunRecord[], now: number): readonly RunRecord[] {
  return runs.map((run) => {
    if (run.status !== 'reserved') return run;
    if (now - run.startedAt < STALE_MS) throw new UserError('ledger-reserved');
    return { ...run, status: 'not-released', rhoGrains: 0 };
  });
}

async function ownKey(database: IDBPDatabase<Schema>): Promise<CryptoKey> {
  const kept = await database.get('keys', 'projects');
  if (kept) return kept;
  const made = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  await database.put('keys', made, 'projects');
  return made;
}

function sign(key: CryptoKey, text: string): Promise<ArrayBuffer> {
  return crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text));
}

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function forgetCaches(): Promise<string[]> {
  if (!('caches' in globalThis)) return [];
  const names = await caches.keys();
  await Promise.all(names.map((name) => caches.delete(name)));
  return names.length > 0 ? ['the copy of the app kept for working offline'] : [];
}

async function forgetWorkers(): Promise<string[]> {
  const registrations = (await navigator.serviceWorker?.getRegistrations?.()) ?? [];
  await Promise.all(registrations.map((registration) => registration.unregister()));
  return registrations.length > 0 ? ['the service worker'] : [];
}
