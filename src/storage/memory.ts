/**
 * The store of a visit in which the browser keeps nothing: the ledger holds until the tab is closed. One tab alone, so
 * that a reservation is never another's.
 */
import { DEFAULT_SETTINGS, type Project, type Settings, type Store } from './projects.ts';
import { withReserved, withSettled } from './runs.ts';

export function createMemoryStore(projects: readonly Project[] = []): Store {
  const kept = new Map(projects.map((project) => [project.key, project]));
  let settings: Settings = DEFAULT_SETTINGS;

  function change(key: string, edit: (project: Project) => Project): Promise<Project> {
    const project = kept.get(key);
    if (!project) throw new Error('change: there is no such project');
    const changed = edit(project);
    kept.set(key, changed);
    return Promise.resolve(changed);
  }

  return {
    projects: () => Promise.resolve([...kept.values()]),
    project: (key) => Promise.resolve(kept.get(key)),
    keyOf: (contentSha256) => Promise.resolve(contentSha256),
    save: (project) => Promise.resolve(void kept.set(project.key, project)),
    change: async (key, edit) => change(key, edit),
    reserve: async (key, run) =>
      void (await change(key, (project) => ({ ...project, runs: withReserved(project.runs, run) }))),
    settle: async (key, runId, end) =>
      void (await change(key, (project) => ({ ...project, runs: withSettled(project.runs, runId, end) }))),
    recover: () => Promise.resolve(0),
    countLook: async (key) => (await change(key, (project) => ({ ...project, looks: project.looks + 1 }))).looks,
    removeProject: (key) => Promise.resolve(void kept.delete(key)),
    settings: () => Promise.resolve(settings),
    saveSettings: (next) => Promise.resolve(void (settings = next)),
    forgetEverything: () => {
      kept.clear();
      settings = DEFAULT_SETTINGS;
      return Promise.resolve(['the ledgers of this visit']);
    },
    isPersistent: () => Promise.resolve(false),
  };
}
