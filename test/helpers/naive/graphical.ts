/** Graphical models the long way: the whole table, cell by cell, and sets of columns for the elimination. */
export type NaiveModel = Readonly<{
  sizes: readonly number[];
  cliques: readonly (readonly number[])[];
  potentials: readonly Float64Array[];
  total: number;
}>;

/** The codes of a cell of the table over `columns`, the last column fastest. */
export function naiveCodes(cell: number, columns: readonly number[], sizes: readonly number[]): number[] {
  const codes: number[] = [];
  for (const column of [...columns].reverse()) {
    codes.unshift(cell % sizes[column]!);
    cell = Math.floor(cell / sizes[column]!);
  }
  return codes;
}

/** The cell of the table over `columns` for a row of codes of all columns. */
export function naiveCell(row: readonly number[], columns: readonly number[], sizes: readonly number[]): number {
  return columns.reduce((cell, column) => cell * sizes[column]! + row[column]!, 0);
}

/** total·exp(Σ θ)/Σ exp(Σ θ) over all columns. */
export function naiveTable({ sizes, cliques, potentials, total }: NaiveModel): number[] {
  const all = [...sizes.keys()];
  const cells = sizes.reduce((product, size) => product * size, 1);
  const logs = Array.from({ length: cells }, (_, cell) => {
    const row = naiveCodes(cell, all, sizes);
    return cliques.reduce((sum, clique, at) => sum + potentials[at]![naiveCell(row, clique, sizes)]!, 0);
  });
  const highest = Math.max(...logs);
  const masses = logs.map((log) => Math.exp(log - highest));
  const sum = masses.reduce((a, b) => a + b, 0);
  return masses.map((mass) => (mass / sum) * total);
}

/** The sums of a table over all columns for the codes of some. */
export function naiveMarginal(
  table: readonly number[],
  columns: readonly number[],
  sizes: readonly number[],
): number[] {
  const all = [...sizes.keys()];
  const sums = new Array<number>(columns.reduce((product, column) => product * sizes[column]!, 1)).fill(0);
  table.forEach((mass, cell) => {
    sums[naiveCell(naiveCodes(cell, all, sizes), columns, sizes)]! += mass;
  });
  return sums;
}

/** Cells of the maximal cliques when always the column with the smallest clique goes, lowest index first. */
export function naiveTreeCells(cliques: readonly (readonly number[])[], sizes: readonly number[]): number {
  const neighbours = sizes.map((_, column) => new Set(cliques.filter((clique) => clique.includes(column)).flat()));
  const left = new Set(sizes.keys());
  const bags: Set<number>[] = [];
  const bagOf = (column: number) => new Set([column, ...[...neighbours[column]!].filter((other) => left.has(other))]);
  const cellsOf = (bag: Set<number>) => [...bag].reduce((product, column) => product * sizes[column]!, 1);
  while (left.size > 0) {
    const next = [...left].reduce((best, column) => (cellsOf(bagOf(column)) < cellsOf(bagOf(best)) ? column : best));
    const bag = bagOf(next);
    for (const a of bag) for (const b of bag) neighbours[a]!.add(b);
    left.delete(next);
    if (!bags.some((earlier) => [...bag].every((column) => earlier.has(column)))) bags.push(bag);
  }
  return bags.reduce((sum, bag) => sum + cellsOf(bag), 0);
}
