/**
 * A table as JSON, an array of records with one record a line, or as JSON lines. Missing cells are null, or the mark
 * that they keep apart. Numbers keep their places, and where they stood in texts they do again, with their marks and
 * affixes; levels that are all true and false, or all numbers, are written as such; dates are texts.
 * Reading back gives the same cells, but for texts that the reader takes for missing.
 */
import { unreachable } from '../errors.ts';
import type { Column, Table } from '../table/column.ts';
import { writeDate } from '../table/dates.ts';
import type { Dialect } from './dialect.ts';
import { spellStyled } from './number-style.ts';
import { placesOf, type WriteOptions } from './write-csv.ts';
import { datesWriter, levelsWriter, missingCells, wholeOf, writeRows, type CellWriter } from './write-rows.ts';

const encoder = new TextEncoder();
const NULL = encoder.encode('null');
const QUOTE = encoder.encode('"');
const NOTHING = new Uint8Array(0);

/** `areLines`: one record a line and nothing around them. */
export function writeJsonBytes(
  table: Table,
  dialect: Dialect,
  { tag }: Pick<WriteOptions, 'tag'>,
  areLines: boolean,
): Uint8Array<ArrayBuffer> {
  const writers = table.columns.map((column, index) => writerOf(column, index, dialect));
  const names = table.columns.map(({ name }) => name);
  if (tag) {
    writers.push({ kind: 'constant', bytes: encoder.encode(JSON.stringify(tag.value)) });
    names.push(tag.name);
  }
  const frame = {
    head: encoder.encode(areLines ? '' : '[\n'),
    before: names.map((name, index) => encoder.encode(`${index === 0 ? '{' : ','}${JSON.stringify(name)}:`)),
    after: encoder.encode('}'),
    between: encoder.encode(areLines ? '\n' : ',\n'),
    tail: encoder.encode(areLines ? '\n' : '\n]\n'),
  };
  return wholeOf((onPart) => writeRows(table.rowCount, writers, frame, onPart));
}

/** What levels are in formats that have types: all of them numbers or booleans, or texts. */
export function levelType(levels: readonly string[]): 'number' | 'boolean' | 'text' {
  if (levels.length === 0) return 'text';
  if (levels.every((level) => level === 'true' || level === 'false')) return 'boolean';
  const areNumbers = levels.every(
    (level) => /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(level) && level.replace(/\D/g, '').length <= 15,
  );
  return areNumbers ? 'number' : 'text';
}

/** A mark that is kept apart; an empty cell has none but null. */
function spellMark(mark: string): Uint8Array {
  return mark === '' ? NULL : encoder.encode(JSON.stringify(mark));
}

function writerOf(column: Column, index: number, dialect: Dialect): CellWriter {
  const writing = dialect.columns[index];
  const areTexts = writing?.areTexts === true;
  switch (column.kind) {
    case 'numeric': {
      const places = placesOf(column, writing);
      const missing = missingCells(column, NULL, spellMark);
      const style = areTexts ? writing.style : undefined;
      if (style !== undefined) {
        const spell = (value: number): Uint8Array => encoder.encode(JSON.stringify(spellStyled(value, style, places)));
        return datesWriter(column.values, spell, missing);
      }
      return { kind: 'numbers', values: column.values, places, missing, quote: areTexts ? QUOTE : NOTHING };
    }
    case 'datetime':
      return datesWriter(
        column.epochMs,
        (moment) => encoder.encode(JSON.stringify(writeDate(moment, column.format))),
        missingCells(column, NULL, spellMark),
      );
    case 'categorical':
    case 'identifier':
    case 'text': {
      const type = levelType(column.levels);
      const isBare = type === 'boolean' || (type === 'number' && !areTexts);
      const spelled = column.levels.map((level) => encoder.encode(isBare ? level : JSON.stringify(level)));
      return levelsWriter(column.codes, [...spelled, NULL]);
    }
    default:
      return unreachable(column);
  }
}
