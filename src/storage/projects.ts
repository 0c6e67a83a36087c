/**
 * What this browser remembers between visits: choices, runs and their ledgers, the scores of runs by the names of columns,
 * what a person marked of a sample, domains that were bought, and settings. Never a row, a cell or a level read off the data. A project is keyed by an HMAC of the table's content under
 * a random key that never leaves this browser, so the stored key tells nobody which table it was.
 */
import { deleteDB, openDB, type DBSchema, type IDBPDatabase, type IDBPObjectStore, type StoreNames } from 'idb';
import type { KeptDiscovery } from '../core/privacy/project-budget.ts';
import type { Recipe } from '../core/recipe.ts';
import { openTabs, type OpenTabs } from './open-tabs.ts';
import type { RunNotes } from './notes.ts';
import { withAbandoned, withReserved, withSettled, type RunEnd, type RunRecord } from './runs.ts';

/** `looks`: how often the holdout was compared with. `cap`: the largest total epsilon that is wanted. */
export type Project = Readonly<{
  key: string;
  name: string;
  createdDay: string;
  recipe: Recipe | null;
  runs: readonly RunRecord[];
  looks: number;
  cap: number | null;
  discovery: KeptDiscovery | null;
  /** Of judged runs, oldest first; absent before the first. */
  notes?: readonly RunNotes[];
}>;

export type Settings = Readonly<{ theme: 'system' | 'light' | 'dark'; hideReal: boolean }>;
export const DEFAULT_SETTINGS: Settings = { theme: 'system', hideReal: false };

export interface Store {
  projects(): Promise<readonly Project[]>;
  project(key: string): Promise<Project | undefined>;
  /** The key of a table's content hash in this browser. */
  keyOf(contentSha256: string): Promise<string>;
  save(project: Project): Promise<void>;
  /** Changes a project in one transaction, and answers what it is after it. */
  change(key: string, edit: (project: Project) => Project): Promise<Project>;
  /** Takes the run's budget before the engine starts. Throws `ledger-reserved` while another open tab holds some. */
  reserve(key: string, run: RunRecord): Promise<void>;
  /** Ends a reservation: spent with its ledger, or not released at cost 0. */
  settle(key: string, runId: string, end: RunEnd): Promise<void>;
  /** Settles as spent what closed tabs had reserved; answers how many there were. */
  recover(key: string): Promise<number>;
  /** One more look on this project's holdout; answers how many there were, this one included. */
  countLook(key: string): Promise<number>;
  removeProject(key: string): Promise<void>;
  settings(): Promise<Settings>;
  saveSettings(settings: Settings): Promise<void>;
  /** Removes databases, caches and the service worker; answers what was removed. */
  forgetEverything(): Promise<readonly string[]>;
  isPersistent(): Promise<boolean>;
}

interface Schema extends DBSchema {
  projects: { key: string; value: Project };
  settings: { key: string; value: Settings };
  keys: { key: string; value: CryptoKey };
}

type Projects = IDBPObjectStore<Schema, StoreNames<Schema>[], 'projects', 'versionchange'>;

const NAME = 'understudy';
/** From 2 on a project has a cap and a discovery, and a run says for whom it held. */
const VERSION = 2;
/** The store, or null where the browser refuses to keep anything. */
export async function openStore(now: () => number = Date.now): Promise<Store | null> {
  try {
    const database = await openDB<Schema>(NAME, VERSION, {
      upgrade: (fresh, before, _after, transaction) => {
        if (before < 1) {
          fresh.createObjectStore('projects', { keyPath: 'key' });
          fresh.createObjectStore('settings');
          fresh.createObjectStore('keys');
        } else {
          void complete(transaction.objectStore('projects'));
        }
      },
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
    return storeOver(database, await openTabs(now));
  } catch {
    return null; // private windows and strict settings refuse; the page says so and works without
  }
}

function storeOver(database: IDBPDatabase<Schema>, tabs: OpenTabs): Store {
  async function change(key: string, edit: (project: Project) => Project): Promise<Project> {
    const transaction = database.transaction('projects', 'readwrite');
    const project = await transaction.store.get(key);
    if (!project) throw new Error('change: there is no such project');
    const changed = edit(project);
    await transaction.store.put(changed);
    await transaction.done;
    return changed;
  }

  /** A tab holds its lock before its reservation is written: a reservation that is read and has no lock is nobody's. */
  async function recover(key: string): Promise<number> {
    const reserved = (await database.get('projects', key))?.runs.filter(({ status }) => status === 'reserved') ?? [];
    if (reserved.length === 0) return 0;
    const ids = await tabs.abandoned(reserved);
    if (ids.size > 0) await change(key, (project) => ({ ...project, runs: withAbandoned(project.runs, ids) }));
    return ids.size;
  }

  return {
    projects: () => database.getAll('projects'),
    project: (key) => database.get('projects', key),
    keyOf: async (contentSha256) => hex(await sign(await ownKey(database), contentSha256)),
    save: async (project) => void (await database.put('projects', project)),
    change,
    reserve: async (key, run) => {
      await tabs.hold(run.id);
      try {
        await recover(key);
        await change(key, (project) => ({ ...project, runs: withReserved(project.runs, run) }));
      } catch (error) {
        tabs.letGo(run.id);
        throw error;
      }
    },
    settle: async (key, runId, end) => {
      try {
        await change(key, (project) => ({ ...project, runs: withSettled(project.runs, runId, end) }));
      } finally {
        tabs.letGo(runId);
      }
    },
    recover,
    countLook: async (key) => (await change(key, (project) => ({ ...project, looks: project.looks + 1 }))).looks,
    removeProject: (key) => database.delete('projects', key),
    settings: async () => (await database.get('settings', 'settings')) ?? DEFAULT_SETTINGS,
    saveSettings: async (settings) => void (await database.put('settings', settings, 'settings')),
    forgetEverything: async () => {
      tabs.letGoAll();
      database.close();
      await deleteDB(NAME);
      return ['the database of projects, ledgers and settings', ...(await forgetCaches()), ...(await forgetWorkers())];
    },
    isPersistent: async () => (await navigator.storage?.persisted?.()) ?? false,
  };
}

/** Within the transaction of the upgrade, which ends when nothing is asked of it any more. */
async function complete(projects: Projects): Promise<void> {
  for (const project of await projects.getAll()) await projects.put(completed(project));
}

/** A project of version 1: runs added or removed one row. */
function completed(project: Project): Project {
  const runs = project.runs.map((run): RunRecord => ({
    ...{ neighbours: 'add-remove', rowsPerPerson: 1, isSeeded: false, discovery: null },
    ...run,
  }));
  return { ...{ cap: null, discovery: null }, ...project, runs };
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
