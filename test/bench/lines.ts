/**
 * One measurement a line of JSON on standard output. Times are the minimum of several rounds; a baseline runs in turn
 * with ours, so that a busy machine slows both, and the ratio counts. A ratio may exceed its bound by a quarter.
 */
export type Line = Readonly<{
  name: string;
  value: number;
  unit: string;
  /** What the ratio compares with. */
  baseline?: string;
  ratio?: number;
  bound?: number;
  /** How far the ratio may exceed the bound: by a quarter if not said, since times vary. */
  tolerance?: number;
}>;
type Work = () => unknown;
export type Rival = Readonly<{ name: string; work: Work; bound: number }>;

const TOLERANCE = 1.25;

let tooSlow = 0;

export function print({ tolerance = TOLERANCE, ...line }: Line): void {
  if (line.ratio !== undefined && line.bound !== undefined && line.ratio > tolerance * line.bound) tooSlow++;
  console.log(
    JSON.stringify({ ...line, value: rounded(line.value), ...(line.ratio && { ratio: rounded(line.ratio) }) }),
  );
}

/** How many lines so far are above their bound. */
export function linesAboveBound(): number {
  return tooSlow;
}

export async function time(name: string, rounds: number, work: Work): Promise<void> {
  print({ name, value: await fastest(rounds, work), unit: 's' });
}

/** Seconds of ours, and their share of the rival's. */
export async function race(name: string, rounds: number, ours: Work, rival: Rival): Promise<void> {
  let [mine, theirs] = [Infinity, Infinity];
  for (let round = 0; round < rounds; round++) {
    mine = Math.min(mine, await secondsOf(ours));
    theirs = Math.min(theirs, await secondsOf(rival.work));
  }
  print({ name, value: mine, unit: 's', baseline: rival.name, ratio: mine / theirs, bound: rival.bound });
}

/** How many of `amount` a second, such as draws or megabytes. */
export async function rate(name: string, rounds: number, amount: number, unit: string, work: Work): Promise<void> {
  print({ name, value: amount / (await fastest(rounds, work)), unit: `${unit}/s` });
}

export async function secondsOf(work: Work): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

/** Seconds of the fastest round. */
export async function fastest(rounds: number, work: Work): Promise<number> {
  let least = Infinity;
  for (let round = 0; round < rounds; round++) least = Math.min(least, await secondsOf(work));
  return least;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
