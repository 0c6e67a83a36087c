/**
 * From log-potentials to marginals: the model p ∝ exp(Σ_r θ_r), as tables over the cliques of its junction tree that
 * agree wherever they overlap (message passing, Lauritzen and Spiegelhalter 1988, JRSS B 50:157, in Hugin's form).
 * Potentials live on the measured cliques. One that lies inside another is added to it; exp(θ − max) is taken on those
 * that are left and multiplied into the clique tables, so that no exponential is needed per cell of a clique. Messages
 * run to the root, each divided by its maximum, and back as ratios, 0/0 = 0; the tables then sum to `total`.
 * A maximum below 1e-140 sends the whole run into logs: from there products of two scales would leave the doubles.
 * θ = −∞ is a structural zero. Buffers and maps are made once; a run allocates nothing.
 * Cost: per clique two passes over its cells, and two more per largest measured clique inside it; about 15 to 20 ns a cell.
 * Privacy: post-processing of released numbers.
 */
import { assert } from '../../errors.ts';
import {
  addIn,
  cellCount,
  copyIn,
  isPart,
  logSumOut,
  multiplyIn,
  sumOut,
  type Clique,
  type PartMap,
  type PartMaps,
} from './factor.ts';
import { smallestHome, type JunctionTree, type TreeEdge } from './junction-tree.ts';

const TINY = 1e-140;

/** A tree whose tables are the model's marginals on its cliques. */
export type Calibrated = Readonly<{ tree: JunctionTree; tables: readonly Float64Array[]; maps: PartMaps }>;

export interface Calibrator extends Calibrated {
  /**
   * Calibrates `tables` and writes the marginals on the measured cliques. At least one cell must have mass.
   * Answers whether it had to work in logs; `inLogs` makes it do so.
   */
  run(potentials: readonly Float64Array[], marginals: readonly Float64Array[], inLogs?: boolean): boolean;
}

/** A measured clique: the smallest other that holds it (`host`), or else the clique of the tree that does (`home`). */
type Measured = {
  index: number;
  host: Measured | null;
  home: number;
  toHost: PartMap;
  toHome: PartMap;
  /** Its logs with those of the cliques inside it, then their exponentials, then also the messages inside it. */
  weights: Float64Array;
};

/**
 * An edge of the tree with its message to the parent and its ratio back. `parentHost` is a measured clique in the parent
 * that holds the separator: it takes the message, and gives the sums, in place of the parent's whole table.
 */
type Link = {
  edge: TreeEdge;
  toParent: PartMap;
  toChild: PartMap;
  parentHost: Measured | null;
  toParentHost: PartMap;
  message: Float64Array;
  scale: number;
  ratio: Float64Array;
};

/** `cliques` may repeat and contain each other; each lies in a clique of `tree`. The tables sum to `total`. */
export function createCalibrator(
  tree: JunctionTree,
  cliques: readonly Clique[],
  sizes: readonly number[],
  total: number,
  maps: PartMaps,
): Calibrator {
  const tables = tree.cliques.map((clique) => new Float64Array(cellCount(clique, sizes)));
  const measured = measuredCliques(tree, cliques, sizes, tables, maps);
  const links = tree.edges.map((edge) => linkOf(edge, tree, cliques, measured, sizes, maps));
  const inside = tables.map((_, at) => measured.filter(({ host, home }) => host === null && home === at));
  const linksBelow = tables.map((_, at) => links.filter(({ edge }) => edge.parent === at));
  const linkAbove = tables.map((_, at) => links.find(({ edge }) => edge.child === at) ?? null);

  /** Each table becomes the product of its potentials and of the messages from below; false if a message all but vanishes. */
  function collect(): boolean {
    for (let at = links.length; at >= 0; at--) {
      const child = at === 0 ? 0 : links[at - 1]!.edge.child;
      const table = tables[child]!;
      for (const link of linksBelow[child]!) {
        if (link.parentHost !== null) multiplyIn(link.parentHost.weights, link.toParentHost, link.message);
      }
      let isFilled = false;
      for (const { toHome, weights } of inside[child]!) {
        if (isFilled) multiplyIn(table, toHome, weights);
        else copyIn(table, toHome, weights);
        isFilled = true;
      }
      if (!isFilled) table.fill(1);
      for (const link of linksBelow[child]!) {
        if (link.parentHost === null && link.edge.separator.length > 0) multiplyIn(table, link.toParent, link.message);
      }
      const above = linkAbove[child];
      if (above) {
        sumOut(table, above.toChild, above.message);
        above.scale = largest(above.message);
        if (above.scale < TINY) return false;
        scaleBy(above.message, 1 / above.scale);
      }
    }
    return true;
  }

  /** From the root outward, each table becomes the marginal on its clique. */
  function distribute(marginals: readonly Float64Array[]): void {
    writeMarginals(0, marginals);
    for (const { edge, toParent, toChild, parentHost, toParentHost, message, scale, ratio } of links) {
      if (parentHost !== null) sumOut(marginals[parentHost.index]!, toParentHost, ratio);
      else sumOut(tables[edge.parent]!, toParent, ratio);
      for (let cell = 0; cell < ratio.length; cell++) {
        ratio[cell] = message[cell]! > 0 ? ratio[cell]! / message[cell]! / scale : 0;
      }
      multiplyIn(tables[edge.child]!, toChild, ratio);
      writeMarginals(edge.child, marginals);
    }
  }

  function writeMarginals(clique: number, marginals: readonly Float64Array[]): void {
    for (const { index, toHome } of inside[clique]!) sumOut(tables[clique]!, toHome, marginals[index]!);
  }

  function runLinear(potentials: readonly Float64Array[], marginals: readonly Float64Array[]): boolean {
    for (const { index, weights } of measured) weights.set(potentials[index]!);
    for (const { host, toHost, weights } of measured) {
      if (host !== null) addLogs(host.weights, toHost, weights);
      else exponentiate(weights);
    }
    if (!collect()) return false;
    const sum = sumOf(tables[0]!);
    if (sum < TINY) return false;
    scaleBy(tables[0]!, total / sum);
    distribute(marginals);
    return true;
  }

  /** The same two sweeps with sums of logs for products, for as long as it takes. */
  function runInLogs(potentials: readonly Float64Array[], marginals: readonly Float64Array[]): void {
    for (const table of tables) table.fill(0);
    for (const { index, home, toHome } of measured) addIn(tables[home]!, toHome, potentials[index]!);
    for (const { edge, toParent, toChild, message } of links.toReversed()) {
      logSumOut(tables[edge.child]!, toChild, message);
      addIn(tables[edge.parent]!, toParent, message);
    }
    const all = new Float64Array(1);
    logSumOut(tables[0]!, maps.of(tree.cliques[0]!, []), all);
    assert(all[0]! > -Infinity, 'calibrate: some cell has mass');
    const shift = Math.log(total) - all[0]!;
    for (let k = 0; k < tables[0]!.length; k++) tables[0]![k]! += shift;
    for (const { edge, toParent, toChild, message, ratio } of links) {
      logSumOut(tables[edge.parent]!, toParent, ratio);
      for (let cell = 0; cell < ratio.length; cell++) {
        ratio[cell] = message[cell]! > -Infinity ? ratio[cell]! - message[cell]! : -Infinity;
      }
      addIn(tables[edge.child]!, toChild, ratio);
    }
    for (const table of tables) for (let k = 0; k < table.length; k++) table[k] = Math.exp(table[k]!);
    for (let at = 0; at < tables.length; at++) writeMarginals(at, marginals);
  }

  return {
    tree,
    tables,
    maps,
    run: (potentials, marginals, inLogs = false) => {
      const isLinear = !inLogs && runLinear(potentials, marginals);
      if (!isLinear) runInLogs(potentials, marginals);
      for (let at = measured.length - 1; at >= 0; at--) {
        const { index, host, toHost } = measured[at]!;
        if (host !== null) sumOut(marginals[host.index]!, toHost, marginals[index]!);
      }
      return !isLinear;
    },
  };
}

/** Every clique before the one that is its host. */
function measuredCliques(
  tree: JunctionTree,
  cliques: readonly Clique[],
  sizes: readonly number[],
  tables: readonly Float64Array[],
  maps: PartMaps,
): Measured[] {
  const largestFirst = [...cliques.keys()].sort((a, b) => cliques[b]!.length - cliques[a]!.length || a - b);
  const found: Measured[] = [];
  for (const index of largestFirst) {
    const clique = cliques[index]!;
    const weights = new Float64Array(cellCount(clique, sizes));
    const host = smallestHost(clique, cliques, found);
    const home = smallestHome(tree, clique, tables);
    assert(home >= 0, 'createCalibrator: the tree holds every clique');
    const toHost = maps.of(host === null ? clique : cliques[host.index]!, clique);
    found.push({ index, host, home, toHost, toHome: maps.of(tree.cliques[home]!, clique), weights });
  }
  return found.reverse();
}

function smallestHost(part: Clique, cliques: readonly Clique[], among: readonly Measured[]): Measured | null {
  let host: Measured | null = null;
  for (const other of among) {
    const isSmaller = host === null || other.weights.length < host.weights.length;
    if (isSmaller && isPart(part, cliques[other.index]!)) host = other;
  }
  return host;
}

function linkOf(
  edge: TreeEdge,
  tree: JunctionTree,
  cliques: readonly Clique[],
  measured: readonly Measured[],
  sizes: readonly number[],
  maps: PartMaps,
): Link {
  const { separator } = edge;
  const cells = cellCount(separator, sizes);
  const inParent = measured.filter(({ host, home }) => host === null && home === edge.parent);
  const parentHost = smallestHost(separator, cliques, inParent);
  const host = parentHost === null ? tree.cliques[edge.parent]! : cliques[parentHost.index]!;
  return {
    edge,
    toParent: maps.of(tree.cliques[edge.parent]!, separator),
    toChild: maps.of(tree.cliques[edge.child]!, separator),
    parentHost,
    toParentHost: maps.of(host, separator),
    message: new Float64Array(cells),
    scale: 1,
    ratio: new Float64Array(cells),
  };
}

function addLogs(table: Float64Array, { inner, shared, outer }: PartMap, part: Float64Array): void {
  if (outer === null) {
    for (let k = 0; k < table.length; k++) table[k]! += part[k]!;
    return;
  }
  for (let o = 0, k = 0; o < outer.length; o++) {
    for (let i = 0; i < inner; i++, k++) table[k]! += part[shared ? outer[o]! + i : outer[o]!]!;
  }
}

/** exp(θ − max), in place. */
function exponentiate(logs: Float64Array): void {
  const highest = largest(logs);
  for (let cell = 0; cell < logs.length; cell++) {
    logs[cell] = highest > -Infinity ? Math.exp(logs[cell]! - highest) : 0;
  }
}

function largest(values: Float64Array): number {
  let highest = -Infinity;
  for (let cell = 0; cell < values.length; cell++) if (values[cell]! > highest) highest = values[cell]!;
  return highest;
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let cell = 0; cell < values.length; cell++) sum += values[cell]!;
  return sum;
}

function scaleBy(values: Float64Array, factor: number): void {
  for (let cell = 0; cell < values.length; cell++) values[cell] = values[cell]! * factor;
}
