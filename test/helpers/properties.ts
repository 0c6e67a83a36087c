/** Properties with one fixed seed, so that a failure can be repeated; raise `runs` where the law is cheap. */
import fc from 'fast-check';

const SEED = 20_260_101;

export function forAll<T>(values: fc.Arbitrary<T>, law: (value: T) => boolean | void, runs = 200): void {
  fc.assert(fc.property(values, law), { seed: SEED, numRuns: runs });
}

export async function forAllAsync<T>(
  values: fc.Arbitrary<T>,
  law: (value: T) => Promise<boolean | void>,
  runs = 100,
): Promise<void> {
  await fc.assert(fc.asyncProperty(values, law), { seed: SEED, numRuns: runs });
}
