/** The map in CONTRIBUTING.md, held against the import lines: who may import whom, no cycles, nothing forbidden. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Rooms of core from the ground up; a file may import its own room and those before it. */
const CORE_ORDER = [
  'sentences',
  'errors',
  'progress',
  'math',
  'table',
  'recipe',
  'formats',
  'companions',
  'privacy',
  'learn',
  'models',
  'rules',
  'fidelity',
  'utility',
  'attacks',
  'collapse',
  'lineage',
  'report',
  'pipeline',
];

type Layer = 'core' | 'workers' | 'client' | 'storage' | 'frame' | 'state' | 'ui' | 'main';

/** Loaded by the worker of tables alone. */
const FORMAT_LIBRARIES = ['hyparquet', 'hyparquet-writer', 'read-excel-file', 'write-excel-file'];

/** For each layer: the layers it may import values from, those it may import types from, and the packages. */
const ALLOWED: Record<Layer, { values: Layer[]; types: Layer[]; packages: string[] }> = {
  core: { values: ['core'], types: ['core'], packages: [] },
  workers: { values: ['core', 'workers'], types: ['core', 'workers'], packages: ['comlink', ...FORMAT_LIBRARIES] },
  client: { values: ['client', 'workers'], types: ['client', 'workers', 'core'], packages: ['comlink'] },
  storage: { values: ['storage'], types: ['storage', 'core'], packages: ['idb'] },
  frame: { values: ['frame'], types: ['frame', 'core'], packages: ['danfojs'] },
  state: {
    values: ['state', 'client', 'storage', 'frame'],
    types: ['state', 'client', 'storage', 'frame', 'core', 'workers'],
    packages: ['svelte'],
  },
  ui: { values: ['ui', 'state'], types: ['ui', 'state', 'core'], packages: ['svelte', 'd3-scale', 'd3-shape'] },
  main: { values: ['ui', 'state', 'client', 'storage', 'frame'], types: ['ui', 'state'], packages: ['svelte'] },
};
/**
 * Values of core that every layer outside may use: errors cross the wire and are made again there; the account of a table
 * is a sum over what the page stores, wanted at each keystroke and between reservation and run; page and command write
 * the same report; what a person marks is counted at each key; stored runs are compared without an engine; page and
 * command run the same parts of a judgement for a recipe.
 */
const CORE_VALUES = [
  'src/core/errors.ts',
  'src/core/progress.ts',
  'src/core/privacy/project-budget.ts',
  'src/core/privacy/ledger-file.ts',
  'src/core/report/written.ts',
  'src/core/report/numbers.ts',
  'src/core/report/compare.ts',
  'src/core/report/audit.ts',
  'src/core/report/facts.ts',
];
/** `client` starts the worker; it may import this file (inlined by the build) and nothing else of `workers` as a value. */
const CLIENT_WORKER_VALUES = ['workers/engine.worker.ts', 'workers/tables.worker.ts', 'workers/probe.worker.ts'];
/** The commands are Node programs around the same engine. */
const COMMANDS = ['workers/batch.ts', 'workers/assess.ts', 'workers/command.ts'];
const ASSET = /\.(css|gz|svg)$/;

type Import = { from: string; to: string; typeOnly: boolean };

const files = [...filesBelow('src'), ...filesBelow('workers')].filter(
  (file) => /\.(ts|svelte)$/.test(file) && !file.endsWith('.d.ts') && !file.startsWith('src/ui/gallery'),
);
const imports = files.flatMap(importsOf);

test('every import stays within the layer table', () => {
  expect(imports.filter((line) => !isAllowed(line)).map(show)).toEqual([]);
});

test('core rooms import their own room or one below', () => {
  const upward = imports.filter(
    ({ from, to }) =>
      layerOf(from) === 'core' &&
      layerOf(to) === 'core' &&
      CORE_ORDER.indexOf(roomOf(to)) > CORE_ORDER.indexOf(roomOf(from)),
  );
  // The sentences name their facts by the types of errors.ts, which prints them: one pair, types only in one direction.
  const excused = upward.filter(
    ({ from, to, typeOnly }) => from === 'src/core/sentences.ts' && to === 'src/core/errors.ts' && typeOnly,
  );
  expect(upward.filter((line) => !excused.includes(line)).map(show)).toEqual([]);
  for (const { from } of imports.filter(({ from }) => layerOf(from) === 'core'))
    expect(CORE_ORDER).toContain(roomOf(from));
});

test('no file imports itself over others', () => {
  const edges = new Map<string, string[]>();
  for (const { from, to, typeOnly } of imports)
    if (!typeOnly && isOurs(to)) edges.set(from, [...(edges.get(from) ?? []), to]);
  expect(cycles(edges)).toEqual([]);
});

test('nothing calls the clock, chance, the console or the network from core or a worker', () => {
  const banned =
    /\bMath\.random|\bDate\.now|\bconsole\.|\bnew Function\b|\beval\(|\blocaleCompare|\btoLocale|\bIntl\.|\bfetch\(|\bXMLHttpRequest\(/;
  const hits = files
    .filter((file) => /^(src\/core|workers)\//.test(file) && file !== 'workers/probe.worker.ts')
    .filter((file) => banned.test(withoutComments(read(file))));
  expect(hits).toEqual([]);
});

test('no static style attribute: the policy would refuse it', () => {
  const hits = files.filter((file) => file.endsWith('.svelte') && /\sstyle="[^{"]*"/.test(read(file)));
  expect(hits).toEqual([]);
});

test('the packages are those of the pinned list, with exact versions, and none is loaded from an address', () => {
  const manifest = JSON.parse(read('package.json')) as {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
  };
  expect(Object.keys(manifest.dependencies).sort()).toEqual([
    'comlink',
    'd3-scale',
    'd3-shape',
    'danfojs',
    'hyparquet',
    'hyparquet-writer',
    'idb',
    'read-excel-file',
    'write-excel-file',
  ]);
  expect(Object.keys(manifest.devDependencies).sort()).toEqual([
    '@axe-core/playwright',
    '@playwright/test',
    '@sveltejs/vite-plugin-svelte',
    '@types/d3-scale',
    '@types/d3-shape',
    '@types/node',
    '@vitest/browser-playwright',
    'eslint',
    'fast-check',
    'papaparse',
    'playwright',
    'prettier',
    'prettier-plugin-svelte',
    'svelte',
    'svelte-check',
    'typescript',
    'typescript-eslint',
    'vite',
    'vite-plugin-singlefile',
    'vitest',
  ]);
  const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  expect(read('package-lock.json')).not.toMatch(/"resolved": "http/);
});

test('the stand-in for the heavy parts of danfojs is in place', () => {
  for (const name of ['mathjs', 'xlsx', 'table', 'plotly.js-dist-min', '@tensorflow/tfjs']) {
    expect(read(join('node_modules', name, 'package.json')), name).toContain('danfojs-shim');
  }
});

function isAllowed({ from, to, typeOnly }: Import): boolean {
  const layer = layerOf(from);
  const rules = ALLOWED[layer];
  if (COMMANDS.includes(from) && to.startsWith('node:')) return true;
  if (!isOurs(to)) return rules.packages.includes(packageOf(to));
  if (ASSET.test(to)) return true;
  const target = layerOf(to);
  if (typeOnly) return rules.types.includes(target) || rules.values.includes(target);
  if (CORE_VALUES.includes(to)) return true;
  if (layer === 'client' && target === 'workers') return CLIENT_WORKER_VALUES.includes(to);
  return rules.values.includes(target);
}

function layerOf(file: string): Layer {
  const [top, second = ''] = file.split('/');
  if (top === 'workers') return 'workers';
  return second === 'main.ts' ? 'main' : (second as Layer);
}

function roomOf(file: string): string {
  return (file.split('/')[2] ?? '').replace(/(\.d)?\.ts$/, '');
}

function isOurs(target: string): boolean {
  return target.startsWith('src/') || target.startsWith('workers/');
}

function packageOf(target: string): string {
  const parts = target.split('/');
  return target.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
}

function importsOf(file: string): Import[] {
  const text = withoutComments(read(file));
  const found: Import[] = [];
  const statement = /\b(import|export)\s+(type\s+)?([^'";]*?\s+from\s+)?['"]([^'"]+)['"]/g;
  for (const [, , type, names, target] of text.matchAll(statement)) {
    const inner = /\{([^}]*)\}/.exec(names ?? '')?.[1];
    const allTypes =
      inner !== undefined &&
      inner.trim() !== '' &&
      inner.split(',').every((name) => name.trim() === '' || /^\s*type\s/.test(name));
    found.push({ from: file, to: resolve(file, target!), typeOnly: type !== undefined || allTypes });
  }
  for (const [, target] of text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g))
    found.push({ from: file, to: resolve(file, target!), typeOnly: false });
  return found;
}

function resolve(file: string, target: string): string {
  const bare = target.replace(/\?.*$/, '');
  return bare.startsWith('.') ? relative(root, join(root, dirname(file), bare)).replaceAll('\\', '/') : bare;
}

function cycles(edges: Map<string, string[]>): string[] {
  const found: string[] = [];
  const state = new Map<string, 'open' | 'closed'>();
  const visit = (file: string, path: string[]): void => {
    if (state.get(file) === 'closed') return;
    if (state.get(file) === 'open') {
      found.push([...path.slice(path.indexOf(file)), file].join(' > '));
      return;
    }
    state.set(file, 'open');
    for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
    state.set(file, 'closed');
  };
  for (const file of edges.keys()) visit(file, []);
  return found;
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
}

function show({ from, to, typeOnly }: Import): string {
  return `${from} imports ${typeOnly ? 'types of ' : ''}${to}`;
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = `${folder}/${name}`;
    return statSync(join(root, path)).isDirectory() ? (name === 'shim' ? [] : filesBelow(path)) : [path];
  });
}
