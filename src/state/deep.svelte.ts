/**
 * What is asked for one by one beside the judgement: the ratio sweep, a rare class, every column in turn. Each is
 * cancelled by itself; of a cancelled sweep the points that are done are summed up and the rest is said to be missing.
 */
import type { JudgedJob, StageTime } from '../../workers/api.ts';
import type { DeepFindings } from '../core/report/facts.ts';
import type { EveryColumn } from '../core/utility/every-column.ts';
import type { RareClass, RareLevel } from '../core/utility/rare-class.ts';
import type { SweepPlan } from '../core/utility/sweep-plan.ts';
import type { SweepScores } from '../core/utility/sweep-point.ts';
import type { SweepResult } from '../core/utility/sweep-summary.ts';
import { failed, IDLE, isCancelled, shareOf, type Phase } from './phase.ts';
import type { Services } from './services.ts';

/** Points asked of the engine at once: as many as it has workers for them. */
const SIDE_BY_SIDE = 2;
/** Boosting of one row and column, where the judgement has not told; the judgement's learners and its shorter fits, in fits of boosting. */
const SECONDS_PER_CELL = 2.5e-6;
const FITS_OF_JUDGEMENT = 8;

export type SweepStanding = Readonly<{ done: number; of: number; share: number; secondsLeft: number | null }>;
/** What a sweep would take: how many tables are learnt from, how often the model is fitted, and about how long. */
export type SweepCost = Readonly<{ points: number; tables: number; refits: number; seconds: number }>;

export class Deep {
  #services: Services;
  #jobOf: () => JudgedJob | null;
  #onFound: () => void;
  #cancels = new Map<'sweep' | 'rareClass' | 'everyColumn', AbortController>();
  /** Counts up when what was found is forgotten: late answers are then nobody's. */
  #age = 0;

  sweepPlan = $state.raw<Phase<SweepPlan>>(IDLE);
  sweep = $state.raw<Phase<SweepResult>>(IDLE);
  standing = $state.raw<SweepStanding | null>(null);
  /** Points that were done when the sweep was cancelled, of how many; null after a whole one. */
  cut = $state.raw<Readonly<{ done: number; of: number }> | null>(null);
  rareClass = $state.raw<Phase<RareClass>>(IDLE);
  everyColumn = $state.raw<Phase<EveryColumn>>(IDLE);

  constructor(services: Services, jobOf: () => JudgedJob | null, onFound: () => void) {
    this.#services = services;
    this.#jobOf = jobOf;
    this.#onFound = onFound;
  }

  readonly findings = $derived.by((): DeepFindings => ({
    sweep: this.sweep.kind === 'done' ? this.sweep.value : null,
    rareClass: this.rareClass.kind === 'done' ? this.rareClass.value : null,
    everyColumn: this.everyColumn.kind === 'done' ? this.everyColumn.value : null,
  }));
  readonly isWorking = $derived(
    [this.sweep, this.rareClass, this.everyColumn].some((phase) => phase.kind === 'working'),
  );

  /** What a sweep would be, so that its cost can be said before it is asked for. */
  async plan(): Promise<void> {
    const job = this.#jobOf();
    if (!job) return;
    const age = this.#age;
    this.sweepPlan = { kind: 'working', progress: null };
    try {
      const value = await this.#services.engine.planSweep(job);
      if (age === this.#age) this.sweepPlan = { kind: 'done', value };
    } catch (error) {
      if (age === this.#age) this.sweepPlan = isCancelled(error) ? IDLE : failed(error);
    }
  }

  async startSweep(): Promise<void> {
    const job = this.#jobOf();
    if (!job || this.sweepPlan.kind !== 'done') return;
    const plan = this.sweepPlan.value;
    const { age, signal } = this.#begin('sweep');
    const started = this.#services.now();
    const of = plan.points.length;
    const shares = new Map<number, number>();
    const scores: SweepScores[] = [];
    const tell = (): void => {
      if (age !== this.#age || signal.aborted) return;
      const share = [...shares.values()].reduce((sum, each) => sum + each, 0) / of;
      const seconds = (this.#services.now() - started) / 1000;
      // One point in: earlier the pace is not known.
      const secondsLeft = scores.length > 0 && share > 0 ? (seconds * (1 - share)) / share : null;
      this.standing = { done: scores.length, of, share, secondsLeft };
    };
    this.cut = null;
    this.sweep = { kind: 'working', progress: null };
    tell();
    // The first repeat of every curve goes first, so that whoever cancels has curves.
    const waiting = [...plan.points.keys()].sort((a, b) => plan.points[a]!.repeat - plan.points[b]!.repeat || a - b);
    const work = async (): Promise<void> => {
      for (let place = waiting.shift(); place !== undefined; place = waiting.shift()) {
        const point = place;
        const score = await this.#services.engine.sweepPoint(
          { ...job, plan, place: point },
          {
            signal,
            onProgress: (progress) => {
              shares.set(point, Math.min(0.99, shareOf(progress) ?? 0));
              tell();
            },
          },
        );
        scores.push(score);
        shares.set(point, 1);
        tell();
      }
    };
    try {
      // A point that fails ends the others too; those that are cancelled end by themselves.
      const ends = await Promise.allSettled(Array.from({ length: SIDE_BY_SIDE }, work));
      const fault = ends.find((end) => end.status === 'rejected' && !isCancelled(end.reason));
      if (fault?.status === 'rejected') throw fault.reason;
      if (age !== this.#age) return;
      const kept = keptPoints(plan, scores);
      this.standing = null;
      if (kept.scores.length === 0) {
        this.sweep = IDLE;
        return;
      }
      const value = await this.#services.engine.summariseSweep({ ...job, ...kept });
      if (age !== this.#age) return;
      this.cut = kept.scores.length < of ? { done: kept.scores.length, of } : null;
      this.sweep = { kind: 'done', value };
      this.#onFound();
    } catch (error) {
      if (age !== this.#age) return;
      waiting.length = 0;
      this.standing = null;
      this.sweep = isCancelled(error) ? IDLE : failed(error);
    }
  }

  /** The points that are done are summed up. */
  cancelSweep(): void {
    this.#cancels.get('sweep')?.abort();
  }

  async startRareClass(rare: RareLevel): Promise<void> {
    const job = this.#jobOf();
    if (!job) return;
    await this.#ask<RareClass>(
      'rareClass',
      (phase) => (this.rareClass = phase),
      (options) => this.#services.engine.rareClass({ ...job, rare }, options),
    );
  }

  async startEveryColumn(): Promise<void> {
    const job = this.#jobOf();
    if (!job) return;
    await this.#ask<EveryColumn>(
      'everyColumn',
      (phase) => (this.everyColumn = phase),
      (options) => this.#services.engine.everyColumn(job, options),
    );
  }

  cancel(what: 'rareClass' | 'everyColumn'): void {
    this.#cancels.get(what)?.abort();
  }

  forget(): void {
    this.#age++;
    for (const cancel of this.#cancels.values()) cancel.abort();
    this.#cancels.clear();
    this.sweepPlan = IDLE;
    this.sweep = IDLE;
    this.standing = null;
    this.cut = null;
    this.rareClass = IDLE;
    this.everyColumn = IDLE;
  }

  #begin(what: 'sweep' | 'rareClass' | 'everyColumn'): { age: number; signal: AbortSignal } {
    this.#cancels.get(what)?.abort();
    const cancel = new AbortController();
    this.#cancels.set(what, cancel);
    return { age: this.#age, signal: cancel.signal };
  }

  async #ask<T>(
    what: 'rareClass' | 'everyColumn',
    set: (phase: Phase<T>) => void,
    call: (options: Parameters<Services['engine']['everyColumn']>[1]) => Promise<T>,
  ): Promise<void> {
    const { age, signal } = this.#begin(what);
    set({ kind: 'working', progress: null });
    try {
      const value = await call({
        signal,
        onProgress: (progress) => {
          if (age === this.#age && !signal.aborted) set({ kind: 'working', progress });
        },
      });
      if (age !== this.#age) return;
      set({ kind: 'done', value });
      this.#onFound();
    } catch (error) {
      if (age === this.#age) set(isCancelled(error) ? IDLE : failed(error));
    }
  }
}

/** About how long a sweep takes, from how long fitting and learning took on the same table. */
export function sweepCost(
  plan: SweepPlan,
  table: Readonly<{ trainRows: number; columns: number; trainedRows: number | null }>,
  times: readonly StageTime[],
): SweepCost {
  const secondsOf = (...stages: readonly StageTime['stage'][]): number =>
    times.filter(({ stage }) => stages.includes(stage)).reduce((sum, { seconds }) => sum + seconds, 0);
  const learning = secondsOf('utility');
  const perRow =
    learning > 0 && table.trainedRows !== null && table.trainedRows > 0
      ? learning / (FITS_OF_JUDGEMENT * table.trainedRows)
      : SECONDS_PER_CELL * table.columns;
  const fitting = plan.generator === 'refitted' ? secondsOf('fitting', 'sampling') / Math.max(1, table.trainRows) : 0;
  let seconds = 0;
  for (const { design, base, mixes, syntheticRows } of plan.points) {
    for (const { realRows, syntheticRows: added } of mixes) seconds += perRow * (realRows + added);
    seconds += fitting * Math.max(syntheticRows, (design === 'substitute' ? 1 : base) * table.trainRows);
  }
  return {
    points: plan.points.length,
    tables: plan.points.reduce((sum, { mixes }) => sum + mixes.length, 0),
    refits: plan.generator === 'refitted' ? plan.points.length : 0,
    seconds: seconds / SIDE_BY_SIDE,
  };
}

/** The part of a plan that is done, as a plan: curves whose first repeat is done, which holds their real rows alone. */
function keptPoints(
  plan: SweepPlan,
  scores: readonly SweepScores[],
): Readonly<{ plan: SweepPlan; scores: readonly SweepScores[] }> {
  const byPlace = new Map(scores.map((score) => [score.place, score]));
  const hasStart = plan.points.map(({ design, base }) =>
    plan.points.some(
      (point, place) => point.design === design && point.base === base && point.repeat === 0 && byPlace.has(place),
    ),
  );
  const places = [...plan.points.keys()].filter((place) => byPlace.has(place) && hasStart[place]);
  if (places.length === plan.points.length) return { plan, scores };
  const points = places.map((place) => plan.points[place]!);
  const disclosures = [
    ...plan.disclosures,
    { what: 'points of the sweep', kept: points.length, of: plan.points.length },
  ];
  return {
    plan: { ...plan, points, disclosures },
    scores: places.map((place, at) => ({ ...byPlace.get(place)!, place: at })),
  };
}
