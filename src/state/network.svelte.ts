/** Whether anything could leave the page: one probe at each load, all of them when a person asks. */
import type { Probe } from '../client/self-test.ts';
import { failed, IDLE, type Phase } from './phase.ts';
import type { Services } from './services.ts';

export class Network {
  #services: Services;

  quick = $state.raw<Phase<Probe>>(IDLE);
  full = $state.raw<Phase<readonly Probe[]>>(IDLE);
  testedAt = $state<number | null>(null);
  /** The person has read that the policy does not hold and goes on all the same. */
  isAccepted = $state(false);
  /** Whether the panel with all probes is open. */
  isShown = $state(false);

  constructor(services: Services) {
    this.#services = services;
  }

  readonly isOpen = $derived(
    (this.quick.kind === 'done' && this.quick.value.outcome === 'NOT blocked') ||
      (this.full.kind === 'done' && this.full.value.some((probe) => probe.outcome === 'NOT blocked')),
  );

  show(): void {
    this.isShown = true;
    if (this.full.kind === 'idle') void this.testAll();
  }

  toggle(): void {
    if (this.isShown) this.isShown = false;
    else this.show();
  }

  async probe(): Promise<void> {
    this.quick = { kind: 'working', progress: null };
    try {
      this.quick = { kind: 'done', value: await this.#services.quickProbe() };
    } catch (error) {
      this.quick = failed(error);
    }
    this.testedAt = this.#services.now();
  }

  async testAll(): Promise<void> {
    if (this.full.kind === 'working') return;
    this.full = { kind: 'working', progress: null };
    try {
      this.full = { kind: 'done', value: await this.#services.selfTest() };
    } catch (error) {
      this.full = failed(error);
    }
    this.testedAt = this.#services.now();
  }
}
