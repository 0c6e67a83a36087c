/**
 * What can go wrong, as a catalogue. A `UserError` is something that the user can mend: a code, a place, a sentence.
 * A `Notice` is odd but usable: it travels in results and is never thrown. `assert` is for faults of ours.
 * Privacy: facts are names of columns, steps, codes, counts and limits. No sentence ever holds a cell's value.
 */
import { noticeSentences, sentences } from './sentences.ts';

/** Where it happened: a line of the file (1-based), a column's name, a step of the page, a key of the recipe, a part of an ensemble. */
export type Place = Readonly<{ line?: number; column?: string; step?: string; key?: string; part?: string }>;
export type Fact = string | number | readonly string[];
export type Facts = Readonly<Record<string, Fact>>;

export type ErrorCode = keyof typeof sentences;
export type NoticeCode = keyof typeof noticeSentences;

/** An error as it crosses the wire: `code` is a catalogue code, or 'fault' for a fault of ours. */
export type ErrorData = Readonly<{ code: ErrorCode | 'fault'; message: string; place: Place; facts: Facts }>;

/** A question has a preselected answer, a warning changed or set aside data, a note informs. */
export type Severity = 'question' | 'warning' | 'note';
export type Notice = Readonly<{
  code: NoticeCode;
  severity: Severity;
  place: Place;
  count: number;
  facts: Facts;
  /** The first lines that it speaks of, at most ten. */
  lines?: readonly number[];
  /** Of a question: the answers there are, the one that was taken first. */
  answers?: readonly Answer[];
}>;
/** Confidential: `shown` are texts of the file that a person must see to choose. The page draws them; nothing else uses them. */
export type Answer = Readonly<{ answer: string; shown: readonly string[] }>;

/** Something the user can mend. The sentence says what, where, and what to do. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly code: ErrorCode;
  readonly place: Place;
  readonly facts: Facts;

  constructor(code: ErrorCode, facts: Facts = {}, place: Place = {}) {
    super(inPlace(sentences[code](facts, place), place));
    this.code = code;
    this.place = place;
    this.facts = facts;
  }
}

/** A notice of this severity. `count` is the number of cells, lines or columns it speaks of. */
export function noticeOf(
  code: NoticeCode,
  severity: Severity,
  place: Place = {},
  count = 1,
  facts: Facts = {},
): Notice {
  return { code, severity, place, count, facts };
}

/** A question with its answers, the one that was taken first. */
export function questionOf(
  code: NoticeCode,
  answers: readonly Answer[],
  place: Place = {},
  count = 1,
  facts: Facts = {},
): Notice {
  return { ...noticeOf(code, 'question', place, count, facts), answers };
}

/** The notice without what only the page may draw. */
export function withoutAnswers({ answers: _confidential, ...notice }: Notice): Notice {
  return notice;
}

/** The sentence of a notice, in English. */
export function noticeText(notice: Notice): string {
  return inPlace(noticeSentences[notice.code](notice), notice.place);
}

/** Does the work of one part of an ensemble: what is wrong with it is said of that part. */
export function asPart<T>(part: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { code, facts, place } = error;
    throw new UserError(code, facts, { ...place, part });
  }
}

function inPlace(sentence: string, { part }: Place): string {
  return part === undefined ? sentence : `Ensemble, ${part}: ${sentence}`;
}

/** Any thrown thing as data that survives a worker boundary. Faults of ours keep their own message, which core writes without cell values. */
export function toErrorData(thrown: unknown): ErrorData {
  if (thrown instanceof UserError) {
    return { code: thrown.code, message: thrown.message, place: thrown.place, facts: thrown.facts };
  }
  const message = thrown instanceof Error ? thrown.message : 'Something that is not an error was thrown.';
  return { code: 'fault', message, place: {}, facts: {} };
}

/** The same error again on the other side of the wire. */
export function fromErrorData(data: ErrorData): Error {
  if (data.code === 'fault') return new Error(data.message);
  return new UserError(data.code, data.facts, data.place);
}

/** Guards what must hold if our own code is right. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** Ends an exhaustive switch: a new variant stops compiling here. */
export function unreachable(value: never): never {
  throw new Error(`unreachable variant: ${typeof value}`);
}
