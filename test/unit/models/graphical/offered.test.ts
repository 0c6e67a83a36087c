import fc from 'fast-check';
import { expect, test } from 'vitest';
import { junctionTree, junctionTreeCells } from '../../../../src/core/models/graphical/junction-tree.ts';
import { offers } from '../../../../src/core/models/graphical/offered.ts';
import { isPart } from '../../../../src/core/models/graphical/factor.ts';
import { subsetsOf } from '../../../../src/core/models/graphical/workload.ts';
import { forAll } from '../../../helpers/properties.ts';

const graphs = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 3, maxLength: 9 }).chain((sizes) =>
  fc.record({
    sizes: fc.constant(sizes),
    cliques: fc.array(fc.subarray([...sizes.keys()], { minLength: 1, maxLength: 3 }), { maxLength: 6 }),
    limit: fc.nat(400),
  }),
);

test('what is offered is held by the tree already, or leaves one within the limit that is built anew as a whole', () => {
  let [refused, grown] = [0, 0];
  forAll(
    graphs,
    ({ sizes, cliques, limit }) => {
      const tree = junctionTree(cliques, sizes);
      const isOffered = offers({ cliques, tree }, sizes, limit);
      for (const order of [1, 2, 3]) {
        for (const clique of subsetsOf([...sizes.keys()], order)) {
          const isHeld = tree.cliques.some((home) => isPart(clique, home));
          const cells = junctionTreeCells([...cliques, clique], sizes);
          if (!isOffered(clique)) {
            refused++;
            // Or a part of it was refused before: a heuristic order of elimination may make the whole smaller than the part.
            const isBarred = subsetsOf(clique, order - 1).some((part) => part.length > 0 && !isOffered(part));
            expect(!isHeld && (cells > limit || isBarred)).toBe(true);
          } else if (!isHeld) {
            grown++;
            expect(cells).toBeLessThanOrEqual(limit);
          }
        }
      }
    },
    300,
  );
  expect(Math.min(refused, grown)).toBeGreaterThan(1000);
});
