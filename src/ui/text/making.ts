/** The words of how cells that no model sees are made, in English. */

export const making = {
  title: 'What is written instead',
  fate: 'Cells are',
  fates: {
    regenerate: 'made anew',
    redact: 'a mark, [redacted]',
    drop: 'left empty',
    placeholder: 'a mark, [text]',
    words: 'made-up words',
  },
  way: 'Made as',
  ways: {
    'as-found': 'found in the cells',
    pattern: 'a pattern',
    sequence: 'numbers in order',
    uuid: 'unique identifiers',
    email: 'e-mail addresses',
    phone: 'phone numbers',
    name: 'names of persons',
    address: 'addresses',
    url: 'web addresses',
    iban: 'bank account numbers',
    card: 'card numbers',
    ip: 'IP addresses',
    mac: 'device addresses',
  },
  pattern: 'Pattern',
  patternHint: 'Such as INV-[0-9]{6}: characters, sets and counts.',
  fewest: 'Fewest words',
  most: 'Most words',
  example: ({ texts }: { texts: readonly string[] }) => `For example ${texts.join(' or ')}`,
  notUsed:
    'Under a guarantee nothing that the cells show is used: they are numbered 1, 2, 3. Declare the pattern if someone who never saw the table would know it.',
  declare: 'Declare this pattern',
  ofAll: 'Written instead, in all',
} as const;
