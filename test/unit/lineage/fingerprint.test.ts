import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { takeTableRows } from '../../../src/core/table/column.ts';
import { commitmentOf, fingerprintOf } from '../../../src/core/lineage/fingerprint.ts';
import { provenanceTag } from '../../../src/core/lineage/tags.ts';
import { forAll } from '../../helpers/properties.ts';
import { categorical, numeric, smallTables, tableOf } from '../../helpers/tables.ts';

test('a table has one fingerprint, whatever the order of its dictionary and the sign of a zero', () => {
  const a = tableOf(numeric('n', [0, null]), categorical('c', ['x', 'y'], ['x', 'y', 'unused']));
  const b = tableOf(numeric('n', [-0, null]), categorical('c', ['x', 'y'], ['y', 'x']));
  expect(fingerprintOf(a)).toEqual(fingerprintOf(b));
});

test('reversing the rows keeps the fingerprint of the rows and changes that of the content', () => {
  const table = tableOf(numeric('n', [1, 2, 3]), categorical('c', ['x', 'y', null]));
  const [a, b] = [fingerprintOf(table), fingerprintOf(takeTableRows(table, Uint32Array.of(2, 1, 0)))];
  expect(b.rows).toBe(a.rows);
  expect(b.content).not.toBe(a.content);
});

test('one changed cell changes its column, the content and the rows, and no other column', () => {
  forAll(fc.tuple(smallTables, fc.nat()), ([table, place]) => {
    const row = place % table.rowCount;
    const [first, ...rest] = table.columns;
    if (first?.kind !== 'numeric') throw new Error('the first column is numeric');
    const values = first.values.slice();
    values[row] = 99;
    const [a, b] = [fingerprintOf(table), fingerprintOf({ ...table, columns: [{ ...first, values }, ...rest] })];
    expect(a.columns.map((column, i) => column.sha256 === b.columns[i]!.sha256)).toEqual([false, true, true]);
    expect(a.content === b.content || a.rows === b.rows).toBe(false);
  });
});

test('a renamed column changes the content and not the rows', () => {
  const [a, b] = [fingerprintOf(tableOf(numeric('n', [1]))), fingerprintOf(tableOf(numeric('m', [1])))];
  expect([a.content === b.content, a.rows === b.rows]).toEqual([false, true]);
});

test('a commitment is the SHA-256 of salt and hash, and another salt gives another', () => {
  const salt = Uint8Array.from({ length: 32 }, (_, i) => i);
  const hash = 'ab'.repeat(32);
  expect(commitmentOf(salt, hash)).toBe(createHash('sha256').update(salt).update(hash).digest('hex'));
  expect(
    commitmentOf(
      salt.map((byte) => byte + 1),
      hash,
    ),
  ).not.toBe(commitmentOf(salt, hash));
});

test('the tag gives way to a column of the source that has its name', () => {
  expect(provenanceTag(['a']).name).toBe('_provenance');
  expect(provenanceTag(['_provenance']).name).toBe('_provenance_2');
});
