/**
 * What a file is, by its first bytes; its name and the type that a system reports are no evidence. Formats that are not
 * read are refused by their name, with the way out.
 */
import { UserError } from '../errors.ts';

/** The bytes that `recognise` wants to see, if the file has as many. */
export const RECOGNISED_BYTES = 4096;

/** The container of old Office files and of new ones with a password, which hold a part of this name in UTF-16. */
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0];
const ENCRYPTED = Array.from('EncryptedPackage').join('\0');

type Sign = Readonly<{
  name: string;
  wayOut: string;
  at: readonly (readonly [offset: number, bytes: readonly number[]])[];
}>;

const CLOSED_PROGRAM = 'Open it in the program that made it and export the table as CSV';
const PICTURE = { name: 'a picture', wayOut: 'Ask for the data behind it as CSV' };
const SPSS = { name: 'an SPSS file', wayOut: 'In SPSS, choose File, Export, CSV Data' };
const STATA = { name: 'a Stata file', wayOut: 'In Stata, choose File, Export, Text data (delimited)' };
const SAS = { name: 'a SAS file', wayOut: 'In SAS, run proc export with dbms=csv' };
const R = { name: 'an R data file', wayOut: 'In R, call write.csv with row.names = FALSE' };
const ARROW = { name: 'an Arrow or Feather file', wayOut: 'Save it as Parquet or CSV' };
const ACCESS = { name: 'an Access database', wayOut: 'In Access, choose External Data, Export, Text File' };
const PACKED = 'Unpack it, or pack the table with gzip';

/** What is refused, how it is called, what to do, and all that must stand in it. */
const SIGNS: readonly Sign[] = [
  {
    name: 'an old Excel workbook (.xls), or one with a password',
    wayOut: 'Save it as .xlsx without a password',
    at: [[0, COMPOUND]],
  },
  { name: 'a PDF', wayOut: 'Ask for the data behind it as CSV', at: [[0, ascii('%PDF-')]] },
  {
    name: 'an SQLite database',
    wayOut: 'Export one table as CSV, with sqlite3 -csv or a database browser',
    at: [[0, ascii('SQLite format 3\0')]],
  },
  { ...ARROW, at: [[0, ascii('ARROW1')]] },
  {
    ...ARROW,
    at: [
      [0, ascii('FEA1')],
      [4, [0]],
    ],
  },
  { ...ARROW, at: [[0, [0xff, 0xff, 0xff, 0xff]]] },
  { ...SPSS, at: [[0, ascii('$FL2@(#)')]] },
  { ...SPSS, at: [[0, ascii('$FL3@(#)')]] },
  { ...SPSS, at: [[0, ascii('ASCII SPSS PORT FILE')]] },
  { ...STATA, at: [[0, ascii('<stata_dta>')]] },
  { ...STATA, at: [[1, [1, 1, 0]]] },
  { ...STATA, at: [[1, [2, 1, 0]]] },
  { ...SAS, at: [[84, ascii('SAS FILE')]] },
  { ...SAS, at: [[0, ascii('HEADER RECORD*******')]] },
  ...['RDX2', 'RDX3', 'RDA2', 'RDA3'].map((sign): Sign => ({ ...R, at: [[0, ascii(`${sign}\n`)]] })),
  { ...R, at: [[0, ascii('X\n\0\0\0')]] },
  { ...PICTURE, at: [[0, [0x89, ...ascii('PNG')]]] },
  { ...PICTURE, at: [[0, [0xff, 0xd8, 0xff]]] },
  { ...PICTURE, at: [[0, ascii('GIF87a')]] },
  { ...PICTURE, at: [[0, ascii('GIF89a')]] },
  {
    ...PICTURE,
    at: [
      [0, ascii('RIFF')],
      [8, ascii('WEBP')],
    ],
  },
  { ...PICTURE, at: [[0, ascii('II*\0')]] },
  { ...PICTURE, at: [[0, ascii('MM\0*')]] },
  {
    ...PICTURE,
    at: [
      [0, ascii('BM')],
      [6, [0, 0, 0, 0]],
    ],
  },
  {
    name: 'a picture or a film',
    wayOut: PICTURE.wayOut,
    at: [
      [0, [0, 0, 0]],
      [4, ascii('ftyp')],
    ],
  },
  { ...ACCESS, at: [[4, ascii('Standard Jet DB')]] },
  { ...ACCESS, at: [[4, ascii('Standard ACE DB')]] },
  { name: 'an HDF5 file', wayOut: CLOSED_PROGRAM, at: [[0, [0x89, ...ascii('HDF')]]] },
  { name: 'a MATLAB file', wayOut: 'In MATLAB, call writetable', at: [[0, ascii('MATLAB 5.0 MAT-file')]] },
  { name: 'a NumPy file', wayOut: 'In Python, call numpy.savetxt', at: [[0, [0x93, ...ascii('NUMPY')]]] },
  { name: 'an Avro file', wayOut: 'Save it as Parquet or CSV', at: [[0, [...ascii('Obj'), 1]]] },
  {
    name: 'a file packed with bzip2',
    wayOut: PACKED,
    at: [
      [0, ascii('BZh')],
      [4, [0x31, 0x41, 0x59, 0x26]],
    ],
  },
  { name: 'a file packed with xz', wayOut: PACKED, at: [[0, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]]] },
  { name: 'a file packed with zstd', wayOut: PACKED, at: [[0, [0x28, 0xb5, 0x2f, 0xfd]]] },
];

/** Archives of several files. */
const ARCHIVES: readonly (readonly [offset: number, bytes: readonly number[]])[] = [
  [0, [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  [0, ascii('Rar!\x1a\x07')],
  [257, ascii('ustar')],
];

export type FileKind = 'gzip' | 'text' | 'json' | 'parquet' | 'workbook';

/** gzip is unpacked and judged again by what is inside. Throws `unsupported-format`, `workbook-protected`, `archive` or `markup`. */
export function recognise(first: Uint8Array): FileKind {
  if (hasAt(first, 0, [0x1f, 0x8b])) return 'gzip';
  if (hasAt(first, 0, ascii('PAR1'))) return 'parquet';
  if (hasAt(first, 0, [0x50, 0x4b, 0x03, 0x04]) || hasAt(first, 0, [0x50, 0x4b, 0x05, 0x06])) return workbookOf(first);
  if (hasAt(first, 0, COMPOUND) && asciiText(first).includes(ENCRYPTED)) throw new UserError('workbook-protected');
  if (ARCHIVES.some(([offset, bytes]) => hasAt(first, offset, bytes))) throw new UserError('archive');
  const sign = SIGNS.find(({ at }) => at.every(([offset, bytes]) => hasAt(first, offset, bytes)));
  if (sign) throw new UserError('unsupported-format', { format: sign.name, wayOut: sign.wayOut });
  const start = firstLetter(first);
  if (isMarkup(first, start)) throw new UserError('markup');
  if (isJson(first, start)) return 'json';
  return 'text';
}

/** A workbook names its parts within the first entries; any other zip is an archive. */
function workbookOf(first: Uint8Array): 'workbook' {
  const text = asciiText(first);
  if (text.includes('[Content_Types].xml') || text.includes('xl/')) return 'workbook';
  throw new UserError('archive');
}

/** A page or XML begins with `<` and the name of an element, `!` or `?`. */
function isMarkup(bytes: Uint8Array, start: number): boolean {
  return /^<(?:[!?]|[a-z][a-z0-9:]*[\s/>])/i.test(asciiText(bytes.subarray(start, start + 64)));
}

/** An object or a list of objects or lists. A header may begin with a bracket too, so a key or a second bracket must follow. */
function isJson(bytes: Uint8Array, start: number): boolean {
  return /^(?:\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\})|\[\s*(?:[[{]|\]))/.test(asciiText(bytes.subarray(start, start + 512)));
}

/** Behind a byte-order mark and blanks. */
function firstLetter(bytes: Uint8Array): number {
  let start = hasAt(bytes, 0, [0xef, 0xbb, 0xbf]) ? 3 : 0;
  while (start < bytes.length && bytes[start]! <= 0x20 && bytes[start] !== 0) start++;
  return start;
}

function hasAt(bytes: Uint8Array, offset: number, sign: readonly number[]): boolean {
  return sign.every((byte, place) => bytes[offset + place] === byte);
}

function ascii(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}

function asciiText(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, RECOGNISED_BYTES));
}
