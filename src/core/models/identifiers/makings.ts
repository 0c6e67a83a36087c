/**
 * What is written in the columns that no model sees, planned before a run and made after it.
 * Identifiers: by the pattern or form that the user declares. Without a claim, else, by what they look like: a form that
 * points at nobody where they look personal, a pattern read off the cells; made ones that a real row holds are drawn
 * again and counted. In all other cases they are numbered 1 … n. Text is dropped unless something else is asked for;
 * made anew without saying how, it is a few words.
 * Privacy: under a claim no cell is looked at, not even to avoid it: which texts are missing would tell. Without one
 * `taken` holds real cells, which are compared and never written.
 * Left out: keys that several rows share. Each row gets its own.
 */
import { unreachable, UserError } from '../../errors.ts';
import { createRng, shuffle } from '../../math/rng.ts';
import type { CheckForm, ColumnChoices, IdentifierChoice } from '../../table/choices.ts';
import type { Column, OpaqueColumn, Table } from '../../table/column.ts';
import { expressionOf, parsePattern, patternSize, type IdentifierPattern } from '../../table/identifier-pattern.ts';
import type { Inference, PersonalSort } from '../../table/inference.ts';
import type { ColumnSchema, Schema } from '../../table/schema.ts';
import { withCheckDigits, withoutCheckDigits } from './check-digits.ts';
import { distinctTexts, orderedTexts, roomBeside } from './distinct-texts.ts';
import { formOf, type FormOfIdentifiers } from './forms.ts';
import { inferPattern } from './infer-pattern.ts';
import { madeText } from './words.ts';

export type Making =
  | Readonly<{ kind: 'empty' }>
  | Readonly<{ kind: 'mark'; mark: string }>
  | Readonly<{ kind: 'words'; words: readonly [number, number] }>
  | Readonly<{ kind: 'numbers'; first: number }>
  /** `first`: the texts stand in order from there on; null: mixed. `size` texts there are. */
  | Readonly<{
      kind: 'pattern';
      pattern: IdentifierPattern;
      check: CheckForm | null;
      first: number | null;
      isUnique: boolean;
      size: number;
      /** Whether a person may have a text of the pattern. */
      mayMeet: boolean;
      taken: ReadonlySet<string>;
    }>;
/** By the name of the column. */
export type Makings = ReadonlyMap<string, Making>;

/** What may be looked at without a claim. */
export type RealCells = Readonly<{ table: Table; inferences: readonly Inference[] }>;

export const REDACTED = '[redacted]';
export const PLACEHOLDER = '[text]';
const USUAL_WORDS = [4, 12] as const;
const NONE: ReadonlySet<string> = new Set();

const FORMS_OF_SORTS: Partial<Record<PersonalSort, IdentifierChoice['form']>> = {
  ...{ email: 'email', phone: 'phone', url: 'url', iban: 'iban', card: 'card', ip: 'ip', mac: 'mac' },
  ...{ name: 'name', street: 'address' },
};

/**
 * `real` null: under a claim. `rowCount` null: not known before the fit. Throws `recipe-invalid` and
 * `identifier-space-small`.
 */
export function planMakings(
  schema: Schema,
  choices: Readonly<Record<string, ColumnChoices>>,
  real: RealCells | null,
  rowCount: number | null,
): Makings {
  const makings = new Map<string, Making>();
  schema.columns.forEach((column, index) => {
    const chosen = choices[column.name] ?? {};
    checkChoices(column, chosen);
    if (isOpaque(column) && column.role !== 'left-out') {
      const cells = real && { column: real.table.columns[index]!, inference: real.inferences[index] };
      makings.set(column.name, makingOf(column, chosen, cells, rowCount));
    }
  });
  return makings;
}

export function isOpaque({ kind }: ColumnSchema): boolean {
  return kind.value === 'identifier' || kind.value === 'text';
}

type Made = Readonly<{ column: OpaqueColumn; redrawn: number }>;

/** The column; `seed` and its name key its chance. A pattern with too little room is used again and again. */
export function madeColumn({ name, kind }: ColumnSchema, making: Making, rowCount: number, seed: number): Made {
  const rng = createRng(seed, 'identifier', name);
  const columnOf = (levels: readonly string[], codeOf: (row: number) => number, redrawn = 0): Made => {
    const codes = Uint32Array.from({ length: rowCount }, (_, row) => codeOf(row));
    return { column: { kind: kind.value as OpaqueColumn['kind'], name, codes, levels }, redrawn };
  };
  switch (making.kind) {
    case 'empty':
      return columnOf([], () => 0);
    case 'mark':
      return columnOf([making.mark], () => 0);
    case 'words': {
      const places = new Map<string, number>();
      const codes = Uint32Array.from({ length: rowCount }, () => {
        const text = madeText(making.words, rng);
        if (!places.has(text)) places.set(text, places.size);
        return places.get(text)!;
      });
      return columnOf([...places.keys()], (row) => codes[row]!);
    }
    case 'numbers': {
      const texts = Array.from({ length: rowCount }, (_, row) => String(making.first + row));
      return columnOf(texts, (row) => row);
    }
    case 'pattern': {
      const { pattern, check, first, taken } = making;
      const count = Math.min(rowCount, making.size);
      if (first !== null) return columnOf(orderedTexts(pattern[0]!, first, count, check), (row) => row % count);
      const { texts, redrawn } = distinctTexts(pattern, count, rng, taken, check);
      const made = columnOf(texts, (row) => row % count, redrawn);
      // Neighbours in the order of their making are alike, which shows where there are few.
      if (!making.isUnique) shuffle(made.column.codes, rng);
      return made;
    }
    default:
      return unreachable(making);
  }
}

function makingOf(
  column: ColumnSchema,
  { fate, identifier, words }: ColumnChoices,
  real: Readonly<{ column: Column; inference: Inference | undefined }> | null,
  rowCount: number | null,
): Making {
  const usual = column.kind.value === 'identifier' || identifier !== undefined ? 'regenerate' : 'drop';
  switch (fate ?? (words ? 'words' : usual)) {
    case 'drop':
      return { kind: 'empty' };
    case 'redact':
      return { kind: 'mark', mark: REDACTED };
    case 'placeholder':
      return { kind: 'mark', mark: PLACEHOLDER };
    case 'words':
      return { kind: 'words', words: words ?? USUAL_WORDS };
    case 'regenerate': {
      const levels = real && 'levels' in real.column ? real.column.levels : [];
      if (identifier !== undefined) return declaredMaking(column, identifier, new Set(levels), rowCount);
      const isText = column.kind.value === 'text';
      const otherwise: Making = isText ? { kind: 'words', words: USUAL_WORDS } : { kind: 'numbers', first: 1 };
      return (real && likeReal(levels, isText, real.inference, rowCount)) ?? otherwise;
    }
  }
}

function declaredMaking(
  { name }: ColumnSchema,
  { form, pattern, check, first = 1, unique }: IdentifierChoice,
  taken: ReadonlySet<string>,
  rowCount: number | null,
): Making {
  const isSequence = form === 'sequence';
  if (isSequence && pattern === undefined) return { kind: 'numbers', first };
  const base: FormOfIdentifiers =
    pattern !== undefined
      ? { pattern: parsePattern(pattern)!, check: check ?? null, isUnique: true }
      : formOf(form as Exclude<typeof form, 'sequence' | undefined>);
  const isUnique = unique ?? base.isUnique;
  const making = patternMaking({ ...base, isUnique }, isUnique && !isSequence ? taken : NONE, pattern !== undefined);
  const room = isSequence ? making.size - first : roomOf(making);
  if (isUnique && rowCount !== null && room < rowCount) {
    throw new UserError('identifier-space-small', { room: Math.max(0, room), rows: rowCount }, { column: name });
  }
  return isSequence ? { ...making, first } : making;
}

/** Null where the cells show nothing to go by, or too little room. */
function likeReal(
  levels: readonly string[],
  isText: boolean,
  inference: Inference | undefined,
  rowCount: number | null,
): Making | null {
  const sort = inference?.personal?.sort;
  const form = sort && FORMS_OF_SORTS[sort];
  const taken = new Set(levels);
  if (form !== undefined) {
    const base = formOf(form as Exclude<typeof form, 'sequence'>);
    const making = patternMaking(base, base.isUnique ? taken : NONE, false);
    return base.isUnique && roomOf(making) < (rowCount ?? 0) ? null : making;
  }
  const text = patternOfCells(levels, isText, inference);
  const pattern = text === null ? null : parsePattern(text);
  if (pattern === null) return null;
  const making = patternMaking({ pattern, check: null, isUnique: true }, taken, true);
  return roomOf(making) < (rowCount ?? 0) ? null : making;
}

/** Null where the cells have none, or where cells of their pattern could be somebody's. */
export function patternOfCells(
  levels: readonly string[],
  isText: boolean,
  inference: Inference | undefined,
): string | null {
  const sort = inference?.personal?.sort;
  const hasForm = sort !== undefined && FORMS_OF_SORTS[sort] !== undefined;
  // What texts share may be words of theirs; a number of a person like those of the table may be somebody's.
  if (isText || hasForm || sort === 'national-number' || inference?.reason.code === 'counts-upwards') return null;
  return inferPattern(levels);
}

type PatternMaking = Extract<Making, { kind: 'pattern' }>;

function patternMaking(
  { pattern, check, isUnique }: FormOfIdentifiers,
  taken: ReadonlySet<string>,
  mayMeet: boolean,
): PatternMaking {
  const size = patternSize(pattern);
  return {
    ...{ kind: 'pattern', pattern, check, first: null, isUnique, size, mayMeet },
    taken: madeAmong(pattern, check, taken),
  };
}

/** Of these texts those that the pattern makes: no other stands in its way. */
function madeAmong(
  pattern: IdentifierPattern,
  check: CheckForm | null,
  texts: ReadonlySet<string>,
): ReadonlySet<string> {
  if (texts.size === 0) return NONE;
  const expression = expressionOf(pattern);
  return new Set(
    [...texts].filter((text) => {
      if (check === null) return expression.test(text);
      const bare = withoutCheckDigits(text, check);
      return expression.test(bare) && withCheckDigits(bare, check) === text;
    }),
  );
}

function roomOf({ pattern, check, taken }: PatternMaking): number {
  return roomBeside(pattern, taken, check);
}

function checkChoices(column: ColumnSchema, { fate, identifier, words }: ColumnChoices): void {
  const isText = column.kind.value === 'text';
  const refuse = (part: string, problem: string): never => {
    throw new UserError('recipe-invalid', { problem }, { key: `columns.${column.name}.${part}`, column: column.name });
  };
  if (fate !== undefined && !isOpaque(column)) refuse('fate', 'is for identifiers and text');
  if (identifier !== undefined && !isOpaque(column)) refuse('identifier', 'is for identifiers and text');
  if (words !== undefined && !isText) refuse('words', 'is for text');
  if ((fate === 'placeholder' || fate === 'words') && !isText) refuse('fate', 'is for text');
  if (identifier !== undefined && fate !== undefined && fate !== 'regenerate')
    refuse('identifier', 'says how to make what fate says is not made');
}
