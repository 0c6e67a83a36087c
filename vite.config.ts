import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { viteSingleFile } from 'vite-plugin-singlefile';
import { defineConfig } from 'vitest/config';
import { chromiumLaunch } from './test/helpers/browser.mjs';
import { buildFacts, contentPolicy, precache, sha256Beside } from './test/build/plugins.ts';

/** Tests that put a module of their own in the place of one of ours: each needs modules of its own. */
const MOCKING = ['test/unit/**/*-replay.test.ts', 'test/unit/models/graphical/{budget,planted-leaks}.test.ts'];

const root = fileURLToPath(new URL('./', import.meta.url));

export default defineConfig(({ mode, isSsrBuild }) => ({
  base: './',
  plugins: [
    svelte({ configFile: false }),
    ...(isSsrBuild
      ? []
      : mode === 'one-file'
        ? [viteSingleFile(), contentPolicy('one-file'), sha256Beside()]
        : [contentPolicy('site'), precache()]),
  ],
  define: buildFacts(root),
  assetsInclude: ['**/*.csv.gz'],
  resolve: {
    // The package's own bundle holds five heavy dependencies; its compiled source lets the shim stand in for them.
    alias: [{ find: /^danfojs$/, replacement: `${root}node_modules/danfojs/dist/danfojs-browser/src/index.js` }],
  },
  optimizeDeps: {
    include: [
      'axe-core',
      'danfojs',
      'comlink',
      'idb',
      'd3-scale',
      'd3-shape',
      'svelte',
      'hyparquet',
      'hyparquet-writer',
      'read-excel-file/web-worker',
      'write-excel-file/universal',
    ],
  },
  server: { host: '127.0.0.1', port: 5173 },
  preview: { host: '127.0.0.1', port: 4173 },
  worker: { format: 'iife', rolldownOptions: { output: { codeSplitting: false } } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    outDir: mode === 'one-file' ? 'dist/one-file' : 'dist/site',
    reportCompressedSize: false,
  },
  test: {
    // One less than there are cores is the usual number: half of a small machine.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/{unit,property,golden,samples,statistical,architecture}/**/*.test.ts'],
          exclude: MOCKING,
          // Modules are loaded once for many files: a third of the time.
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: { name: 'mocked', environment: 'node', include: MOCKING, testTimeout: 120_000 },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/component/**/*.test.ts'],
          // One page for many files: a third of the time went on loading modules anew.
          isolate: false,
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromiumLaunch() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
}));
