import { expect, test } from 'vitest';
import { isCard, isIban, isUncheckedNational, NATIONAL_RULES } from '../../../src/core/formats/check-digits.ts';

const [isDutch, isPolish, isGerman, isFrench, isSpanish, isItalian, isHealthService, isBritish] = NATIONAL_RULES;

/** Numbers that the schemes themselves, or writers about them, print as examples; the others are these, changed. */
const examples = [
  { rule: isDutch!, name: 'Dutch', good: ['111222333', '123456782'], bad: ['111222334', '123456789', '000000000'] },
  { rule: isPolish!, name: 'Polish', good: ['44051401359', '02070803628'], bad: ['44051401358', '44131401359'] },
  { rule: isGerman!, name: 'German', good: ['36574261809', '86095742719'], bad: ['36574261890', '12345678903'] },
  {
    rule: isFrench!,
    name: 'French',
    good: ['295109912611193', '253072B07300470', '253072A07300443'],
    bad: ['295109912611199', '253072C07300443'],
  },
  {
    rule: isSpanish!,
    name: 'Spanish',
    good: ['12345678Z', '54362315K', 'X2482300W'],
    bad: ['54362315Z', 'X2482300A', '1234567L'],
  },
  { rule: isItalian!, name: 'Italian', good: ['RCCMNL83S18D969H', 'MRTMTT91D08F205J'], bad: ['RCCMNL83S18D969X'] },
  { rule: isHealthService!, name: 'health service', good: ['9434765919', '4505577104'], bad: ['9434765918'] },
  { rule: isBritish!, name: 'British', good: ['AB123456C', 'HH012345D'], bad: ['QQ123456C', 'GB123456A', 'AB123456E'] },
  {
    rule: isUncheckedNational,
    name: 'American',
    good: ['078051120', '219099999'],
    bad: ['000121234', '666121234', '987654320', '123001234', '123450000'],
  },
  {
    rule: isIban,
    name: 'IBAN',
    good: [
      'GB82WEST12345698765432',
      'DE89370400440532013000',
      'FR1420041010050500013M02606',
      'NL91ABNA0417164300',
      'ES9121000418450200051332',
      'IT60X0542811101000000123456',
      'PL61109010140000071219812874',
    ],
    bad: ['GB82WEST12345698765433', 'DE00370400440532013000', 'DE8937'],
  },
  {
    rule: isCard,
    name: 'card',
    good: ['4111111111111111', '5555555555554444', '378282246310005', '6011111111111117', '30569309025904'],
    bad: ['4111111111111112', '1234567890123456', '79927398713'],
  },
];

test.each(examples.flatMap(({ rule, name, good }) => good.map((text) => ({ rule, name, text }))))(
  '$text is a number of the scheme: $name',
  ({ rule, text }) => expect(rule(text)).toBe(true),
);

test.each(examples.flatMap(({ rule, name, bad }) => bad.map((text) => ({ rule, name, text }))))(
  '$text is none of the scheme: $name',
  ({ rule, text }) => expect(rule(text)).toBe(false),
);

test.each(
  examples
    .filter(({ name }) => name !== 'American' && name !== 'British')
    .flatMap(({ rule, good }) => good.map((text) => ({ rule, text }))),
)('another last sign, and $text is none', ({ rule, text }) => {
  const isDigit = /\d$/.test(text);
  const signs = Array.from(isDigit ? '0123456789' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ').filter(
    (sign) => !text.endsWith(sign),
  );
  expect(signs.filter((sign) => rule(text.slice(0, -1) + sign))).toEqual([]);
});
