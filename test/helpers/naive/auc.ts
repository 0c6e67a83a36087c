/** Every pair looked at: the area, and DeLong's variance from its definition. */
export function naiveAuc(positives: ArrayLike<number>, negatives: ArrayLike<number>): number {
  return mean(Array.from(positives, (score) => placementAbove(score, Array.from(negatives))));
}

export function naiveDelongVariance(positives: ArrayLike<number>, negatives: ArrayLike<number>): number {
  const ofPositives = Array.from(positives, (score) => placementAbove(score, Array.from(negatives)));
  const ofNegatives = Array.from(negatives, (score) => 1 - placementAbove(score, Array.from(positives)));
  return sampleVariance(ofPositives) / ofPositives.length + sampleVariance(ofNegatives) / ofNegatives.length;
}

function placementAbove(score: number, others: readonly number[]): number {
  return mean(others.map((other) => (other < score ? 1 : other === score ? 0.5 : 0)));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sampleVariance(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}
