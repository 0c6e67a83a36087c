/**
 * Quoted cells. A quote closes only before a delimiter or a line end (blanks between are padding), so that apostrophes
 * and stray quotes inside a cell survive; a doubled quote is one quote. A cell with both a stray quote and a line end
 * would swallow records: its opening quote was a letter; likewise if no closing quote is found within reach. Where a
 * backslash escapes, it does so inside quotes only, and a doubled quote is still one quote.
 */

export const LETTER = 0;
export const DELIMITER = 1;
export const LINE_END = 2;
/** A carriage return: a line end if a line feed follows, else a letter. */
export const CARRIAGE = 3;

/**
 * Bytes of the syntax; `classes` says what each byte is outside quotes. `blank` is −1 if blanks delimit, `quote` and
 * `escape` are −1 where there is none; a line that begins with `comment` is none of the table, unless that is empty.
 */
export type Syntax = Readonly<{
  delimiter: number;
  quote: number;
  escape: number;
  lineEnd: 10 | 13;
  blank: number;
  comment: readonly number[];
  classes: Uint8Array;
}>;

/** `quote` and `escape`: empty where there is none. */
export function syntaxOf(
  delimiter: string,
  quote: string,
  lineEnd: '\n' | '\r',
  comment = '',
  escape: '' | '\\' = '',
): Syntax {
  const classes = new Uint8Array(256);
  classes[10] = lineEnd === '\n' ? LINE_END : LETTER;
  classes[13] = lineEnd === '\n' ? CARRIAGE : LINE_END;
  classes[delimiter.charCodeAt(0)] = DELIMITER;
  return {
    delimiter: delimiter.charCodeAt(0),
    quote: quote === '' ? -1 : quote.charCodeAt(0),
    escape: escape === '' ? -1 : escape.charCodeAt(0),
    lineEnd: lineEnd === '\n' ? 10 : 13,
    blank: delimiter === ' ' ? -1 : 32,
    comment: Array.from(comment, (letter) => letter.charCodeAt(0)),
    classes,
  };
}

export function isComment({ comment }: Syntax, bytes: Uint8Array, at: number): boolean {
  return comment.length > 0 && comment.every((byte, place) => bytes[at + place] === byte);
}

/** The bytes ran out before the quote closed. */
export const UNFINISHED = -1;
export const UNCLOSED = -2;
/** Text behind a closing quote. */
export const STRAY = -3;

/** What `closingQuote` met on its way: line ends inside, and quotes that are doubled or escaped. */
export type QuoteFacts = { lines: number; isDoubled: boolean };

/** The place of the quote that closes the one at `open`; `bytes[end − 1]` is a line end. Looks at most `reach` bytes far. */
export function closingQuote(
  { quote, escape, lineEnd, classes, blank }: Syntax,
  bytes: Uint8Array,
  open: number,
  end: number,
  reach: number,
  facts: QuoteFacts,
): number {
  const last = Math.min(end, open + reach);
  let isStray = false;
  facts.lines = 0;
  facts.isDoubled = false;
  let at = open + 1;
  for (;;) {
    while (at < last && bytes[at] !== quote && bytes[at] !== lineEnd && bytes[at] !== escape) at++;
    if (at >= last) return last === end ? UNFINISHED : UNCLOSED;
    if (bytes[at] === lineEnd) {
      if (isStray) return STRAY;
      facts.lines++;
      at++;
    } else if (bytes[at] === escape) {
      facts.isDoubled = true;
      at += bytes[at + 1] === lineEnd ? 1 : 2;
    } else if (bytes[at + 1] === quote) {
      facts.isDoubled = true;
      at += 2;
    } else {
      let after = at + 1;
      while (bytes[after] === blank) after++;
      const kind = classes[bytes[after]!];
      if (kind === DELIMITER || kind === LINE_END || (kind === CARRIAGE && bytes[after + 1] === 10)) return at;
      if (facts.lines > 0) return UNCLOSED;
      isStray = true;
      at++;
    }
  }
}

/** The text between the quotes with doubled and escaped quotes made one, into `out`; answers its length. */
export function unescapeQuotes(
  { quote, escape, delimiter }: Syntax,
  bytes: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
): number {
  let length = 0;
  for (let at = start; at < end; at++) {
    const next = at + 1 < end ? bytes[at + 1]! : -2;
    const isEscaped = next === quote || next === escape || next === delimiter;
    if ((bytes[at] === quote && next === quote) || (bytes[at] === escape && isEscaped)) at++;
    out[length++] = bytes[at]!;
  }
  return length;
}

/** The end of a bare cell that begins at or before `at`: its delimiter or line end. */
export function bareEnd(classes: Uint8Array, bytes: Uint8Array, start: number): number {
  let at = start;
  for (;;) {
    const kind = classes[bytes[at]!];
    if (kind !== LETTER && (kind !== CARRIAGE || bytes[at + 1] === 10)) return at;
    at++;
  }
}

/** Behind the blanks at `at`. */
export function behindBlanks(bytes: Uint8Array, start: number, blank: number): number {
  let at = start;
  while (bytes[at] === blank) at++;
  return at;
}

/** Behind the line end that follows, or the end of the bytes. */
export function behindLine(bytes: Uint8Array, at: number, lineEnd: number): number {
  const end = bytes.indexOf(lineEnd, at);
  return end < 0 ? bytes.length : end + 1;
}

/** Whether a text can only be read back if it is quoted. `delimiter`: empty where nothing delimits. */
export function needsQuotes(text: string, delimiter: string, quote: string): boolean {
  if (text.includes('\n') || text.includes('\r') || isPadding(text[0]) || isPadding(text.at(-1))) return true;
  // The whole line is the cell: only a quote at its beginning would open.
  return delimiter === '' ? text.startsWith(quote) : text.includes(delimiter) || text.includes(quote);
}

function isPadding(letter: string | undefined): boolean {
  return letter === ' ' || letter === '\t';
}
