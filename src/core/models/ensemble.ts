/**
 * An ensemble: two to four synthesizers on the same rows, each making a share of the synthetic ones. Models fail
 * differently: trees come near to real rows, graphical ones blur within bins, the copula bends links of categories.
 * Parts are planned and fitted on their own; each has its own coded domain, so that rows meet as values (`rules/`).
 * With a claim: the budget is split equally, and entries add up. Counts of single columns are bought once, at the sum of
 * what the parts would spend on them, and every part is given the same ones. A part that no claim can hold for is refused.
 * Symbols: P = parts. Cost: that of the parts, one after the other.
 * Privacy: all that is done beside the parts follows from recipe and schema. Shares are never chosen by a score.
 */
import { asPart, type Notice } from '../errors.ts';
import { createRng } from '../math/rng.ts';
import type { PlannedMarginal } from '../privacy/forecast.ts';
import { partOf } from '../progress.ts';
import type { Recipe } from '../recipe.ts';
import { anyObject, invalid, objectOf, optional, text, type Check, type Json } from '../recipe/json-checks.ts';
import type { EnsembleModel, Plan, PlannedPart, SingleSynthesizer, Source, Synthesizer } from './model.ts';
import { largestOf } from './memory.ts';
import { measureOneWays } from './one-way.ts';
import { DRAW_OPTION, ONE_WAY_PURPOSE, oneWayAsks, planBasis, typicalMarginal, type ClaimedBasis } from './planning.ts';

export const FEWEST_PARTS = 2;
export const MOST_PARTS = 4;
const DEFAULT_PARTS = { claimed: ['aim', 'copula'], open: ['trees', 'mst'] } as const;
const KEY = 'synthesizer.options.parts';

/** `share` weighs the parts against each other: all equal where none is said. */
type PartChoice = Readonly<{ id: string; share: number; options: Json }>;

/** The ensemble of these synthesizers. */
export function ensembleOf(known: readonly SingleSynthesizer[]): Synthesizer<EnsembleModel> {
  const find = (id: string, key: string): SingleSynthesizer =>
    known.find((one) => one.id === id) ?? invalid(key, `must be one of ${known.map((one) => one.id).join(', ')}`);
  const fitterOf = ({ plan }: PlannedPart): SingleSynthesizer => find(plan.synthesizer, KEY);

  const ensemble: Synthesizer<EnsembleModel> = {
    id: 'ensemble',
    version: 1,
    claims: 'either',
    conditions: known.every(({ conditions }) => conditions === 'exact') ? 'exact' : 'rejection',
    label: 'Ensemble',
    help: 'Two to four synthesizers, each making a share of the rows: what one gets wrong the others may get right.',
    options: [
      DRAW_OPTION,
      {
        name: 'parts',
        choices: [],
        default: '',
        help: 'A list of { id, share, options }: from two to four different synthesizers, with their shares of the rows.',
      },
    ],

    plan(schema, recipe, grains) {
      const { plan, claimed } = planBasis(ensemble, schema, recipe, grains);
      const chosen = readParts(recipe);
      const whole = chosen.reduce((sum, { share }) => sum + share, 0);
      const own = claimed && Math.floor(claimed.grains / chosen.length);
      const planned = chosen.map(({ id, share, options }, place): PlannedPart => {
        const synthesizer = find(id, `${KEY}[${place}].id`);
        if ('draw' in options) invalid(`${KEY}[${place}].options.draw`, 'belongs to the whole ensemble');
        const asked = { ...recipe, synthesizer: { id, options: { ...options, draw: plan.options.draw } } };
        return { share: share / whole, plan: asPart(id, () => synthesizer.plan(schema, asked, own ?? undefined)) };
      });
      const warnings = noticesOf(planned.map(({ plan: { synthesizer, warnings: said } }) => [synthesizer, said]));
      const memories = planned.map(({ plan: { memory } }) => memory);
      const common = { ...plan, memory: largestOf(memories, schema), warnings };
      return claimed === null ? { ...common, parts: planned } : { ...common, ...claimedParts(claimed, planned) };
    },

    fit(train, plan, source, onProgress) {
      const parts = plan.parts ?? [];
      const shared: Source = source.claim
        ? { ...source, oneWays: measureOneWays(train, plan, source, onProgress) }
        : source;
      const models = parts.map((part, place) => {
        const own: Source = shared.claim ? shared : { ...shared, rng: createRng(shared.rng.uint32(), 'part', place) };
        const heard = partOf(onProgress, place, parts.length);
        return asPart(part.plan.synthesizer, () => fitterOf(part).fit(train, part.plan, own, heard));
      });
      return {
        kind: 'ensemble',
        version: ensemble.version,
        rowEstimate: models[0]!.rowEstimate,
        notices: noticesOf(models.map(({ kind, notices }) => [kind, notices])),
        parts: models.map((model, place) => ({ share: parts[place]!.share, model })),
      };
    },
  };
  return ensemble;
}

/** The parts that the recipe names, or the usual ones. Throws `recipe-invalid`. */
function readParts({ privacy, synthesizer }: Recipe): readonly PartChoice[] {
  const given = synthesizer.options['parts'];
  const usual = privacy === null ? DEFAULT_PARTS.open : DEFAULT_PARTS.claimed;
  if (given === undefined) return usual.map((id) => ({ id, share: 1, options: {} }));
  if (!Array.isArray(given) || given.length < FEWEST_PARTS || given.length > MOST_PARTS) {
    return invalid(KEY, `must be a list of ${FEWEST_PARTS} to ${MOST_PARTS} synthesizers`);
  }
  const parts = given.map((one: unknown, place): PartChoice => {
    const at = `${KEY}[${place}]`;
    const { id, share, options } = objectOf(one, at, ['id', 'share', 'options']);
    return {
      id: text(id, `${at}.id`),
      share: optional(share, `${at}.share`, aboveZero) ?? 1,
      options: optional(options, `${at}.options`, anyObject) ?? {},
    };
  });
  if (new Set(parts.map(({ id }) => id)).size < parts.length) invalid(KEY, 'name a synthesizer twice');
  return parts;
}

const aboveZero: Check<number> = (value, key) =>
  typeof value === 'number' && value > 0 && value < Infinity ? value : invalid(key, 'must be a number above 0');

/** Single columns asked for once, for all that the parts would spend on them. */
function claimedParts(claimed: ClaimedBasis, planned: readonly PlannedPart[]): Pick<Plan, 'asks' | 'noise' | 'parts'> {
  const asks = planned.flatMap(({ plan }) => plan.asks);
  const [alone, linked] = [
    asks.filter(({ purpose }) => purpose === ONE_WAY_PURPOSE),
    asks.filter(({ purpose }) => purpose !== ONE_WAY_PURPOSE),
  ];
  const shared = oneWayAsks(
    claimed,
    alone.reduce((sum, { rhoGrains }) => sum + rhoGrains, 0),
  );
  const oneWay = typicalMarginal(
    shared.map(({ cells }) => cells),
    shared[0]?.sigma2 ?? 0,
  );
  const parts = planned.map(({ share, plan }) => ({
    share,
    plan: { ...plan, noise: plan.noise && { ...plan.noise, oneWay } },
  }));
  return { asks: [...shared, ...linked], noise: { oneWay, pair: mixedPair(parts) }, parts };
}

/**
 * The noise of a pair among the rows of all parts: their errors, weighted by shares, at most. Null where a part measures
 * no pair, since what it lacks is no noise.
 */
function mixedPair(parts: readonly PlannedPart[]): PlannedMarginal | null {
  let [cells, sigma] = [0, 0];
  for (const { share, plan } of parts) {
    const pair = plan.noise?.pair;
    if (!pair) return null;
    cells = Math.max(cells, pair.cells);
    sigma += share * Math.sqrt(pair.sigma2);
  }
  return { cells, sigma2: sigma * sigma };
}

/** Each once: parts say the same of the same columns. What not all of them say is said of those that do. */
function noticesOf(parts: readonly (readonly [id: string, notices: readonly Notice[]])[]): readonly Notice[] {
  const told = new Map<string, { notice: Notice; by: Set<string> }>();
  for (const [id, notices] of parts) {
    for (const notice of notices) {
      const key = JSON.stringify(notice);
      const known = told.get(key) ?? { notice, by: new Set() };
      told.set(key, known);
      known.by.add(id);
    }
  }
  return [...told.values()].map(({ notice, by }) =>
    by.size === parts.length ? notice : { ...notice, place: { ...notice.place, part: [...by].join(' and ') } },
  );
}
