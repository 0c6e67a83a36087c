import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRng } from '../../../../src/core/math/rng.ts';
import { encodeTable } from '../../../../src/core/models/encoding.ts';
import type { TreesModel } from '../../../../src/core/models/model.ts';
import { synthesizerById } from '../../../../src/core/models/registry.ts';
import { growTree, WORDS, type Asked, type ColumnTree } from '../../../../src/core/models/trees/grow.ts';
import { strongestBefore } from '../../../../src/core/models/trees/links.ts';
import type { Predictor } from '../../../../src/core/models/trees/predictors.ts';
import { silent } from '../../../../src/core/progress.ts';
import type { Recipe } from '../../../../src/core/recipe.ts';
import type { Table } from '../../../../src/core/table/column.ts';
import type { Train } from '../../../../src/core/table/split.ts';
import { schemaFor } from '../../../helpers/assess.ts';
import { EPSILON_1, fitTable, recipeFor, sampleCodes, sampleRows } from '../../../helpers/models.ts';
import { forAll } from '../../../helpers/properties.ts';
import { categorical, numeric, rowsOf, tableOf } from '../../../helpers/tables.ts';

const rng = createRng(7, 'trees-test');
const draws = (rowCount: number, draw: (row: number) => number): number[] =>
  Array.from({ length: rowCount }, (_, row) => draw(row));

test('under a claim there are none, and the sentence says why', () => {
  const schema = schemaFor(tableOf(numeric('x', [1, 2, 3])));
  const act = (): unknown => synthesizerById('trees').plan(schema, recipeFor('trees', { privacy: EPSILON_1 }));
  expect(act).toThrow(expect.objectContaining({ code: 'claim-unsupported' }));
  const table = tableOf(numeric('x', [1, 2, 3]));
  const { plan } = fitTable('trees', table);
  const claimed = { claim: true } as Parameters<ReturnType<typeof synthesizerById>['fit']>[2];
  expect(() => synthesizerById('trees').fit(table as Train, plan, claimed, silent)).toThrow(
    expect.objectContaining({ code: 'claim-unsupported' }),
  );
});

test('small leaves are warned of, and a number is an option like its digits', () => {
  const schema = schemaFor(tableOf(numeric('x', [1, 2, 3])));
  const plan = (minLeaf: unknown) =>
    synthesizerById('trees').plan(schema, {
      ...recipeFor('trees'),
      synthesizer: { id: 'trees', options: { minLeaf } },
    });
  expect(plan(5)).toMatchObject({ options: { minLeaf: '5' }, warnings: [{ code: 'leaves-small', count: 5 }] });
  expect(plan('10').warnings).toEqual([]);
});

test('every leaf holds as many rows as asked for, and all rows are in leaves', () => {
  const { model } = fitTable('trees', linkedTable(900));
  for (const { asked, starts, counts } of (model as TreesModel).trees) {
    let rows = 0;
    asked.forEach((column, node) => {
      const held = counts.subarray(starts[node], starts[node + 1]).reduce((sum, count) => sum + count, 0);
      rows += held;
      expect(held >= (column < 0 ? 20 : 0) && (column < 0 || held === 0)).toBe(true);
    });
    expect(rows).toBe(900);
  }
});

test('a function of another column stays one', () => {
  const region = draws(2000, () => rng.below(12));
  const table = tableOf(
    categorical(
      'city',
      region.map((r) => `city ${r}`),
    ),
    categorical(
      'country',
      region.map((r) => `c${r % 3}`),
    ),
  );
  for (const [city, country] of rowsOf(sampleRows(fitTable('trees', table), 3000))) {
    expect(country).toBe(`c${Number(String(city).slice(5)) % 3}`);
  }
});

test('columns that are missing together stay so, and values beside them stay linked', () => {
  const rows = draws(3000, () => rng.uniform());
  const table = tableOf(
    categorical(
      'smokes',
      rows.map((u) => (u < 0.3 ? 'yes' : 'no')),
    ),
    numeric(
      'packs',
      rows.map((u) => (u < 0.3 ? 1 + rng.below(30) : null)),
    ),
    numeric(
      'years',
      rows.map((u) => (u < 0.3 ? rng.below(40) : null)),
    ),
  );
  const made = rowsOf(sampleRows(fitTable('trees', table), 3000));
  for (const [smokes, packs, years] of made)
    expect([packs === null, years === null]).toEqual([smokes === 'no', smokes === 'no']);
});

test('an interaction of three columns that no pair shows is found where leaves allow it', () => {
  const [a, b] = [draws(4000, () => rng.below(2)), draws(4000, () => rng.below(2))];
  const table = tableOf(
    ...[a, b, a.map((x, row) => x ^ b[row]!)].map((bits, at) => categorical('abc'[at]!, bits.map(String))),
  );
  const made = rowsOf(sampleRows(fitTable('trees', table), 4000));
  const even = made.filter((cells) => cells.filter((cell) => cell === '1').length % 2 === 0).length;
  // Greedy trees see it only by the chance that a first split gains something; with these rows it does.
  expect(even).toBeGreaterThan(3900);
});

test('a thousand levels do not blow up: as many nodes as leaves of 20 rows allow', () => {
  const table = tableOf(
    numeric(
      'x',
      draws(20_000, () => rng.below(500)),
    ),
    categorical(
      'code',
      draws(20_000, () => rng.below(1000)).map((code) => `c${code}`),
    ),
  );
  const { trees } = fitTable('trees', table).model as TreesModel;
  for (const { asked } of trees) expect(asked.length).toBeLessThan((2 * 20_000) / 20);
});

test('a number that fewer than five rows hold is not repeated more often than its neighbourhood would', () => {
  const values = draws(400, (row) => 1_000_003 * row + 17 * rng.below(1000));
  const made = sampleRows(fitTable('trees', tableOf(numeric('x', values))), 400).columns[0]!;
  const held = new Set(values);
  expect(made.kind === 'numeric' && [...made.values].filter((value) => held.has(value)).length).toBeLessThan(4);
});

test('above 200,000 rows a sample is fitted, and told', () => {
  const codes = draws(200_500, (row) => row % 7);
  const { model } = fitTable(
    'trees',
    tableOf(
      categorical('a', codes.map(String)),
      categorical(
        'b',
        codes.map((c) => String(c % 2)),
      ),
    ),
  );
  expect(model.notices).toMatchObject([{ code: 'rows-sampled', count: 200_000 }]);
  expect((model as TreesModel).trees[1]!.counts.reduce((sum, count) => sum + count, 0)).toBe(200_000);
});

test('fewer rows are fitted, and fewer columns asked, where the recipe says so', () => {
  const { plan, grow } = synthesizerById('trees');
  const treeOf = (last: number, options: Recipe['synthesizer']['options'], table: Table): ColumnTree => {
    const schema = schemaFor(table);
    const planned = plan(schema, { ...recipeFor('trees'), synthesizer: { id: 'trees', options } });
    const source = { claim: false, schema, rng: createRng(1, 'fit') } as const;
    return grow!(table as Train, planned, source, { index: last, of: last + 1 }, silent)[last]!;
  };
  const long = treeOf(
    0,
    { fittedRows: 50_000 },
    tableOf(
      numeric(
        'x',
        draws(50_100, (row) => row % 7),
      ),
    ),
  );
  expect(long.counts.reduce((sum, count) => sum + count, 0)).toBe(50_000);

  const coin = createRng(8, 'coins');
  const coins = draws(101, (column) => column).map(() => draws(4000, () => coin.below(2))); // rows enough to ask 25
  const sums = draws(4000, (row) => coins.reduce((sum, column) => sum + column[row]!, 0));
  const wide = tableOf(...coins.map((column, at) => numeric(`coin ${at}`, column)), numeric('sum', sums));
  const most = (predictors: number): number => {
    const { asked } = treeOf(101, { predictors }, wide);
    return new Set(asked.filter((column) => column >= 0)).size;
  };
  expect(most(20)).toBe(20);
  expect(most(50)).toBe(25);
});

test('of many columns those are asked that tell most', () => {
  const bins = draws(60, (column) => column).map(() => Uint8Array.from({ length: 500 }, () => 1 + rng.below(6)));
  bins[7] = bins[59]!.slice();
  bins[31] = bins[59]!.map((bin) => 7 - bin);
  const before = strongestBefore([...bins.keys()], bins, 3);
  expect(before[59]).toEqual(expect.arrayContaining([7, 31]));
  expect(before[59]).toHaveLength(3);
  expect(before[2]).toEqual([0, 1]);
  expect(strongestBefore([...bins.keys()], bins, 3, 12)[59]).toEqual([7, 12, 31]);
});

test('a declared target stands first, and every tree asks it first, if it tells nothing too', () => {
  const { model } = fitTable('trees', linkedTable(900), { target: 'sex' });
  const { order, trees, domain } = model as TreesModel;
  const target = domain.columns.findIndex(({ name }) => name === 'sex');
  expect(order[0]).toBe(target);
  expect(order.slice(1).map((column) => trees[column]!.asked[0])).toEqual([target, target, target]);
});

test('trees grown in shares side by side make the model of one fit, byte for byte', () => {
  const table = linkedTable(400) as Train;
  const whole = fitTable('trees', table, { target: 'sex' });
  const { fit, grow } = synthesizerById('trees');
  const source = { claim: false, schema: whole.schema, rng: createRng(1, 'fit') } as const;
  for (const of of [1, 2, 5]) {
    const shares = Array.from({ length: of }, (_, index) => grow!(table, whole.plan, source, { index, of }, silent));
    const grown = whole.model.counts.map(
      (_, column) => shares.map((share) => share[column]!).find((tree) => tree) ?? null,
    );
    expect(shares.flat().filter((tree) => tree !== null)).toHaveLength(4);
    expect(fit(table, whole.plan, { ...source, grown }, silent)).toEqual(whole.model);
  }
});

test('a target with too few rows of a level is not asked, and the others are', () => {
  const table = linkedTable(900);
  const rare = categorical(
    'rare',
    draws(900, (row) => row).map((row) => (row < 19 ? 'yes' : 'no')),
  );
  const { order, trees } = fitTable('trees', tableOf(...table.columns, rare), { target: 'rare' }).model as TreesModel;
  expect(order[0]).toBe(table.columns.length);
  const asked = trees.flatMap((tree) => [...tree.asked]).filter((column) => column >= 0);
  expect(asked).not.toContain(table.columns.length);
  expect(asked.length).toBeGreaterThan(0);
});

test('grown trees are those of a slow twin that tries every cut and counts anew', () => {
  const shapes = fc.record({
    rows: fc.integer({ min: 2, max: 100 }),
    classCount: fc.integer({ min: 2, max: 30 }),
    sizes: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 3 }),
    ordered: fc.boolean(),
    minLeaf: fc.integer({ min: 1, max: 12 }),
    seed: fc.nat(1e6),
  });
  forAll(shapes, ({ rows, classCount, sizes, ordered, minLeaf, seed }) => {
    const own = createRng(seed, 'twin');
    const asked = sizes.map((size, column): Asked => {
      const predictor: Predictor = { binOf: new Uint8Array(0), binCount: size + 1, isOrdered: ordered };
      return { column, bins: Uint8Array.from({ length: rows }, () => own.below(size + 1)), predictor };
    });
    const classes = Uint16Array.from({ length: rows }, (_, row) =>
      own.below(3) > 0 ? asked[0]!.bins[row]! % classCount : own.below(classCount),
    );
    const target = { codes: classes, codeCount: classCount, classes };
    const tree = growTree(target, asked, minLeaf);
    expect(leavesOf(tree, asked, rows)).toEqual(slowLeaves(classes, asked, minLeaf));
  });
});

/** Sets of rows, by their first row. */
function leavesOf(tree: ColumnTree, columns: readonly Asked[], rows: number): number[][] {
  const byLeaf = new Map<number, number[]>();
  for (let row = 0; row < rows; row++) {
    const node = nodeOf(tree, columns, row);
    const held = byLeaf.get(node);
    if (held) held.push(row);
    else byLeaf.set(node, [row]);
  }
  return [...byLeaf.values()].sort((a, b) => a[0]! - b[0]!);
}

function nodeOf({ asked, child, sides }: ColumnTree, columns: readonly Asked[], row: number): number {
  let node = 0;
  while (asked[node]! >= 0) {
    const bin = columns[asked[node]!]!.bins[row]!;
    node = child[node]! + 1 - ((sides[WORDS * node + (bin >>> 5)]! >>> (bin & 31)) & 1);
  }
  return node;
}

function slowLeaves(classes: Uint16Array, asked: readonly Asked[], minLeaf: number): number[][] {
  const purity = (rows: readonly number[]): number => {
    const counts = new Map<number, number>();
    for (const row of rows) counts.set(classes[row]!, (counts.get(classes[row]!) ?? 0) + 1);
    return rows.length === 0 ? 0 : [...counts.values()].reduce((sum, count) => sum + count * count, 0) / rows.length;
  };
  const all = [...classes.keys()];
  const least = 1e-8 * (all.length - purity(all));
  const grow = (rows: readonly number[], depth: number): number[][] => {
    let best: { gain: number; left: number[]; right: number[] } | null = null;
    if (rows.length >= 2 * minLeaf && depth < 30 && rows.length - purity(rows) > least) {
      for (const { bins, predictor } of asked) {
        const present = [...new Set(rows.map((row) => bins[row]!))].filter((bin) => bin > 0).sort((a, b) => a - b);
        if (!predictor.isOrdered && present.length > 2) present.sort((a, b) => share(a) - share(b) || a - b);
        const hasMissing = rows.some((row) => bins[row] === 0);
        for (const first of hasMissing ? [[0], []] : [[]]) {
          for (let cut = 0; cut <= present.length; cut++) {
            const goes = new Set([...first, ...present.slice(0, cut)]);
            const left = rows.filter((row) => goes.has(bins[row]!));
            const right = rows.filter((row) => !goes.has(bins[row]!));
            if (Math.min(left.length, right.length) < minLeaf) continue;
            const gain = purity(left) + purity(right) - purity(rows);
            if (gain > (best?.gain ?? least) + 1e-9) best = { gain, left, right };
          }
        }
        function share(bin: number): number {
          const own = rows.filter((row) => bins[row] === bin);
          return own.filter((row) => classes[row] === major(rows)).length / own.length;
        }
      }
    }
    return best === null ? [[...rows]] : [...grow(best.left, depth + 1), ...grow(best.right, depth + 1)];
  };
  const major = (rows: readonly number[]): number => {
    const counts = new Map<number, number>();
    for (const row of rows) counts.set(classes[row]!, (counts.get(classes[row]!) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]![0];
  };
  return grow(all, 0).sort((a, b) => a[0]! - b[0]!);
}

test('encoded rows reach a leaf that holds their code', () => {
  const table = linkedTable(600);
  const model = fitTable('trees', table).model as TreesModel;
  const coded = encodeTable(table, model.domain);
  const bins = coded.columns.map((codes, column) => codes.map((code) => model.predictors[column]!.binOf[code]!));
  model.trees.forEach(({ asked, child, sides, starts, codes }, column) => {
    for (let row = 0; row < 600; row++) {
      let node = 0;
      while (asked[node]! >= 0) {
        const bin = bins[asked[node]!]![row]!;
        node = child[node]! + 1 - ((sides[WORDS * node + (bin >>> 5)]! >>> (bin & 31)) & 1);
      }
      expect(codes.subarray(starts[node], starts[node + 1])).toContain(coded.columns[column]![row]);
    }
  });
});

test('counts too large to be kept grow the same tree: of equal columns the first is asked', () => {
  const [rows, classCount, binCount] = [50_000, 400, 60];
  const bins = Uint8Array.from({ length: rows }, () => rng.below(binCount));
  const asked: Asked = { column: 0, bins, predictor: { binOf: new Uint8Array(0), binCount, isOrdered: true } };
  const classes = Uint16Array.from(bins, (bin) => (5 * bin + rng.below(200)) % classCount);
  const target = { codes: classes, codeCount: classCount, classes };
  const tree = growTree(target, [asked], 2000);
  expect(tree.asked.length).toBeGreaterThan(9);
  expect(
    growTree(
      target,
      Array.from({ length: 100 }, () => asked),
      2000,
    ),
  ).toEqual(tree);
});

test('leaves of a large tree hold the codes of the rows that reach them, in their numbers', () => {
  const rows = 20_000;
  const asked = [2, 9, 40].map((size, column): Asked => {
    const predictor: Predictor = { binOf: new Uint8Array(0), binCount: size + 1, isOrdered: column > 0 };
    return { column, bins: Uint8Array.from({ length: rows }, () => rng.below(size + 1)), predictor };
  });
  const codes = Uint16Array.from({ length: rows }, (_, row) => asked[2]!.bins[row]! * 3 + rng.below(40));
  const classes = codes.map((code) => code >> 3);
  const tree = growTree({ codes, codeCount: 160, classes }, asked, 20);
  const reached = new Map<number, number>();
  for (const leaf of leavesOf(tree, asked, rows)) {
    const node = nodeOf(tree, asked, leaf[0]!);
    for (const row of leaf) reached.set(256 * node + codes[row]!, (reached.get(256 * node + codes[row]!) ?? 0) + 1);
  }
  const held = tree.asked.length;
  const told = new Map<number, number>();
  for (let node = 0; node < held; node++) {
    for (let at = tree.starts[node]!; at < tree.starts[node + 1]!; at++)
      told.set(256 * node + tree.codes[at]!, tree.counts[at]!);
  }
  expect(held).toBeGreaterThan(500);
  expect(told).toEqual(reached);
});

test('an independent draw of a leaf has its shares (chi-squared, false alarm 1e-9 at z = 6)', () => {
  const table = tableOf(
    categorical(
      'a',
      draws(1000, (row) => row % 10).map((k) => (k < 7 ? 'x' : k < 9 ? 'y' : 'z')),
    ),
  );
  const { model } = fitTable('trees', table);
  const counts = [0, 0, 0];
  for (const code of sampleCodes(model, 30_000, 'independent').columns[0]!) counts[code]!++;
  [0.7, 0.2, 0.1].forEach((share, code) => {
    expect(Math.abs(counts[code]! - 30_000 * share)).toBeLessThan(6 * Math.sqrt(30_000 * share * (1 - share)));
  });
});

function linkedTable(rowCount: number): Table {
  const z = draws(rowCount, () => rng.normal());
  return tableOf(
    numeric(
      'age',
      z.map((u) => Math.round(40 + 12 * u)),
    ),
    numeric(
      'pay',
      z.map((u) => (rng.uniform() < 0.1 ? null : Math.round(1000 * (30 + 8 * u + 4 * rng.normal())))),
    ),
    categorical(
      'town',
      z.map((u) => `t${Math.min(9, Math.floor(Math.abs(u) * 4))}`),
    ),
    categorical(
      'sex',
      draws(rowCount, () => rng.below(2)).map((bit) => (bit === 1 ? 'f' : 'm')),
    ),
  );
}
