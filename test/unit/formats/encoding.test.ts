import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEncoding } from '../../../src/core/formats/encoding.ts';
import { forAll } from '../../helpers/properties.ts';
import { readBytes, rowsAsTexts } from '../../helpers/reading.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string, isBig = false): Uint8Array => {
  const bytes = new Uint8Array(Buffer.from(text, 'utf16le'));
  return isBig ? bytes.map((_, at) => bytes[at ^ 1]!) : bytes;
};
const utf32 = (text: string, isBig: boolean): Uint8Array => {
  const view = new DataView(new ArrayBuffer(4 * Array.from(text).length));
  Array.from(text).forEach((letter, at) => view.setUint32(4 * at, letter.codePointAt(0)!, !isBig));
  return new Uint8Array(view.buffer);
};
const latin = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
const decoded = (
  bytes: Uint8Array,
  encoding?: string,
): { text: string; encoding: string; mark: boolean; codes: string[] } => {
  const read = readEncoding([bytes], encoding);
  const text = Buffer.concat(read.chunks).toString('utf8');
  return { text, encoding: read.encoding, mark: read.mark, codes: read.notices.map(({ code }) => code) };
};
const TEXT = 'name,town\nJörg,Köln\nZoë,Paris\n'.repeat(20);

test.each([
  ['UTF-8', utf8(TEXT), { encoding: 'utf-8', mark: false, codes: [] }],
  ['UTF-8 with mark', utf8(`\uFEFF${TEXT}`), { encoding: 'utf-8', mark: true, codes: [] }],
  ['UTF-16 LE with mark', utf16(`\uFEFF${TEXT}`), { encoding: 'utf-16le', mark: true, codes: [] }],
  ['UTF-16 BE with mark', utf16(`\uFEFF${TEXT}`, true), { encoding: 'utf-16be', mark: true, codes: [] }],
  ['UTF-16 LE without mark', utf16(TEXT), { encoding: 'utf-16le', mark: false, codes: [] }],
  ['UTF-16 BE without mark', utf16(TEXT, true), { encoding: 'utf-16be', mark: false, codes: [] }],
  ['UTF-32 LE with mark', utf32(`\uFEFF${TEXT}`, false), { encoding: 'utf-32le', mark: true, codes: [] }],
  ['UTF-32 BE with mark', utf32(`\uFEFF${TEXT}`, true), { encoding: 'utf-32be', mark: true, codes: [] }],
  ['UTF-32 LE without mark', utf32(TEXT, false), { encoding: 'utf-32le', mark: false, codes: [] }],
  ['UTF-32 BE without mark', utf32(TEXT, true), { encoding: 'utf-32be', mark: false, codes: [] }],
  ['windows-1252', latin(TEXT), { encoding: 'windows-1252', mark: false, codes: ['encoding-guessed'] }],
])('%s is known by its bytes', (_, bytes, expected) => {
  expect(decoded(bytes)).toEqual({ text: TEXT, ...expected });
});

test('what counts as damage is what the platform refuses to decode', () => {
  const byte = fc.constantFrom(
    0x41,
    0x7f,
    0x80,
    0x8f,
    0x90,
    0x9f,
    0xa0,
    0xbf,
    0xc1,
    0xc2,
    0xdf,
    0xe0,
    0xe1,
    0xed,
    0xef,
    0xf0,
    0xf1,
    0xf4,
    0xf5,
  );
  const isDecodable = (bytes: Uint8Array): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      return true;
    } catch {
      return false;
    }
  };
  forAll(
    fc.array(byte, { minLength: 1, maxLength: 5 }),
    (values) => {
      const bytes = Uint8Array.from([0x61, ...values, 0x61]);
      expect(readEncoding([bytes], 'utf-8').notices.length === 0).toBe(isDecodable(bytes));
    },
    5_000,
  );
});

test('valid UTF-8 is known wherever chunks are cut', () => {
  forAll(fc.tuple(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.nat()), ([text, place]) => {
    const bytes = utf8(`a,b\n${text.replaceAll('\0', '').replace(/^\uFEFF/, '')}`);
    const cut = place % (bytes.length + 1);
    const read = readEncoding([bytes.subarray(0, cut), bytes.subarray(cut)], 'utf-8');
    expect(Buffer.concat(read.chunks).equals(bytes)).toBe(true);
    expect(read.notices).toEqual([]);
  });
});

test('a file in UTF-8 with a little damage stays UTF-8, and the damage is counted', () => {
  const bytes = new Uint8Array([...utf8('é'.repeat(60)), 0xff, ...utf8('é')]);
  expect(decoded(bytes)).toEqual({
    text: `${'é'.repeat(60)}\uFFFDé`,
    encoding: 'utf-8',
    mark: false,
    codes: ['undecodable-bytes'],
  });
});

test('the characters of windows-1252 beyond Latin-1 are read', () => {
  expect(decoded(new Uint8Array([0x80, 0x35, 0x20, 0x63, 0x61, 0x66, 0xe9])).text).toBe('€5 café');
});

test('fixed blanks and dashes alone are windows-1252, too', () => {
  expect(decoded(new Uint8Array([0x41, 0xa0, 0x2c, 0x42, 0x96, 0x43])).text).toBe('A\u00a0,B–C');
});

test('a chosen encoding is obeyed', () => expect(decoded(latin('é'), 'latin1').text).toBe('é'));

test('an unknown chosen encoding is refused by the key of the recipe', () => {
  expect(() => readEncoding([utf8('a')], 'ebcdic')).toThrow('reading.encoding must be one of utf-8');
});

test('zero bytes in irregular places are no text', () => {
  const bytes = Uint8Array.from({ length: 4000 }, (_, at) => (Math.imul(at, 2_654_435_761) >>> 29 === 0 ? 0 : 65));
  expect(() => readEncoding([bytes], undefined)).toThrow('not text');
});

test('a few zero bytes are removed and counted', async () => {
  const read = await readBytes(utf8('a,b\n1,x\u0000y\n2,z\n3,z\n4,z\n5,z\n6,z\n7,z\n'));
  expect(rowsAsTexts(read.table)[0]).toEqual(['1', 'xy']);
  expect(read.notices.find(({ code }) => code === 'nul-removed')).toMatchObject({ count: 1 });
});

test('bytes that read as no text are refused', () => {
  expect(() => readEncoding([Uint8Array.of(0x61, 0x81, 0x62)], undefined)).toThrow(
    expect.objectContaining({ code: 'encoding-unsupported' }),
  );
});

test('half a character at the end of UTF-32 is replaced and counted', () => {
  expect(decoded(utf32('a\u{1F600}', false).subarray(0, 6), 'utf-32le')).toMatchObject({
    text: 'a\uFFFD',
    codes: ['undecodable-bytes'],
  });
});
