/** Encodings from before Unicode, told apart by what they read as. */
import { expect, test } from 'vitest';
import { readEncoding } from '../../../src/core/formats/encoding.ts';
import { guessLegacy, LEGACY_ENCODINGS } from '../../../src/core/formats/legacy.ts';

const FRENCH = 'prénom,ville\nFrançois,Besançon\nHélène,Orléans\nNoël,Châlons\nÀ côté,naïve œuvre\n';
const GERMAN = 'Name,Ort\nMüller,Köln\nJäger,Düsseldorf\nWeiß,Gütersloh\n';
const POLISH = 'imię,miasto\nŁukasz,Łódź\nKrzyś,Gdańsk\nŻaneta,Częstochowa\nPaweł,Poznań\n';
const RUSSIAN = 'имя,город\nИван,Москва\nАнна,Санкт-Петербург\nОльга,Казань\n';
const GREEK = 'όνομα,πόλη\nΓιώργος,Αθήνα\nΜαρία,Θεσσαλονίκη\n';

/** The bytes of a text in a code of the platform, which has decoders only: every code is tried once. */
function encode(text: string, encoding: string): Uint8Array {
  const decoder = new TextDecoder(encoding);
  const bytesOf = new Map<string, number[]>();
  const learn = (bytes: number[]): void => {
    const letters = decoder.decode(Uint8Array.from([...bytes, 0x20])).slice(0, -1);
    if (Array.from(letters).length === 1 && !bytesOf.has(letters)) bytesOf.set(letters, bytes);
  };
  for (let first = 0x80; first <= 0xff; first++) learn([first]);
  for (let first = 0x81; first < 0xff; first++) for (let second = 0x40; second < 0xff; second++) learn([first, second]);
  return Uint8Array.from(
    Array.from(text).flatMap((letter) => (letter < '\x80' ? [letter.charCodeAt(0)] : bytesOf.get(letter)!)),
  );
}

test.each([
  ['macintosh', FRENCH],
  ['windows-1252', 'nombre\nMuñoz,Málaga\nPeña,Logroño\nLópez,Cádiz\n'],
  ['windows-1252', 'namn\nÅsa,Malmö\nBjörn,Örebro\nSöderström,Västerås\n'],
  ['windows-1252', GERMAN],
  ['macintosh', GERMAN],
  ['windows-1250', POLISH],
  ['iso-8859-2', POLISH],
  ['windows-1250', 'jméno\nJiří,Plzeň\nŠtěpán,Žďár\nTomáš,Kroměříž\nLukáš,Děčín\n'],
  ['windows-1251', RUSSIAN],
  ['koi8-r', RUSSIAN],
  ['iso-8859-7', GREEK],
  ['shift_jis', '名前,都市\n田中さくら,東京\n鈴木たろう,大阪\nヤマダ,名古屋市\n'],
  ['euc-jp', '名前,都市\n田中さくら,東京\n鈴木たろう,大阪\nヤマダ,名古屋市\n'],
  ['gb18030', '姓名,城市\n张伟,北京\n王芳,上海\n刘洋,深圳市南山区\n'],
  ['big5', '姓名,城市\n張偉,台北\n王芳,高雄市\n陳美麗,台中市西屯區\n'],
  ['euc-kr', '이름,도시\n김철수,서울\n이영희,부산\n박민수,대구광역시\n'],
])('%s: %j', (encoding, text) => {
  const read = readEncoding([encode(text, encoding)], undefined);
  expect(read.encoding).toBe(encoding);
  expect(Buffer.concat(read.chunks).toString('utf8')).toBe(text);
  expect(read.notices).toMatchObject([{ code: 'encoding-guessed', facts: { encoding } }]);
});

test('where two read equally well it is a question, and windows-1252 goes first', () => {
  // ő and ű are õ and û there, which are letters as well.
  const read = readEncoding([encode('név\nGyőr,Pécs\nErzsébet,Szűcs\n', 'windows-1250')], undefined);
  expect(read.notices).toMatchObject([
    { code: 'encoding-unsure', severity: 'question', facts: { encoding: 'windows-1252' } },
  ]);
});

test('a chunk that ends within a character changes nothing', () => {
  const bytes = encode('名前,都市\n田中さくら,東京\n鈴木たろう,大阪\n', 'shift_jis');
  const whole = Buffer.concat(readEncoding([bytes], undefined).chunks);
  for (let cut = 1; cut < bytes.length; cut++) {
    const parts = readEncoding([bytes.subarray(0, cut), bytes.subarray(cut)], undefined).chunks;
    expect(Buffer.concat(parts).equals(whole)).toBe(true);
  }
});

test('bytes that a chosen encoding does not have are replaced and counted', () => {
  const read = readEncoding([Uint8Array.of(0x61, 0x81, 0x2c, 0x62, 0x0a)], 'shift_jis');
  expect(read.notices).toMatchObject([{ code: 'undecodable-bytes', count: 1 }]);
});

test('a first line longer than what is judged is passed over', () => {
  const lines = [`a,${'b'.repeat(40_000)}\n`, ...GERMAN.repeat(3)].join('');
  expect(guessLegacy([encode(lines, 'macintosh')])).toMatchObject({ encoding: 'macintosh', isSure: true });
});

test('bytes that read as nothing give no guess', () => {
  expect(guessLegacy([Uint8Array.of(0x61, 0x81, 0x62)])).toBeNull();
});

test('the platform knows every encoding by its name', () => {
  expect(LEGACY_ENCODINGS.map((name) => new TextDecoder(name).encoding)).toEqual(LEGACY_ENCODINGS);
});
