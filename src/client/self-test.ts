/**
 * Shows that nothing leaves: the page and a worker made for the purpose each try every way out there is, addressed to
 * a name under `.invalid`, which resolves nowhere, so that even a failed policy sends nothing. A probe counts as
 * blocked only if the policy's violation event for its own address arrived, never because the call failed.
 */
export type Probe = Readonly<{
  where: 'page' | 'worker';
  what: string;
  outcome: 'blocked by policy' | 'NOT blocked' | 'not available';
  ms: number;
}>;

/** How long to wait for a violation event before the probe counts as not blocked. */
const PATIENCE_MS = 2_000;
const address = (what: string): string => `https://${what}.probe.invalid/${what}`;

type Attempt = (address: string) => void;

/** Every way out of a page that a policy can shut. Each is started, and what it answers is ignored. */
const PAGE_ATTEMPTS: Readonly<Record<string, Attempt>> = {
  fetch: (url) => void fetch(url).catch(() => {}),
  xmlhttprequest: (url) => {
    const request = new XMLHttpRequest();
    request.open('GET', url);
    request.send();
  },
  beacon: (url) => void navigator.sendBeacon(url),
  websocket: (url) => void new WebSocket(url.replace('https:', 'wss:')),
  eventsource: (url) => {
    const source = new EventSource(url);
    setTimeout(() => source.close(), PATIENCE_MS); // closed at once it would never have tried
  },
  image: (url) => {
    new Image().src = url;
  },
  stylesheet: (url) => attach('link', { rel: 'stylesheet', href: url }),
  font: (url) => void new FontFace('probe', `url(${url})`).load().catch(() => {}),
  frame: (url) => attach('iframe', { src: url, hidden: '' }),
  module: (url) => void import(/* @vite-ignore */ url).catch(() => {}),
};

/** One fetch from the page: what the header shows at each load. */
export function quickProbe(): Promise<Probe> {
  return probePage('fetch', PAGE_ATTEMPTS['fetch']!);
}

/** All probes, the page's first. Never throws: what cannot be tried here is *not available*. */
export async function runSelfTest(): Promise<readonly Probe[]> {
  const page: Probe[] = [];
  for (const [what, attempt] of Object.entries(PAGE_ATTEMPTS)) page.push(await probePage(what, attempt));
  return [...page, ...(await probeWorker())];
}

async function probePage(what: string, attempt: Attempt): Promise<Probe> {
  const began = performance.now();
  const url = address(what);
  const blocked = violation(url);
  try {
    attempt(url);
  } catch {
    // Some browsers throw as well as report. Only the report counts.
  }
  const outcome = (await blocked) ? 'blocked by policy' : 'NOT blocked';
  return { where: 'page', what, outcome, ms: performance.now() - began };
}

/** Whether the policy reports this address within the time allowed. */
function violation(url: string): Promise<boolean> {
  const host = new URL(url).host;
  return new Promise((resolve) => {
    const listen = (event: SecurityPolicyViolationEvent): void => {
      if (!event.blockedURI.includes(host)) return;
      finish(true);
    };
    const timer = setTimeout(() => finish(false), PATIENCE_MS);
    const finish = (seen: boolean): void => {
      clearTimeout(timer);
      document.removeEventListener('securitypolicyviolation', listen);
      resolve(seen);
    };
    document.addEventListener('securitypolicyviolation', listen);
  });
}

async function probeWorker(): Promise<readonly Probe[]> {
  const { default: ProbeWorker } = await import('../../workers/probe.worker.ts?worker&inline');
  const worker = new ProbeWorker();
  try {
    return await new Promise<readonly Probe[]>((resolve) => {
      const nothing: Probe = { where: 'worker', what: 'worker', outcome: 'not available', ms: 0 };
      worker.addEventListener('message', (event: MessageEvent<readonly Probe[]>) => resolve(event.data));
      worker.addEventListener('error', () => resolve([nothing]));
      worker.postMessage({ patienceMs: PATIENCE_MS });
    });
  } finally {
    worker.terminate();
  }
}

function attach(tag: 'link' | 'iframe', attributes: Record<string, string>): void {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.head.append(element);
  setTimeout(() => element.remove(), PATIENCE_MS);
}
