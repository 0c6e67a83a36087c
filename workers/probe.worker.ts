/**
 * The self-test's worker: unlike the engine's it keeps its network functions, tries each of them once, and answers
 * which of them the policy reported as blocked.
 */
type Probe = Readonly<{
  where: 'worker';
  what: string;
  outcome: 'blocked by policy' | 'NOT blocked' | 'not available';
  ms: number;
}>;

const ATTEMPTS: Readonly<Record<string, (url: string) => void>> = {
  fetch: (url) => void fetch(url).catch(() => {}),
  xmlhttprequest: (url) => {
    const request = new XMLHttpRequest();
    request.open('GET', url);
    request.send();
  },
  websocket: (url) => void new WebSocket(url.replace('https:', 'wss:')),
  eventsource: (url) => void new EventSource(url), // the worker is ended after the test, and the source with it
  importscripts: (url) => importScripts(url),
};

addEventListener('message', (event: MessageEvent<{ patienceMs: number }>) => {
  void probeAll(event.data.patienceMs).then((probes) => postMessage(probes));
});

async function probeAll(patienceMs: number): Promise<readonly Probe[]> {
  const probes: Probe[] = [];
  for (const [what, attempt] of Object.entries(ATTEMPTS)) probes.push(await probe(what, attempt, patienceMs));
  return probes;
}

async function probe(what: string, attempt: (url: string) => void, patienceMs: number): Promise<Probe> {
  const began = performance.now();
  const host = `${what}.worker.probe.invalid`;
  const blocked = new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), patienceMs);
    addEventListener('securitypolicyviolation', (event) => {
      if (!(event as SecurityPolicyViolationEvent).blockedURI.includes(host)) return;
      clearTimeout(timer);
      resolve(true);
    });
  });
  try {
    attempt(`https://${host}/`);
  } catch {
    // Some of them throw when blocked. Only the report counts.
  }
  return {
    where: 'worker',
    what,
    outcome: (await blocked) ? 'blocked by policy' : 'NOT blocked',
    ms: performance.now() - began,
  };
}
