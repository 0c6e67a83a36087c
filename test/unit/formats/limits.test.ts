import { expect, test } from 'vitest';
import { noticeText } from '../../../src/core/errors.ts';
import { MAX_BYTES, refuseLarge, sizeNotices } from '../../../src/core/formats/limits.ts';

test('2 GiB are read, a byte more is refused', () => {
  expect(() => refuseLarge(MAX_BYTES)).not.toThrow();
  expect(() => refuseLarge(MAX_BYTES + 1)).toThrow('The file has 2,049 MB; the limit is 2,048 MB.');
});

test('from 512 MiB of text on it is told, in Parquet it is not', () => {
  expect(sizeNotices(2 ** 29 - 1, 'csv')).toEqual([]);
  expect(sizeNotices(2 ** 29, 'parquet')).toEqual([]);
  for (const format of ['csv', 'json', 'jsonl']) {
    const [notice] = sizeNotices(2 ** 29, format);
    expect(notice).toMatchObject({ code: 'file-large', severity: 'warning', count: 512 });
    expect(noticeText(notice!)).toMatch(/^The file holds 512 MB of text/);
  }
});
