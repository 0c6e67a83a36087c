/** A million draws of the discrete Gaussian, equal to those of its BigInt twin: no chance of a false alarm. */
import { expect, test } from 'vitest';
import { createByteReader } from '../../../src/core/privacy/entropy.ts';
import { discreteGaussian, gaussianShape } from '../../../src/core/privacy/samplers.ts';
import { seededEntropy } from '../../../src/core/privacy/seeded-entropy.ts';
import { naiveDiscreteGaussian } from '../../helpers/naive/samplers.ts';

// The fast path ends where a square passes 2^53: at the middle variances draws near zero take it and far ones do not.
test.each([64n, 3000n * 256n + 1n, 150n * 150n * 256n + 1n, 400n * 400n * 256n + 3n, 10n ** 12n * 256n + 1n])(
  'discreteGaussian equals its naive twin on 200,000 draws of variance %d / 256 (false alarm 0)',
  (p) => {
    const fast = createByteReader(seededEntropy(5));
    const slow = createByteReader(seededEntropy(5));
    const shape = gaussianShape(p, 256n);
    for (let i = 0; i < 200_000; i++) {
      const draw = discreteGaussian(shape, fast);
      if (BigInt(draw) !== naiveDiscreteGaussian(p, 256n, slow)) expect.fail(`draw ${i} differs`);
    }
    expect(fast.next()).toBe(slow.next());
  },
);
