/**
 * The copy of the app that the service worker keeps: whether it is whole, and whether a newer one waits. A copy counts
 * as whole when the worker that answers this page says that every built file is in its cache. A new version takes over
 * only through `update`, which reloads the page. A page opened from disk has all it needs; one in development none.
 */
export type OfflineState = Readonly<{ isReady: boolean; hasUpdate: boolean }>;
export type OfflineCopy = Readonly<{
  watch: (tell: (state: OfflineState) => void) => void;
  /** Asks anew, for instance after the copy was removed. */
  check: () => Promise<void>;
  update: () => void;
}>;

export function offlineCopy(kind: 'disk' | 'site' | 'development'): OfflineCopy {
  const container = kind === 'site' ? (navigator.serviceWorker as ServiceWorkerContainer | undefined) : undefined;
  let tell: (state: OfflineState) => void = () => {};
  let registration: ServiceWorkerRegistration | undefined;
  let isReady = kind === 'disk';
  let isUpdating = false;

  function say(): void {
    // A first version also waits for a moment, but then there is no older one that answers this page.
    tell({ isReady, hasUpdate: Boolean(container?.controller && registration?.waiting) });
  }

  async function check(): Promise<void> {
    if (container) isReady = container.controller ? await isWhole(container.controller) : false;
    say();
  }

  async function register(from: ServiceWorkerContainer): Promise<void> {
    try {
      registration = await from.register('./sw.js');
    } catch {
      return; // strict settings refuse it; the page works, and does not call itself ready
    }
    registration.addEventListener('updatefound', () => {
      registration?.installing?.addEventListener('statechange', say);
    });
    say();
  }

  return {
    watch: (listener) => {
      tell = listener;
      container?.addEventListener('controllerchange', () => {
        if (isUpdating) location.reload();
        else if (isReady) say();
        else void check();
      });
      if (container) void register(container);
      void check();
    },
    check,
    update: () => {
      isUpdating = true;
      registration?.waiting?.postMessage('take over');
    },
  };
}

function isWhole(worker: ServiceWorker): Promise<boolean> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data === true);
    worker.postMessage('is it whole', [port2]);
  });
}
