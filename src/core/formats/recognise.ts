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

/** Signs at a fixed offset, and what they are called in the sentence that refuses them. */
const SIGNS: readonly Readonly<{ name: string; offset: number; bytes: readonly number[] }>[] = [
  { name: 'an old Excel workbook (.xls), or one with a password', offset: 0, bytes: COMPOUND },
  { name: 'a PDF', offset: 0, bytes: ascii('%PDF-') },
  { name: 'an SQLite database', offset: 0, bytes: ascii('SQLite format 3') },
  { name: 'an Arrow or Feather file', offset: 0, bytes: ascii('ARROW1') },
  { name: 'a Feather file', offset: 0, bytes: ascii('FEA1') },
  { name: 'an SPSS file', offset: 0, bytes: ascii('$FL2') },
  { name: 'a Stata file', offset: 0, bytes: ascii('<stata_dta>') },
  { name: 'a SAS file', offset: 84, bytes: ascii('SAS FILE') },
  { name: 'an R data file', offset: 0, bytes: ascii('RDX') },
  { name: 'a picture', offset: 0, bytes: [0x89, 0x50, 0x4e, 0x47] },
  { name: 'a picture', offset: 0, bytes: [0xff, 0xd8, 0xff] },
  { name: 'a picture', offset: 0, bytes: ascii('GIF8') },
  { name: 'a picture', offset: 8, bytes: ascii('WEBP') },
  { name: 'a picture', offset: 0, bytes: ascii('II*\0') },
  { name: 'a file packed with bzip2', offset: 0, bytes: ascii('BZh') },
  { name: 'a file packed with xz', offset: 0, bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
  { name: 'a file packed with zstd', offset: 0, bytes: [0x28, 0xb5, 0x2f, 0xfd] },
];

export type FileKind = 'gzip' | 'text' | 'json' | 'parquet' | 'workbook';

/** gzip is unpacked and judged again by what is inside. Throws `unsupported-format`, `workbook-protected`, `archive` or `markup`. */
export function recognise(first: Uint8Array): FileKind {
  if (hasAt(first, 0, [0x1f, 0x8b])) return 'gzip';
  if (hasAt(first, 0, ascii('PAR1'))) return 'parquet';
  if (hasAt(first, 0, [0x50, 0x4b, 0x03, 0x04]) || hasAt(first, 0, [0x50, 0x4b, 0x05, 0x06])) return workbookOf(first);
  if (hasAt(first, 0, COMPOUND) && asciiText(first).includes(ENCRYPTED)) throw new UserError('workbook-protected');
  for (const { name, offset, bytes } of SIGNS) {
    if (hasAt(first, offset, bytes)) throw new UserError('unsupported-format', { format: name });
  }
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
  return /^(?:\{\s*(?:"[^"]*"\s*:|\})|\[\s*(?:[[{]|\]))/.test(asciiText(bytes.subarray(start, start + 512)));
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
