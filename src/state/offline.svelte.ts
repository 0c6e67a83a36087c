/** Whether the app is ready to work without a network, and whether a newer version waits for the person's word. */
import type { OfflineCopy } from '../client/offline.ts';

export class Offline {
  #copy: OfflineCopy;
  isReady = $state(false);
  hasUpdate = $state(false);

  constructor(copy: OfflineCopy) {
    this.#copy = copy;
  }

  start(): void {
    this.#copy.watch(({ isReady, hasUpdate }) => {
      this.isReady = isReady;
      this.hasUpdate = hasUpdate;
    });
  }

  check(): Promise<void> {
    return this.#copy.check();
  }

  update(): void {
    this.#copy.update();
  }
}
