/** The words of the network status and its self-test, in English. */
import { formatCount } from './numbers.ts';

export const network = {
  testing: { sentence: 'Testing the network policy', short: 'Testing' },
  blocked: ({ time }: { time: string }) => ({
    sentence: `Network blocked by this page’s policy, tested ${time}`,
    short: 'Network blocked',
  }),
  open: { sentence: 'NOT blocked: this copy of the page could send data', short: 'NOT blocked' },
  openDetail:
    'The policy that should hold this page back is missing or broken. Do not read a private table here: use the single file, or another copy.',
  title: 'Network self-test',
  lede: 'A probe counts as blocked only if the browser reported the violation, not because the call failed. All are addressed to a name that resolves nowhere.',
  run: 'Run again',
  running: 'Testing',
  what: 'Attempt',
  page: 'From the page',
  worker: 'From a worker made for the test',
  time: 'Time',
  notOffered: 'not offered to workers',
  count: ({ blocked, of }: { blocked: number; of: number }) =>
    `${formatCount(blocked)} of ${formatCount(of)} probes blocked by policy`,
  names: {
    fetch: 'fetch',
    xmlhttprequest: 'XMLHttpRequest',
    beacon: 'beacon',
    websocket: 'web socket',
    eventsource: 'event stream',
    image: 'image',
    stylesheet: 'style sheet',
    font: 'font',
    frame: 'frame',
    module: 'remote module',
  } as Readonly<Record<string, string>>,
  cannotTitle: 'What the policy cannot stop',
  workers:
    'The workers that see your rows lack these functions altogether: they are deleted before anything else runs.',
  limits:
    'Browser extensions. A link that you follow or an address that you type. WebRTC in browsers that ignore the directive for it; this page contains no such code. A changed copy of this page: compare its hash with the published one. Files that you hand on. And the browser itself asks this site for newer versions of the app; the single file does not even do that.',
  close: 'Close',
  accept: 'Go on all the same',
} as const;
