/**
 * The engine over message channels in place of workers: the same door, in one thread. Each spawned lane serves with a
 * gunzip of its own, so that a test can hold a packed file back; `end` and `die` are what a browser would do.
 */
import { expose } from 'comlink';
import { createEngine, type Engine, type Spawned } from '../../src/client/engine.ts';
import type { Gunzip } from '../../src/core/formats/source.ts';
import { seededEntropy } from '../../src/core/privacy/seeded-entropy.ts';
import { gunzip } from '../../workers/gunzip.ts';
import { serve } from '../../workers/serve.ts';

/** `sent`: messages to the lane, in order. */
export type Lane = Readonly<{ die: () => void; sent: unknown[] }> & { isEnded: boolean };

export function engineOverChannels(gunzipOfLane: (lane: number) => Gunzip): {
  engine: Engine;
  /** In the order in which they were spawned. */
  lanes: Lane[];
} {
  const lanes: Lane[] = [];
  const spawn = (): Promise<Spawned> => {
    const { port1, port2 } = new MessageChannel();
    const listeners: (() => void)[] = [];
    const lane: Lane = { isEnded: false, die: () => listeners.forEach((listener) => listener()), sent: [] };
    const post = port1.postMessage.bind(port1);
    port1.postMessage = (message: unknown, options?: StructuredSerializeOptions | Transferable[]) => {
      lane.sent.push(message);
      post(message, options as StructuredSerializeOptions);
    };
    const platform = { entropy: seededEntropy(1), gunzip: gunzipOfLane(lanes.length), now: () => performance.now() };
    expose(serve(platform), port2);
    lanes.push(lane);
    return Promise.resolve({
      endpoint: port1,
      end: () => {
        lane.isEnded = true;
        port1.close();
        port2.close();
      },
      onDeath: (listener) => void listeners.push(listener),
    });
  };
  return { engine: createEngine(spawn), lanes };
}

/** A gunzip that says when a file has come to it, and lets it through once it is opened. */
export function gate(): { gunzip: Gunzip; entered: Promise<void>; open: () => void } {
  let [enter, open] = [() => {}, () => {}];
  const entered = new Promise<void>((resolve) => (enter = resolve));
  const opened = new Promise<void>((resolve) => (open = resolve));
  return {
    entered,
    open,
    gunzip: async function* (chunks) {
      enter();
      await opened;
      yield* gunzip(chunks);
    },
  };
}
