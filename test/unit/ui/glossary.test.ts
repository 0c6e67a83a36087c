import { expect, test } from 'vitest';
import { deep } from '../../../src/ui/text/deep.ts';
import { glossary } from '../../../src/ui/text/glossary.ts';
import { report } from '../../../src/ui/text/report.ts';
import { scores } from '../../../src/ui/text/scores.ts';
import { validate } from '../../../src/ui/text/validate.ts';

/** Terms of the field, as a section, a table's head or a note writes them. */
const TERMS = [
  ...[/\bAUC\b/, /\bF1\b/, /R²/, /Brier/, /log-loss/, /[Bb]alanced accuracy/, /average precision/, /\bROC\b/],
  ...[/\bKS\b/, /total variation/, /Cramér/, /\beta\b/, /\bphi\b/, /Pearson/, /Spearman/, /[Kk]appa/, /\bIQR\b/],
  ...[/pMSE/, /Simpson/, /entropy/, /[Ee]ffective levels/, /\b[Bb]its\b/, /k-marginal/, /[Mm]arginals?\b/],
  ...[/Benjamini/, /[Bb]aseline/, /[Hh]oldout/, /[Cc]ontrol\b/, /[Ff]loor/, /[Cc]eiling/, /[Ii]nterval/],
  ...[/[Ee]psilon/, /[Dd]elta/, /\brho\b|\bRho\b/],
];

/** All words of a text module; those of a function as it is written, with its holes. */
function words(text: unknown): string {
  if (typeof text === 'object' && text !== null) return Object.values(text).map(words).join(' ');
  return String(text);
}

const sections = words([validate, scores, deep, { ...report, glossary: [] }]);
const terms = glossary.map(([term]) => term);

test.each(TERMS)('%s is said somewhere, and the glossary says what it means', (term) => {
  expect(sections).toMatch(term);
  expect(terms.join(', ')).toMatch(new RegExp(term.source, 'i'));
});

test('the glossary is in the order of the alphabet, each term once', () => {
  expect(terms).toEqual([...new Set(terms)].sort((a, b) => a.localeCompare(b, 'en')));
});
