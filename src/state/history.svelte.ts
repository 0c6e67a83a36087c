/**
 * What was said, entry by entry, and where in it undo stands. An entry may carry terms, which stand outside the history:
 * those on the other side of a recipe that was applied, so before it, or once it is undone after it.
 */
type Entry<Says, Terms> = Readonly<{ says: Says; terms?: Terms | undefined }>;

export class History<Says, Terms> {
  #entries = $state.raw<readonly Entry<Says, Terms>[]>([]);
  #place = $state(0);

  constructor(first: Says) {
    this.begin(first);
  }

  readonly now = $derived(this.#entries[this.#place]!.says);
  readonly canUndo = $derived(this.#place > 0);
  readonly canRedo = $derived(this.#place < this.#entries.length - 1);

  /** Forgets all that was said. */
  begin(first: Says): void {
    this.#entries = [{ says: first }];
    this.#place = 0;
  }

  /** Takes the place of what was undone. `before`: the terms that a recipe replaced. */
  add(says: Says, before?: Terms): void {
    this.#entries = [...this.#entries.slice(0, this.#place + 1), { says, terms: before }];
    this.#place++;
  }

  /** What stands one entry away; undefined beyond the ends. */
  beside(by: -1 | 1): Says | undefined {
    return this.#entries[this.#place + by]?.says;
  }

  /** Goes one entry on. Past a recipe its terms and `now`, those on this side, change places: answers the others. */
  move(by: -1 | 1, now: Terms): Terms | undefined {
    const crossed = by === 1 ? this.#place + 1 : this.#place;
    this.#place += by;
    const { says, terms } = this.#entries[crossed]!;
    if (terms) this.#entries = this.#entries.map((entry, at) => (at === crossed ? { says, terms: now } : entry));
    return terms;
  }
}
