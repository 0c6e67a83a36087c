/** The words of the parts of an ensemble side by side, in English. */
export const ensembleParts = {
  pairs: 'Parts of the ensemble beside each other',
  pairsNote:
    'Distance: mean summed difference over all pairs of columns, beside what two draws of one law stay below. Near copies: rows with one in the other part, and in their own. AUC: 0.5 where boosted trees cannot tell the parts apart.',
  pairsHead: {
    pair: 'Parts',
    distance: 'Distance',
    interval: '95 % interval',
    floor: 'Two draws of one',
    across: 'Near copies, other part',
    within: 'Own part',
    auc: 'AUC',
    aucEnds: '95 % interval',
    says: 'Verdict',
  },
  pair: ([first, second]: readonly [string, string]) => `${first}, ${second}`,
  says: (areSame: boolean | null) => (areSame === null ? 'too few rows' : areSame ? 'the same' : 'different'),
  errors: 'Error of each part’s own rows, pairs of columns',
  errorsHead: {
    part: 'Part',
    rows: 'Rows',
    error: 'Error',
    interval: '95 % interval',
    floor: 'Fresh real rows',
  },
} as const;
