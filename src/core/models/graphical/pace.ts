/**
 * What each round of AIM may spend. ρ is shared by T = 4d rounds (3d below epsilon 0.2), d = columns: all single columns
 * take d measurements at once, then every round measures for nine tenths of its share and selects for one.
 * `quicken`: the deviation of the noise is halved from the next round on, which then costs four times as much. When two
 * rounds are no longer affordable, the last takes all that is left, but for nine grains at most.
 * Units: whole grains of rho. Privacy: a function of declared sizes and of the budget; whoever quickens must have
 * released values as the reason.
 */
const ROUNDS = 4;
const FEW_ROUNDS = 3;
const SMALL_EPSILON = 0.2;

/** The price of one measurement and of one choice, both at least 1. */
export type Round = Readonly<{ measure: number; select: number }>;

export interface Pace {
  /** The next round, entered as used; null when there is none. */
  next(): Round | null;
  quicken(): void;
  /** Used share of ρ, the last round's included. */
  usedShare(): number;
}

/** T: no fit takes more rounds. */
export function roundsOf(epsilon: number, columnCount: number): number {
  return Math.max(1, columnCount * (epsilon < SMALL_EPSILON ? FEW_ROUNDS : ROUNDS));
}

/** For at most so many grains. Nine tenths exactly: many rounds then cost no more than one for all their grains. */
export function roundFor(grains: number): Round {
  const select = Math.floor(grains / 10);
  return { measure: 9 * select, select };
}

/** In grains: the budget, and what the single columns have cost. */
export type Spending = Readonly<{ whole: number; used: number }>;

export function createPace({ whole, used: before }: Spending, rounds: number): Pace {
  let used = before;
  let price = roundFor(whole / rounds);
  let isOver = price.select < 1;
  return {
    next: () => {
      if (isOver) return null;
      const left = whole - used;
      isOver = left < 2 * (price.measure + price.select);
      if (isOver) price = roundFor(left);
      if (price.select < 1) return null;
      used += price.measure + price.select;
      return price;
    },
    quicken: () => {
      price = { measure: 4 * price.measure, select: 4 * price.select };
    },
    usedShare: () => used / whole,
  };
}
