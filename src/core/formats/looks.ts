/** Whether a text looks like a number, an amount, a date or a time, however it is written: enough to tell it from a name. */
const VALUE =
  /^[-+(]?\s?(?:[A-Z]{3}\s|[€$£¥])?\s?[-+]?[.,]?\d[\d\s.,:/'’+-]*(?:[eE][-+]?\d+)?\s?(?:[%€$£¥)]|[A-Z]{3}|[AaPp][Mm])?$/;
const DATE = /^(?:\d{4}-\d\d-\d\d[T ]|\d{8}T\d|\d{1,2}[-/ .][A-Za-z]{3,9}[-/ .]\d{2,4}$)/;

export function looksLikeValue(text: string): boolean {
  return VALUE.test(text) || DATE.test(text);
}
