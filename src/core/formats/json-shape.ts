/**
 * Where in a JSON text the table lies. Known by what its outermost value holds:
 *   records   [{…}, {…}], or the one member of an object that is such a list
 *   lists     [[…], […]], with or without names in the first; or { columns: […], data: [[…], […]] }
 *   columns   { a: […], b: […] }, or { a: { label: … }, b: { label: … } }
 *   lines     one record after the other
 * Cost: lines are judged by their first record, an object by walking over it once.
 */
import { UserError } from '../errors.ts';
import type { Chunks } from './chunks.ts';
import { createCursor, expectSign, peek, readString, takes, tokenText, walkValue, type Cursor } from './json-cursor.ts';

export type JsonShape =
  | Readonly<{ kind: 'lines' }>
  /** `member`: of the outermost object; null if the list is the outermost value. */
  | Readonly<{ kind: 'records'; member: string | null; leftOut: readonly string[] }>
  | Readonly<{ kind: 'lists'; member: string | null; names: string | null; leftOut: readonly string[] }>
  | Readonly<{ kind: 'columns'; areLabelled: boolean }>;

/** What a value is, and what the first value in it is. */
type Sort = 'scalar' | 'list' | 'record' | 'none';
type Member = Readonly<{ name: string; sort: Sort; inner: Sort }>;

/** Throws `no-rows`, `json-no-table` or `json-broken`. */
export function jsonShape(chunks: Chunks): JsonShape {
  const cursor = createCursor(chunks);
  if (takes(cursor, '[')) {
    const sort = sortOf(peek(cursor));
    if (sort === 'none') throw new UserError('no-rows');
    if (sort === 'scalar') throw new UserError('json-no-table');
    return sort === 'record'
      ? { kind: 'records', member: null, leftOut: [] }
      : { kind: 'lists', member: null, names: null, leftOut: [] };
  }
  const members = membersOf(cursor);
  if (peek(cursor) >= 0) return { kind: 'lines' };
  if (members.length === 0) throw new UserError('no-rows');
  return shapeOfObject(members);
}

/** A cursor at the value of this member of the outermost object. */
export function atMember(cursor: Cursor, member: string | null): Cursor {
  if (member === null) return cursor;
  expectSign(cursor, '{');
  for (;;) {
    readString(cursor);
    const isIt = tokenText(cursor) === member;
    expectSign(cursor, ':');
    if (isIt) return cursor;
    walkValue(cursor, false);
    expectSign(cursor, ',');
  }
}

function shapeOfObject(members: readonly Member[]): JsonShape {
  const others = (...taken: string[]): string[] => members.flatMap(({ name }) => (taken.includes(name) ? [] : [name]));
  const find = (name: string, inner: Sort): Member | undefined =>
    members.find((member) => member.name === name && member.sort === 'list' && member.inner === inner);
  if (find('columns', 'scalar') && find('data', 'list')) {
    return { kind: 'lists', member: 'data', names: 'columns', leftOut: others('data', 'columns') };
  }
  const lists = members.filter(({ sort, inner }) => sort === 'list' && inner === 'record');
  if (lists.length === 1) return { kind: 'records', member: lists[0]!.name, leftOut: others(lists[0]!.name) };
  if (members.every(({ sort, inner }) => sort === 'list' && inner === 'scalar')) {
    return { kind: 'columns', areLabelled: false };
  }
  if (members.every(({ sort, inner }) => sort === 'record' && inner === 'scalar')) {
    return { kind: 'columns', areLabelled: true };
  }
  if (members.some(({ sort }) => sort === 'scalar') && lists.length === 0) return { kind: 'lines' };
  throw new UserError('json-no-table');
}

function membersOf(cursor: Cursor): Member[] {
  const members: Member[] = [];
  expectSign(cursor, '{');
  if (takes(cursor, '}')) return members;
  do {
    readString(cursor);
    const name = tokenText(cursor);
    expectSign(cursor, ':');
    const sort = sortOf(peek(cursor));
    members.push({ name, sort, inner: innerSort(cursor, sort) });
  } while (takes(cursor, ','));
  expectSign(cursor, '}');
  return members;
}

/** Goes behind the value. */
function innerSort(cursor: Cursor, sort: Sort): Sort {
  if (sort !== 'list' && sort !== 'record') {
    walkValue(cursor, false);
    return 'none';
  }
  const isList = sort === 'list';
  expectSign(cursor, isList ? '[' : '{');
  if (takes(cursor, isList ? ']' : '}')) return 'none';
  let first: Sort | null = null;
  do {
    if (!isList) {
      readString(cursor);
      expectSign(cursor, ':');
    }
    first ??= sortOf(peek(cursor));
    walkValue(cursor, false);
  } while (takes(cursor, ','));
  expectSign(cursor, isList ? ']' : '}');
  return first;
}

function sortOf(byte: number): Sort {
  if (byte === 91) return 'list';
  if (byte === 123) return 'record';
  return byte === 93 || byte === 125 || byte < 0 ? 'none' : 'scalar';
}
