/**
 * The words of the page, in English: sentence case, no blame, no praise, numbers before adjectives. Messages have named
 * holes and are never glued from fragments. Each part of the page has its own section.
 */

const controls = {
  why: 'Why?',
  whyTerm: ({ term }: { term: string }) => `Why? ${term}`,
  close: 'Close',
  cancel: 'Cancel',
  steps: 'Steps',
  stepDone: 'done',
  network: 'Network self-test',
  themeToDark: 'Switch to dark',
  themeToLight: 'Switch to light',
  confidential: 'Confidential:',
  hideRealData: 'Hide real data',
  letGo: 'Let go to read this file',
  letGoMeaning: 'It is read in this tab and goes nowhere.',
  realRows: 'real rows',
  theirUnderstudies: 'their understudies',
  increase: 'Increase',
  decrease: 'Decrease',
  missing: 'missing',
  yes: 'yes',
  no: 'no',
  margin: 'Explanation',
  readyOffline: 'Ready offline',
  version: ({ version }: { version: string }) => `Version ${version}, build`,
  source: { declared: 'declared', discovered: 'discovered', inferred: 'inferred' },
  confidence: { sure: 'sure', likely: 'likely', check: 'please check' },
  bets: {
    label: ({ won }: { won: number }) => `Of 100 bets a coin wins 50; here no method wins more than ${won}.`,
    coin: ({ count }: { count: number }) => `${count} a coin wins`,
    more: ({ count }: { count: number }) => `${count} more, at most`,
    lost: ({ count }: { count: number }) => `${count} lost`,
  },
} as const;

export const text = { controls } as const;
