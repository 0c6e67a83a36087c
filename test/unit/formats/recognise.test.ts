import { expect, test } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { recognise } from '../../../src/core/formats/recognise.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

function refusal(first: Uint8Array): string {
  try {
    return recognise(first);
  } catch (error) {
    return error instanceof UserError ? `${error.code}: ${error.message}` : 'fault';
  }
}

test('gzip is known by its first two bytes', () => expect(recognise(Uint8Array.of(0x1f, 0x8b, 8))).toBe('gzip'));

test.each([
  'a,b\n1,2\n',
  '',
  'PA,PB\n',
  '[x],[y]\n1,2',
  '{a}\n{b}\n',
  '<5,>5\n1,2\n',
  'BZ\n1\n',
  '\u00ef\u00bb\u00bfa\n1\n',
])('text is text: %j', (text) => expect(recognise(bytes(text))).toBe('text'));

test.each([
  ['PAR1\u0015\u0004', 'parquet'],
  ['PK\u0003\u0004....[Content_Types].xml', 'workbook'],
  ['[{"a": 1}, {"a": 2}]', 'json'],
  ['[\n [1, 2]]', 'json'],
  ['\u00ef\u00bb\u00bf{ "a": 1 }\n{ "a": 2 }', 'json'],
])('%j is %s', (text, kind) => expect(recognise(bytes(text))).toBe(kind));

test.each([
  ['\u00d0\u00cf\u0011\u00e0\u00a1', 'unsupported-format', '.xls'],
  ['\u00d0\u00cf\u0011\u00e0....E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0', 'workbook-protected', 'password'],
  ['PK\u0003\u0004....mimetypeapplication/vnd.oasis', 'archive', 'Take the table out'],
  ['%PDF-1.7', 'unsupported-format', 'a PDF'],
  ['\u0089PNG\r\n', 'unsupported-format', 'a picture'],
  ['\u00ff\u00d8\u00ff\u00e0', 'unsupported-format', 'a picture'],
  ['SQLite format 3\u0000', 'unsupported-format', 'an SQLite database'],
  ['<!doctype html><html>', 'markup', 'saved web page'],
  [' <?xml version="1.0"?>', 'markup', 'saved web page'],
  ['<table class="a"><tr>', 'markup', 'saved web page'],
])('%j is refused as %s', (text, code, word) => {
  const said = refusal(bytes(text));
  expect(said).toContain(`${code}: `);
  expect(said).toContain(word);
  expect(said.length).toBeLessThan(230);
});
