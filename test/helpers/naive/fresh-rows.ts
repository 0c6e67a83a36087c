/** E |X / a − Y / b| for X ~ Poisson(a λ), Y ~ Poisson(b λ): the double sum as it stands, for λ up to some dozens. */
export function naiveFreshDifference(law: number, a: number, b: number): number {
  const [x, y] = [poissonChances(a * law), poissonChances(b * law)];
  let sum = 0;
  x.forEach((chance, i) => y.forEach((other, j) => (sum += chance * other * Math.abs(i / a - j / b))));
  return sum;
}

/** Chances of 0, 1, 2, … as far as a double can tell them from none. */
export function poissonChances(mean: number): number[] {
  const chances = [Math.exp(-mean)];
  for (let count = 1; count < mean || chances[count - 1]! > 1e-17; count++) {
    chances.push((chances[count - 1]! * mean) / count);
  }
  return chances;
}
