/** What the words of the report mean, in English: one sentence each, in the order of the alphabet. */
export const glossary: readonly (readonly [term: string, meaning: string])[] = [
  ['AUC', 'how often a random row of one kind is ranked above one of the other; 0.5 is guessing, 1 always right.'],
  ['Average precision', 'the share of right alarms, averaged over all thresholds that find one more of the class.'],
  ['Balanced accuracy', 'the share of right answers within each class, averaged over classes.'],
  ['Baseline', 'what a model reaches that knows nothing of the other columns.'],
  [
    'Benjamini and Hochberg',
    'a rule for many comparisons at once: at most 5 in 100 of those called different are so by chance.',
  ],
  ['Bits, entropy', 'how much a value tells that was not known before; 1 bit is one even yes or no.'],
  ['Brier score, log-loss', 'how far stated probabilities lie from what happened; 0 at best.'],
  ['Control', 'the same check on data whose answer is known.'],
  [
    'Cramér’s V, eta',
    'how closely two columns go together, 0 to 1: V of two categories, eta of a category and a number.',
  ],
  ['Effective levels', 'so many equally frequent levels would tell as much.'],
  [
    'Epsilon, delta',
    'how far one person may shift what comes out, and the probability of outcomes that may shift further.',
  ],
  [
    'F1',
    'the harmonic mean of precision, how many alarms are right, and recall, how many of the class are found; alarms are raised from the chance on that does best on training rows the model had not seen.',
  ],
  ['Floor, ceiling', 'the error of fresh real rows, and that of columns shuffled.'],
  ['Holdout', 'real rows that were set aside before fitting and that no model saw.'],
  ['Interval', 'where the value lies in 95 of 100 repetitions of the draw of rows.'],
  ['IQR', 'the distance between the quartiles; beyond three of them a value counts as an outlier.'],
  ['k-marginal', 'a score of counts over a few columns at once, by the definition of NIST.'],
  ['Kappa', 'how far two judgements agree beyond chance: 1 always, 0 as chance would.'],
  [
    'KS, total variation',
    'the largest difference of two cumulated shares, and half the sum of all differences of shares.',
  ],
  ['Marginal', 'a table of counts over some columns.'],
  ['Pearson, Spearman, phi', 'correlation of two numbers, of their ranks, and of two yes or no.'],
  ['pMSE', 'how well a regression tells synthetic rows from real ones, over what chance alone would give.'],
  ['R²', 'the share of a number’s variance that a model explains.'],
  ['Rho', 'the cost that adds up over measurements; epsilon is its conversion at a delta.'],
  ['ROC', 'the curve of hits against false alarms as a threshold moves.'],
  ['Simpson', 'the probability that two rows are alike; its inverse is an effective number of rows.'],
];
