/**
 * What a run holds in typed arrays when it reports progress, beyond what stood before, in bytes: rows are held in nothing
 * else, and the rest of the heap rises and falls with what the engine compiles.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { OnProgress } from '../../src/core/progress.ts';

/** Buffers go a collection later than what held them. */
const COLLECTIONS = 2;

/** `reported`: the most at any report, when no synthetic cell is written yet; `after`: at the end, with all of them. */
export type Held = Readonly<{ reported: number; after: number }>;

/** `every`: of so many reports one is looked at, with garbage cleared before; 0 looks at all of them, garbage included. */
export function heldBy(every: number, run: (onProgress: OnProgress) => void): Held {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const held = (isCleared: boolean): number => {
    if (isCleared) for (let time = 0; time < COLLECTIONS; time++) collect();
    return process.memoryUsage().arrayBuffers;
  };
  const before = held(true);
  let [reported, reports] = [0, 0];
  run(() => {
    if (every === 0 || reports++ % every === 0) reported = Math.max(reported, held(every > 0) - before);
  });
  return { reported, after: held(every > 0) - before };
}
