/** Draws by the hundred thousand, equal to those of a BigInt twin on the same bytes: no chance of a false alarm. */
import { expect, test } from 'vitest';
import { createByteReader } from '../../../src/core/privacy/entropy.ts';
import { discreteGaussian, exponentialChoice, gaussianShape } from '../../../src/core/privacy/samplers.ts';
import { seededEntropy } from '../../../src/core/privacy/seeded-entropy.ts';
import { naiveDiscreteGaussian, naiveExponentialChoice } from '../../helpers/naive/samplers.ts';

// The fast path ends where a square passes 2^53: at the middle variances draws near zero take it and far ones do not.
test.each([64n, 3000n * 256n + 1n, 150n * 150n * 256n + 1n, 400n * 400n * 256n + 3n, 10n ** 12n * 256n + 1n])(
  'discreteGaussian equals its naive twin on 50,000 draws of variance %d / 256 (false alarm 0)',
  (p) => {
    const fast = createByteReader(seededEntropy(5));
    const slow = createByteReader(seededEntropy(5));
    const shape = gaussianShape(p, 256n);
    for (let i = 0; i < 50_000; i++) {
      const draw = discreteGaussian(shape, fast);
      if (BigInt(draw) !== naiveDiscreteGaussian(p, 256n, slow)) expect.fail(`draw ${i} differs`);
    }
    expect(fast.next()).toBe(slow.next());
  },
);

// Rates with a small denominator, one that reduces, one beyond 2^53; gaps whose products end on either side of 2^53.
test.each([
  [1n, 3n],
  [3n * 2n ** 20n, 2n ** 35n],
  [2n ** 24n + 1n, 2n ** 56n - 1n],
])('exponentialChoice at %d / %d equals its naive twin on 50,000 draws (false alarm 0)', (p, q) => {
  const fast = createByteReader(seededEntropy(6));
  const slow = createByteReader(seededEntropy(6));
  const step = Number(q / (8n * p)) || 1;
  const scores = Float64Array.of(0, -5 * step, 9 * step, 7 * step, -(2 ** 52), 8 * step);
  const whole = Array.from(scores, BigInt);
  for (let i = 0; i < 50_000; i++) {
    const draw = exponentialChoice(scores, p, q, fast);
    if (BigInt(draw) !== naiveExponentialChoice(whole, p, q, slow)) expect.fail(`draw ${i} differs`);
  }
  expect(fast.next()).toBe(slow.next());
});
