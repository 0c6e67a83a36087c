/** Synthesizers that no claim can hold for, by id: a list of its own, so that the page need not load the models. */
export const NEVER_CLAIMED: readonly string[] = ['trees'];
