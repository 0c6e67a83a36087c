/**
 * A person goes through a sample of rows, one at a time. The marks live in the run and are stored with it at once, so
 * that leaving loses none; which rows are real in a mix is known here and shown only once all are marked. A second
 * person may go through the same rows after the first, and sees none of the first one's marks.
 */
import {
  auditResult,
  FEWEST_JUDGED,
  MARKS,
  MOST_ROWS,
  type AuditChoices,
  type Mark,
  type Marked,
} from '../core/report/audit.ts';
import type { AuditRows } from '../core/report/audit-rows.ts';
import { failed, IDLE, type Phase } from './phase.ts';
import type { Run } from './run.svelte.ts';

export { FEWEST_JUDGED, MARKS, MOST_ROWS, type Mark };

export class Review {
  #run: Run;
  drawing = $state.raw<Phase<AuditRows>>(IDLE);
  choices = $state.raw<AuditChoices>({ seed: 1, rows: MOST_ROWS, isBlind: false });
  place = $state(0);
  reviewer = $state<'first' | 'second'>('first');
  /** What is said of the row at hand beside its mark. */
  columns = $state.raw<readonly string[]>([]);
  isTargetWrong = $state(false);
  note = $state('');

  constructor(run: Run) {
    this.#run = run;
    if (run.audit) this.choices = run.audit.choices;
  }

  readonly rows = $derived.by(() => (this.drawing.kind === 'done' ? this.drawing.value.rows : []));
  readonly names = $derived.by(() => (this.drawing.kind === 'done' ? this.drawing.value.columns : []));
  readonly unlikely = $derived.by(() => (this.drawing.kind === 'done' ? this.drawing.value.unlikely : null));
  readonly row = $derived.by(() => this.rows[this.place] ?? null);
  readonly isOver = $derived.by(() => this.rows.length > 0 && this.place >= this.rows.length);
  /** Of the reviewer at hand. */
  readonly markedCount = $derived.by(() => this.#marks().length);
  readonly result = $derived.by(() => (this.#run.audit ? auditResult(this.#run.audit) : null));
  /** The mark that the row at hand already has. */
  readonly mark = $derived.by(() => this.#marked()?.mark ?? null);

  /** Draws the rows, and goes to the first that is not marked yet: a sample that was begun is gone on with. */
  async begin(): Promise<void> {
    const { choices } = this;
    this.drawing = { kind: 'working', progress: null };
    try {
      const rows = await this.#run.auditRows(choices);
      if (!rows) return;
      this.drawing = { kind: 'done', value: rows };
      const before = this.#run.audit;
      const isSame = before !== null && JSON.stringify(before.choices) === JSON.stringify(choices);
      if (!isSame) await this.#run.keepAudit({ choices, drawn: rows.rows.length, marks: [] });
      const hasSecond = isSame && (before.second ?? []).length > 0;
      this.reviewer = hasSecond && before.marks.length === before.drawn ? 'second' : 'first';
      this.#goTo(this.#firstUnmarked());
    } catch (error) {
      this.drawing = failed(error);
    }
  }

  async give(mark: Mark): Promise<void> {
    const { row } = this;
    const { audit } = this.#run;
    if (!row || !audit) return;
    const { columns, isTargetWrong } = this;
    const given: Marked = { row: row.row, origin: row.origin, mark, columns, isTargetWrong, note: this.note.trim() };
    const others = this.#marks().filter((each) => each.row !== row.row || each.origin !== row.origin);
    const marks = [...others, given];
    this.#goTo(this.place + 1);
    await this.#run.keepAudit(this.reviewer === 'first' ? { ...audit, marks } : { ...audit, second: marks });
  }

  back(): void {
    this.#goTo(Math.max(0, this.place - 1));
  }

  toggle(column: string): void {
    this.columns = this.columns.includes(column)
      ? this.columns.filter((name) => name !== column)
      : [...this.columns, column];
  }

  /** Away from the rows: what is marked stays. */
  finish(): void {
    this.place = this.rows.length;
  }

  restart(): void {
    this.drawing = IDLE;
    this.place = 0;
    this.reviewer = 'first';
  }

  /** The same rows once more, for another pair of eyes. */
  beginSecond(): void {
    this.reviewer = 'second';
    this.#goTo(this.#firstUnmarked());
  }

  #firstUnmarked(): number {
    return this.rows.findIndex((row) => !this.#markOf(row));
  }

  #goTo(place: number): void {
    this.place = place < 0 ? this.rows.length : place;
    const said = this.#marked();
    this.columns = said?.columns ?? [];
    this.isTargetWrong = said?.isTargetWrong ?? false;
    this.note = said?.note ?? '';
  }

  #marked(): Marked | undefined {
    return this.row ? this.#markOf(this.row) : undefined;
  }

  #markOf({ row, origin }: Pick<Marked, 'row' | 'origin'>): Marked | undefined {
    return this.#marks().find((each) => each.row === row && each.origin === origin);
  }

  #marks(): readonly Marked[] {
    const { audit } = this.#run;
    return (this.reviewer === 'first' ? audit?.marks : audit?.second) ?? [];
  }
}
