/**
 * Forms of identifiers that point at nobody: mail at the top-level domain `test` (RFC 2606), North American numbers from
 * 555-0100 to 555-0199, which are kept for fiction, internet addresses kept for documents (RFC 3849), locally given
 * addresses of devices, accounts of the country ZZ, cards of an issuer that there is not, and names that are plainly made
 * up. Left out: such numbers and names of other countries.
 */
import type { CheckForm, IdentifierForm } from '../../table/choices.ts';
import { parsePattern, type IdentifierPattern, type Place } from '../../table/identifier-pattern.ts';

export type FormOfIdentifiers = Readonly<{ pattern: IdentifierPattern; check: CheckForm | null; isUnique: boolean }>;

const listOf = (words: string): Place => words.split(' ');
const GIVEN = listOf(
  'Alba Bodo Cleo Dario Edda Falk Greta Hugo Ines Jasper Kaia Linus Mona Nils Olga Piet Quinn Runa Silas Thea Ulla Veit Wanda Xenia',
);
const FAMILY = listOf(
  'Anybody Blankson Copperplate Dummyfield Examplar Fictiver Genericus Hollowname Inventova Justaname Kindoff Loremsen Madeupson Nobodie Outofair Placeholt Pretendler Quasimann Sampleton Testerling Understudy Unreal Virtualis Whatsit',
);
const STREETS = listOf(
  'Dummy Example Fiction Imaginary Nowhere Nonesuch Placeholder Pretend Sample Specimen Test Unreal',
);
const TOWNS = listOf(
  'Anytown Blankville Exampleton Fictionham Inventia Mocksted Nowhereby Sampleford Testburg Utopolis',
);
const DIGITS: Place = listOf('0 1 2 3 4 5 6 7 8 9');

const fixed = (text: string): Place => [text];
const small = (place: Place): Place => place.map((word) => word.toLowerCase());

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';

/** `sequence` is no form by itself: numbers have no pattern. */
export function formOf(form: Exclude<IdentifierForm, 'sequence'>): FormOfIdentifiers {
  switch (form) {
    case 'uuid':
      return byPattern(UUID);
    case 'url':
      return byPattern('https://example\\.test/[a-z0-9]{8}');
    case 'phone':
      return { ...byPattern('\\+1 [2-9][0-8][0-9] 555 01[0-9]{2}'), isUnique: false };
    case 'iban':
      return byPattern('ZZ[0-9]{18}', 'iban');
    case 'card':
      return byPattern('0000[0-9]{11}', 'luhn');
    case 'ip':
      return byPattern(`2001:db8${':[0-9a-f]{4}'.repeat(6)}`);
    case 'mac':
      return byPattern(`02${':[0-9a-f]{2}'.repeat(5)}`);
    case 'email':
      return ofShape(small(GIVEN), fixed('.'), small(FAMILY), fixed('.'), ...many(DIGITS, 5), fixed('@example.test'));
    case 'name':
      return { ...ofShape(GIVEN, fixed(' '), FAMILY), isUnique: false };
    case 'address':
      return {
        ...ofShape(DIGITS.slice(1), DIGITS, fixed(' '), STREETS, fixed(' Street, '), TOWNS),
        isUnique: false,
      };
  }
}

function byPattern(text: string, check: CheckForm | null = null): FormOfIdentifiers {
  return { pattern: parsePattern(text)!, check, isUnique: true };
}

function ofShape(...places: Place[]): FormOfIdentifiers {
  return { pattern: [places], check: null, isUnique: true };
}

function many(place: Place, count: number): Place[] {
  return Array.from({ length: count }, () => place);
}
