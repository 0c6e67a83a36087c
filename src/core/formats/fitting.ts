/**
 * Which form of several the texts of a column have, when a few of them may have none: the same for the styles of numbers
 * and the patterns of dates. Forms are proposed by the first text that has one; each text that a form does not read counts
 * against it, and more than five different ones rule it out. Cost: one reading for each form that is still in question.
 */

/** More different strangers than this, and the form is not that of the column. */
export const MAX_STRANGERS = 5;

/** A form and the codes of the levels that it does not read. */
export type Fit<Form> = Readonly<{ form: Form; strange: readonly number[]; strangeCells: number }>;

/** The forms that fit, the best first: least cells unread, then the order of `formsOf`. `codes` index `levels` and `counts`. */
export function fittingForms<Form>(
  levels: readonly string[],
  counts: Uint32Array,
  codes: readonly number[],
  formsOf: (text: string) => readonly Form[],
  isRead: (form: Form, text: string) => boolean,
  mostStrange = MAX_STRANGERS,
): Fit<Form>[] {
  const before: number[] = [];
  let open: { form: Form; strange: number[] }[] | null = null;
  for (const code of codes) {
    const text = levels[code]!;
    if (open === null) {
      const forms = formsOf(text);
      if (forms.length > 0) open = forms.map((form) => ({ form, strange: before.slice() }));
      else if (before.push(code) > mostStrange) return [];
      continue;
    }
    for (let i = open.length - 1; i >= 0; i--) {
      const { form, strange } = open[i]!;
      if (!isRead(form, text) && strange.push(code) > mostStrange) open.splice(i, 1);
    }
    if (open.length === 0) return [];
  }
  const cellsOf = (strange: readonly number[]): number => strange.reduce((sum, code) => sum + counts[code]!, 0);
  return (open ?? [])
    .map(({ form, strange }) => ({ form, strange, strangeCells: cellsOf(strange) }))
    .sort((a, b) => a.strangeCells - b.strangeCells);
}
