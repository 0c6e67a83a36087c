/**
 * The steps' components, each loaded when it is first wanted: the first screen needs none of them. The module of one step
 * begins loading the next, so that going on never waits.
 */
import type { Component } from 'svelte';
import type { App, Beside, Step } from '../../state/app.svelte.ts';

type StepComponent = Component<{ app: App }>;

const LOADERS: Readonly<Record<Step, () => Promise<{ default: StepComponent }>>> = {
  data: () => import('./Data.svelte'),
  columns: () => import('./Columns.svelte'),
  privacy: () => import('./Privacy.svelte'),
  generate: () => import('./Generate.svelte'),
  validate: () => import('./Validate.svelte'),
  export: () => import('./Export.svelte'),
};
const BESIDE: Readonly<Record<Beside, () => Promise<{ default: StepComponent }>>> = {
  judge: () => import('./beside/Judge.svelte'),
  review: () => import('./beside/Review.svelte'),
  compare: () => import('./beside/Compare.svelte'),
};
const NEXT: Readonly<Record<Step, Step | null>> = {
  data: 'columns',
  columns: 'privacy',
  privacy: 'generate',
  generate: 'validate',
  validate: 'export',
  export: null,
};

const loaded = new Map<Step, Promise<StepComponent>>();
const besides = new Map<Beside, Promise<StepComponent>>();

/** What lies beside the path. Asked for twice it is one promise: the heading takes the focus once it has been drawn. */
export function loadBeside(what: Beside): Promise<StepComponent> {
  let component = besides.get(what);
  if (!component) {
    component = BESIDE[what]().then((module) => module.default);
    besides.set(what, component);
  }
  return component;
}

export function loadStep(step: Step): Promise<StepComponent> {
  const component = load(step);
  const next = NEXT[step];
  if (next) void component.then(() => load(next));
  return component;
}

function load(step: Step): Promise<StepComponent> {
  let component = loaded.get(step);
  if (!component) {
    component = LOADERS[step]().then((module) => module.default);
    loaded.set(step, component);
  }
  return component;
}
