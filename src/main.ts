/** Puts the page together: the browser's own services, the state over them, the components over the state. */
import { mount } from 'svelte';
import { createEngine } from './client/engine.ts';
import { filesApart } from './client/files-apart.ts';
import { offlineCopy } from './client/offline.ts';
import { quickProbe, runSelfTest } from './client/self-test.ts';
import { loadEngine, spawnTablesWorker, spawnWorker, startTables } from './client/spawn.ts';
import { App } from './state/app.svelte.ts';
import { openStore } from './storage/projects.ts';
import AppPage from './ui/App.svelte';
import { loadStep } from './ui/steps/load.ts';
import './ui/tokens.css';

const app = new App({
  engine: filesApart(createEngine(spawnWorker()), createEngine(spawnTablesWorker(), 1)),
  openStore: () => openStore(),
  offline: offlineCopy(location.protocol === 'file:' ? 'disk' : import.meta.env.PROD ? 'site' : 'development'),
  loadFrame: async () => (await import('./frame/frame.ts')).previewFrame,
  loadSample: async () => (await import('./state/sample/sample.ts')).loadSample(),
  quickProbe,
  selfTest: runSelfTest,
  now: () => Date.now(),
  randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  saveFile,
  print: () => window.print(),
  tool: { name: 'Understudy', version: __VERSION__, commit: __COMMIT__ },
});

mount(AppPage, { target: document.getElementById('app')!, props: { app } });
void app.start();
whenIdle(() => {
  startTables();
  void loadEngine();
  void loadStep('data');
});

/** What the first drop needs is loaded once the first screen is there. */
function whenIdle(act: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(act, { timeout: 2000 });
  else setTimeout(act, 500);
}

function saveFile(name: string, type: string, bytes: BlobPart): void {
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
