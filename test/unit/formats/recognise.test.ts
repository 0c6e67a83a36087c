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
  'RDX,RDY\n1,2\n',
  'GIF8,ORC\n1,2\n',
  'BMI,sex\n21,f\n',
  'FEA1,FEA2\n1,2\n',
  'Obj,n\n1,2\n',
  'X\n0\n',
  'BZhous,n\n1,2\n',
])('text is text: %j', (text) => expect(recognise(bytes(text))).toBe('text'));

test.each([
  ['PAR1\u0015\u0004', 'parquet'],
  ['PK\u0003\u0004....[Content_Types].xml', 'workbook'],
  ['[{"a": 1}, {"a": 2}]', 'json'],
  ['[\n [1, 2]]', 'json'],
  ['{"size \\"x\\"": null, "b": 1}', 'json'],
  ['\u00ef\u00bb\u00bf{ "a": 1 }\n{ "a": 2 }', 'json'],
])('%j is %s', (text, kind) => expect(recognise(bytes(text))).toBe(kind));

test.each([
  ['\u00d0\u00cf\u0011\u00e0....E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0', 'workbook-protected', 'password'],
  ['PK\u0003\u0004....mimetypeapplication/vnd.oasis', 'archive', 'Take the table out'],
  ['Rar!\u001a\u0007\u0001\0', 'archive', 'Take the table out'],
  [`${'table.csv'.padEnd(257, '\0')}ustar\0`, 'archive', 'Take the table out'],
  ['<!doctype html><html>', 'markup', 'saved web page'],
  [' <?xml version="1.0"?>', 'markup', 'saved web page'],
  ['<table class="a"><tr>', 'markup', 'saved web page'],
])('%j is refused as %s', (text, code, word) => {
  const said = refusal(bytes(text));
  expect(said).toContain(`${code}: `);
  expect(said).toContain(word);
  expect(said.length).toBeLessThan(230);
});

// The first bytes as the descriptions of the formats give them.
test.each([
  ['an old Excel workbook', '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1', 'Save it as .xlsx'],
  ['a PDF', '%PDF-1.7', 'the data behind it'],
  ['an SQLite database', 'SQLite format 3\0\u0010\0', 'sqlite3 -csv'],
  ['an Arrow or Feather file', 'ARROW1\0\0\u00ff\u00ff\u00ff\u00ff', 'Parquet'],
  ['an Arrow or Feather file', '\u00ff\u00ff\u00ff\u00ff\u0010\u0001\0\0', 'Parquet'],
  ['an Arrow or Feather file', 'FEA1\0\0\0\0', 'Parquet'],
  ['an SPSS file', '$FL2@(#) SPSS DATA FILE', 'In SPSS'],
  ['an SPSS file', '$FL3@(#) IBM SPSS STATISTICS', 'In SPSS'],
  ['an SPSS file', 'ASCII SPSS PORT FILE     ', 'In SPSS'],
  ['a Stata file', '<stata_dta><header><release>118', 'In Stata'],
  ['a Stata file', 's\u0002\u0001\0\u0005\0', 'In Stata'],
  ['a Stata file', 'q\u0001\u0001\0\0\u0005', 'In Stata'],
  ['a SAS file', `${'\0'.repeat(12)}${'.'.repeat(72)}SAS FILE`, 'proc export'],
  ['a SAS file', 'HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!', 'proc export'],
  ['an R data file', 'RDX3\nX\n', 'write.csv'],
  ['an R data file', 'X\n\0\0\0\u0003', 'write.csv'],
  ['a picture', '\u0089PNG\r\n\u001a\n', 'the data behind it'],
  ['a picture', '\u00ff\u00d8\u00ff\u00e0', 'the data behind it'],
  ['a picture', 'GIF89a', 'the data behind it'],
  ['a picture', 'RIFF\u0024\0\0\0WEBPVP8 ', 'the data behind it'],
  ['a picture', 'II*\0\u0008\0', 'the data behind it'],
  ['a picture', 'MM\0*\0\0', 'the data behind it'],
  ['a picture', 'BM6\u0010\u000e\0\0\0\0\u00006\0', 'the data behind it'],
  ['a picture or a film', '\0\0\0\u0018ftypheic', 'the data behind it'],
  ['an Access database', '\0\u0001\0\0Standard ACE DB\0', 'In Access'],
  ['an HDF5 file', '\u0089HDF\r\n\u001a\n', 'export the table'],
  ['a MATLAB file', 'MATLAB 5.0 MAT-file, Platform', 'writetable'],
  ['a NumPy file', '\u0093NUMPY\u0001\0', 'numpy.savetxt'],
  ['an Avro file', 'Obj\u0001\u0004\u0016', 'Parquet or CSV'],
  ['a file packed with bzip2', 'BZh91AY&SY', 'Unpack it'],
  ['a file packed with xz', '\u00fd7zXZ\0', 'Unpack it'],
  ['a file packed with zstd', '\u0028\u00b5\u002f\u00fd', 'Unpack it'],
])('%s is refused by its name, with what to do: %j', (name, text, wayOut) => {
  const said = refusal(bytes(text));
  expect(said).toMatch(new RegExp(`^unsupported-format: This is ${name}`));
  expect(said).toContain(wayOut);
  expect(said.length).toBeLessThan(200);
});
