/**
 * The sentences of the error and notice catalogues, one per code: what, where, what to do; under 200 characters once
 * the facts are filled in; never a cell. Kept apart from `errors.ts` so that a translator finds words and nothing else.
 */
import type { Fact, Facts, Notice, Place } from './errors.ts';

type Sentence = (facts: Facts, place: Place) => string;

const list = (fact: Fact | undefined): string => {
  if (!Array.isArray(fact)) return String(fact ?? '');
  const names = fact as readonly string[];
  return names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`;
};
/** Digits in groups of three, the same in every locale. */
const count = (fact: Fact | undefined): string => String(fact ?? 0).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

export const sentences = {
  'empty-file': () => 'The file is empty: there is nothing to read. Choose another file.',
  'no-rows': () => 'The file has a header and no rows below it. Add rows, or choose another file.',
  binary: () => 'The file is not text: it holds zero bytes in irregular places. Export it as CSV and choose that file.',
  'no-table': (f) =>
    `Only ${count(f['kept'])} of ${count(f['records'])} lines have the same number of cells, so no table was found. Mend the file, or name its delimiter.`,
  'unsupported-format': (f) =>
    `This is ${list(f['format'])}, which is not read here. ${list(f['wayOut'] ?? 'Export the table as CSV')} and choose that file.`,
  'workbook-protected': () =>
    'The workbook is protected by a password. Open it in your spreadsheet program, take the password off, and choose it again.',
  'sheet-unknown': (f) => `The workbook has no such sheet with rows. Choose another: ${list(f['sheets'])}.`,
  'workbook-too-long': (f) =>
    `The workbook has ${count(f['rows'])} rows; the limit of Excel files here is ${count(f['limit'])}. Use CSV or Parquet instead.`,
  'parquet-codec': (f) =>
    `The Parquet file is packed with ${list(f['codec'])}, which is not read here. Save it with snappy or without packing.`,
  'file-damaged': (f) =>
    `The file begins like ${list(f['format'])} and does not read to its end. Write it anew, or use CSV.`,
  'json-broken': (_f, p) =>
    `The JSON breaks off at line ${count(p.line)}: what stands there does not belong. Mend it, or write the file anew.`,
  'json-no-table': () =>
    'The JSON holds no table: neither a list of records or lists, nor lists side by side. Take the table out of it.',
  markup: () => 'This is a saved web page or XML, not a table. Export the table as CSV and choose that file.',
  archive: () =>
    'This is an archive. Take the table out of it and choose the table itself; a single gzipped CSV can stay gzipped.',
  'file-too-large': (f) =>
    `The file has ${count(f['megabytes'])} MB; the limit is ${count(f['limit'])} MB. Cut it, or drop a sample of its rows.`,
  'file-changed': () =>
    'The file has changed since it was chosen or read first. Choose it again, once nothing writes to it.',
  'unpacks-too-large': () =>
    'The file unpacks to far more than a table would. Unpack it yourself and choose the table as CSV.',
  'too-many-columns': (f) =>
    `The file has ${count(f['columns'])} columns; the limit is ${count(f['limit'])}. Leave some out and try again.`,
  'cell-too-large': (f, p) =>
    `A cell at line ${count(p.line)} is longer than ${count(f['megabytes'])} MB; the file may lack a closing quote. Mend it and try again.`,
  'encoding-unsupported': () =>
    'The text is in none of the encodings that are known here. Save the file as UTF-8 and choose it again.',
  'levels-too-many': (f, p) =>
    `Column ${p.column ?? ''} has ${count(f['levels'])} levels; a category holds at most ${count(f['limit'])}. Make it text, or merge levels.`,
  'kind-impossible': (f, p) =>
    `Column ${p.column ?? ''} cannot be read as ${list(f['kind'])}: ${count(f['cells'])} of its cells do not fit. Choose another kind.`,

  'recipe-invalid': (f, p) => `The recipe's ${p.key ?? 'text'} ${list(f['problem'])}. Mend it and run again.`,
  'recipe-unknown-key': (f, p) =>
    `The recipe has a key that is not known: ${p.key ?? ''}. Known here: ${list(f['known'])}.`,
  'schema-invalid': (f, p) => `The schema's ${p.key ?? 'text'} ${list(f['problem'])}. Mend it and load it again.`,
  'companion-alone': (f) =>
    `This is ${list(f['what'])}, not a table: it says how one was described or made. Drop the table that it goes with.`,
  'column-unknown': (_f, p) =>
    `The recipe names a column ${p.column ?? ''} that the table does not have. Remove it from ${p.key ?? 'columns'}, or mend its name.`,

  'budget-invalid': (f) =>
    `${list(f['what'])} must be ${list(f['range'])}. Change it on the Privacy step or in the recipe.`,
  'budget-overspent': (f, p) =>
    p.step === undefined
      ? `The run asks for ${list(f['what'])} ${list(f['asked'])}; ${list(f['left'])} is left below the cap of this table. Use a smaller epsilon, or raise the cap on the Privacy step.`
      : `Step ${p.step} asks for ${list(f['what'])} ${list(f['asked'])} and ${list(f['left'])} is left. Use fewer columns or a larger epsilon.`,
  'domain-inferred': (f) =>
    `These columns were read off the data, which a guarantee forbids: ${list(f['columns'])}. Declare them, leave them out, or state that the schema is public.`,
  'bounds-not-found': (f, p) =>
    `No range of column ${p.column ?? ''} stands out of the noise; rho ${list(f['spent'])} was spent. Declare its bounds, leave it out, or use a larger epsilon.`,
  'no-secure-entropy': () =>
    'This browser offers no cryptographic source of chance, so no noise can be drawn. Use another browser; nothing was spent.',
  'ledger-broken': (_f, p) =>
    p.step === undefined
      ? 'This is not a ledger as it was exported: it was altered or damaged, and nothing of it was taken. Choose another file.'
      : 'The stored ledger does not match its running hash: it was altered or damaged. Restore an exported ledger, or confirm in print.',
  'ledger-other-table': () =>
    'This ledger belongs to another table, and nothing of it was taken. Choose the one that was exported for this table.',
  'ledger-reserved': () =>
    'Another tab holds part of the budget of this table. Wait until it is done, or close the other tab.',

  'nothing-to-model': () =>
    'No column is left to model: all are identifiers, free text, or left out. Change the kind of at least one on the Columns step.',
  'option-unknown': (f, p) => `The synthesizer has no option ${p.key ?? ''}. Known: ${list(f['known'])}.`,
  'synthesizer-unknown': (f) => `There is no synthesizer ${list(f['id'])}. Known: ${list(f['known'])}.`,
  'model-too-large': (_f, p) =>
    `The memory of this tab does not hold the model; column ${p.column ?? ''} takes the largest part of it. Leave it out, merge its levels, or choose another synthesizer.`,
  'claim-unsupported': (f) =>
    `${list(f['synthesizer'])} cannot be fitted under a guarantee: they hold values of real rows. Choose another synthesizer, or no guarantee.`,
  'level-unknown': (_f, p) =>
    `The condition ${p.key ?? ''} names a level that column ${p.column ?? ''} does not have. Change its spelling, or declare the level.`,
  'condition-impossible': (f, p) =>
    `No row can meet ${p.key ?? 'the condition'} on column ${p.column ?? 'named there'}: ${list(f['why'])}. Change the condition.`,
  'rules-conflict': (f, p) =>
    `The rule ${p.key ?? ''} on column ${p.column ?? ''} cannot be kept: ${list(f['why'])}. Change the rule, or take it out.`,
  'pattern-invalid': () =>
    'This is no pattern. Use characters, sets such as [A-Z0-9], and counts such as {6} or {4,8}; a backslash goes before signs such as . or (.',
  'identifier-space-small': (f, p) =>
    `The pattern of ${p.column ?? ''} has room for ${count(f['room'])} new identifiers; ${count(f['rows'])} rows are asked for. Use a wider one, ask for fewer, or let them repeat.`,
  'rows-invalid': (f) => `The number of synthetic rows must be a whole number from 1 to ${count(f['limit'])}.`,
  'no-train-rows': () => 'No rows are left to fit: the split put every row into the holdout. Lower the holdout share.',

  'target-unknown': (_f, p) =>
    `The target column ${p.column ?? ''} is not among the modelled columns. Choose another target on the Validate step.`,
  'nothing-shared': () =>
    'The two tables share no column that can be compared: their names or kinds differ. Choose a synthetic table made from this one.',
  'worker-died': () =>
    'The engine ended unexpectedly, most likely for want of memory. The page and your choices are as they were: try fewer rows or columns.',
  'file-unreadable': () => 'The browser could not read the file: it was moved, changed or is locked. Choose it again.',
  'several-files': () => 'Several files were dropped. Drop one table at a time.',
  'folder-dropped': () => 'A folder was dropped. Open it and drop the table itself.',
  'input-missing': (f) => `The file ${list(f['path'])} could not be opened. Check the path.`,
  'argument-invalid': (f) => `${list(f['problem'])} Usage: ${list(f['usage'])}`,
} satisfies Record<string, Sentence>;

type NoticeSentence = (notice: Notice) => string;
const lineOf = (n: Notice): string => (n.place.line === undefined ? '' : `, first at line ${count(n.place.line)}`);
const sheetTaken = (n: Notice): string =>
  n.severity === 'question' ? 'The fullest was read.' : 'The one that was chosen was read.';
const cellsOf = (n: Notice): string => (n.count === 1 ? '1 cell' : `${count(n.count)} cells`);
const columnsOf = (n: Notice): string => (n.count === 1 ? '1 column' : `${count(n.count)} columns`);
const columnOf = (n: Notice): string => n.place.column ?? '';
/** Why a run does without something. */
const shortOf = ({ facts: { because, limit } }: Notice): string =>
  because === 'time'
    ? `Because the run would take over ${count(limit)} minutes`
    : `With the ${Number(limit) < 1024 ? `${count(limit)} MB` : `${Math.round(Number(limit) / 102.4) / 10} GB`} of memory that this device reports`;
/** What it does without, and what is there instead. */
const insteadOf = ({ facts: { what, from, to } }: Notice): string => {
  switch (what) {
    case 'fittedRows':
      return `trees are fitted on ${count(to)} rows instead of ${count(from)}`;
    case 'predictors':
      return `each tree asks ${count(to)} columns at most instead of ${count(from)}`;
    case 'workload':
      return 'pairs of columns are looked at instead of triples';
    case 'cap':
      return `the model may become as large as ${list(to)} allows, not ${list(from)}`;
    default:
      return `the synthesizer is ${list(to)} instead of ${list(from)}`;
  }
};

export const noticeSentences = {
  'encoding-guessed': (n) =>
    `The text is not UTF-8 and was read as ${list(n.facts['encoding'])}. Check accented letters in the preview.`,
  'encoding-unsure': (n) =>
    `Two encodings read this text almost equally well; ${list(n.facts['encoding'])} was taken. Check accented letters in the preview.`,
  'header-unsure': () =>
    'It is not clear whether the first line is a header. It was read as one; change that on the Data step.',
  'delimiter-unsure': (n) =>
    `Two delimiters fit almost equally well; ${list(n.facts['delimiter'])} was taken. Check the preview.`,
  'rows-set-aside': (n) =>
    `${count(n.count)} lines did not fit the table and were set aside${lineOf(n)}. Nothing else was changed.`,
  'json-lines-aside': (n) =>
    `${n.count === 1 ? '1 line is' : `${count(n.count)} lines are`} no record of JSON and ${n.count === 1 ? 'was' : 'were'} set aside${lineOf(n)}.`,
  'row-mended': (n) =>
    `${n.count === 1 ? '1 line has' : `${count(n.count)} lines have`} too many cells and ${n.count === 1 ? 'was' : 'were'} mended as you chose${lineOf(n)}.`,
  'header-repeated': (n) =>
    `The header stands again in ${n.count === 1 ? '1 line' : `${count(n.count)} lines`} further down, set aside${lineOf(n)}.`,
  'totals-left-out': (n) =>
    `${n.count === 1 ? '1 row sums' : `${count(n.count)} rows sum`} up others and ${n.count === 1 ? 'was' : 'were'} left out${lineOf(n)}.`,
  'total-rows': (n) =>
    `${n.count === 1 ? '1 row looks' : `${count(n.count)} rows look`} like ${n.count === 1 ? 'a total' : 'totals'} of the others. As rows of the table ${n.count === 1 ? 'it' : 'they'} would be counted twice; kept for now.`,
  'several-tables': (n) =>
    `The file holds ${count(n.count)} tables; the largest was read${lineOf(n).replace('first at', 'from')}. Choose another one by its lines.`,
  'wrapped-lines': (n) =>
    `${n.count === 1 ? '1 line is' : `${count(n.count)} lines are`} one quoted cell each with delimiters inside; they were read without those quotes.`,
  'lines-left-out': (n) =>
    `${n.count === 1 ? '1 line lies' : `${count(n.count)} lines lie`} outside the lines that are read${lineOf(n)}.`,
  'empty-rows': (n) =>
    `${n.count === 1 ? '1 row holds' : `${count(n.count)} rows hold`} no value at all, and ${n.count === 1 ? 'is a row' : 'are rows'} of missing cells.`,
  'column-copied': (n) => `Column ${columnOf(n)} has the name and the cells of an earlier one.`,
  'formula-like-cells': (n) =>
    `${n.count === 1 ? '1 text begins' : `${count(n.count)} texts begin`} like a formula. Choose guarded formulas when you export for a spreadsheet.`,
  'extension-differs': (n) =>
    `The name of the file says ${list(n.facts['named'])}; its content is ${list(n.facts['found'])}, and was read as that.`,
  'row-short': (n) =>
    `${count(n.count)} lines have fewer cells than the header; the missing cells were left empty${lineOf(n)}.`,
  'row-long': (n) => `${count(n.count)} lines have more cells than the header and were set aside${lineOf(n)}.`,
  'row-trimmed': (n) =>
    `${count(n.count)} lines have empty cells beyond the last column; these were left out${lineOf(n)}.`,
  'quote-repaired': (n) =>
    `In ${count(n.count)} lines a quote was read as a letter, since only then they have the right width${lineOf(n)}.`,
  'trailing-delimiter': () =>
    'Every line ends with a delimiter; the empty last column it makes is not read and is written back.',
  'quote-not-closed': (n) => `A quote is not closed${lineOf(n)}. It was read as a letter.`,
  'stray-text-after-quote': (n) =>
    `${count(n.count)} cells have text after a closing quote${lineOf(n)}. It was kept as part of the cell.`,
  'undecodable-bytes': (n) => `${count(n.count)} bytes are not valid text and were replaced${lineOf(n)}.`,
  'nul-removed': (n) => `${count(n.count)} zero bytes were removed${lineOf(n)}.`,
  'cell-unreadable': (n) =>
    `${count(n.count)} cells of ${columnOf(n)} do not fit its kind and became missing${lineOf(n)}.`,
  'digits-lost': (n) => `Numbers of ${columnOf(n)} have more digits than a number can hold, so it was read as text.`,
  'keys-absent': (n) => `${count(n.count)} cells have no key in their record and are read as missing.`,
  'members-left-out': (n) =>
    `${count(n.count)} members of the JSON beside the table were left out; the list of records alone is read.`,
  'sheet-choice': (n) => `The workbook has ${count(n.count)} sheets with rows. ${sheetTaken(n)}`,
  'workbook-long': (n) =>
    `The workbook has ${count(n.count)} rows, which takes long and much memory. CSV or Parquet would be better.`,
  'lines-sampled': (n) =>
    `${count(n.count)} of ${count(n.facts['total'])} lines were read, picked by what they hold: the same each time. Lines are counted among these.`,
  'table-sampled': (n) =>
    `${count(n.count)} of ${count(n.facts['total'])} rows ${n.count === 1 ? 'was' : 'were'} read, picked by what they hold: the same each time.`,
  'file-large': (n) =>
    `The file holds ${count(n.count)} MB of text, which takes long and much memory. A sample of its rows or fewer columns would do.`,
  'memory-scarce': (n) =>
    `Reading this takes about ${count(n.count)} MB of memory; this device reports ${count(n.facts['device'])} MB. Should it not be enough, drop fewer rows or columns.`,
  'zeros-maybe-lost': () =>
    'A workbook may have dropped leading zeros, of postal codes for instance, before it was saved. Check codes in the preview.',
  'nested-as-text': (n) => `${count(n.count)} nested columns were read as text.`,
  'blank-lines': (n) => `${count(n.count)} empty lines were skipped${lineOf(n)}.`,
  comments: (n) => `${count(n.count)} lines are comments and were skipped${lineOf(n)}.`,
  preamble: (n) => `${count(n.count)} lines stand above the table and were left out${lineOf(n)}.`,
  'footer-set-aside': (n) => `${count(n.count)} lines below the table look like notes and were set aside${lineOf(n)}.`,
  'empty-rows-below': (n) => `${count(n.count)} rows of empty cells below the table were left out.`,
  'mixed-line-ends': () => 'The file mixes line ends; the commonest is written back.',
  'name-changed': (n) => `${count(n.count)} column names occurred before or had blanks and were made unique.`,
  'name-made': (n) => `${count(n.count)} columns have no name and were given one.`,
  'column-empty': (n) => `Column ${columnOf(n)} is empty in every row.`,
  'column-constant': (n) => `Column ${columnOf(n)} holds the same value in every row.`,
  'personal-found': (n) =>
    `${n.count === 1 ? '1 column looks' : `${count(n.count)} columns look`} personal by name or shape. Only shapes are looked for; that nothing else is personal is not vouched for.`,
  'schema-parts-unsaid': (n) =>
    `${n.count === 1 ? '1 part' : `${count(n.count)} parts`} of the schema could not be taken over: ${list(n.facts['parts'])}.`,
  'schema-columns-differ': (n) =>
    `${n.count === 1 ? '1 column is' : `${count(n.count)} columns are`} named in one of schema and table alone: ${list(n.facts['columns'])}.`,
  'marks-found': (n) => `In ${columnOf(n)}, ${count(n.count)} cells hold a mark for missing and are read as missing.`,
  'marks-merged': (n) =>
    `In ${columnOf(n)}, ${count(n.count)} cells hold different marks for missing; they are read as one, and the commonest is written back.`,
  'zones-normalised': (n) =>
    `The times of ${columnOf(n)} name several zones. They were turned into UTC, and are written so.`,
  'mixed-formats': (n) =>
    `Column ${columnOf(n)} mixes ${count(n.facts['forms'])} formats and was read as text; the commonest is that of ${count(n.facts['share'])} % of its cells.`,
  'date-order-unsure': (n) =>
    `The dates of ${columnOf(n)} may begin with the day or with the month. They were read as the first of the answers says.`,
  'decimal-mark-unsure': (n) =>
    `The marks in the numbers of ${columnOf(n)} may stand between thousands or before decimals. They were read as the first of the answers says.`,
  'codes-maybe-missing': (n) =>
    n.facts['what'] === 'number'
      ? `Numbers in ${count(n.count)} cells of ${columnOf(n)} lie apart from the others and may mean missing. They were kept as numbers.`
      : n.facts['what'] === 'stranger'
        ? `Text in ${cellsOf(n)} of ${columnOf(n)} stands among numbers or dates. It was read as missing.`
        : `Column ${columnOf(n)} holds a word in ${cellsOf(n)} that may mean missing. It was kept as a level.`,
  clamped: (n) =>
    `${count(n.count)} cells of ${columnOf(n)} lie outside its declared bounds and were moved to the nearest bound.`,
  'outside-declared': (n) =>
    `${count(n.count)} cells of ${columnOf(n)} are none of its declared levels and were read as other.`,

  'public-schema-assumed': () => 'The user states that the schema is public; it was first read off the data.',
  'ledger-confirmed': () =>
    'The stored ledger of earlier runs was altered or damaged; the user confirmed to go on. What was spent before is not known.',
  'project-total': (n) =>
    `With this run the runs on this table amount to epsilon ${list(n.facts['epsilon'])} together. State that total, not the run’s own.`,
  'storage-off': () =>
    'This browser keeps nothing: what was spent on this table before is not known, and its ledger will be forgotten.',
  'not-private': () => 'NOT PRIVATE: the noise of this run comes from a seed and can be reproduced.',
  'epsilon-large': (n) =>
    `Epsilon ${list(n.facts['epsilon'])} is a weak guarantee: from 5 upwards single persons begin to show.`,
  'delta-large': () =>
    'Delta is above one in ten times the number of rows: a failure could then show somebody. Choose a smaller delta.',
  'bounds-bought': (n) =>
    `Bounds of ${columnsOf(n)} are bought: ${list(n.facts['columns'])}. Rows may hold values a little beyond the real ones, or missing cells. Declare them to avoid it.`,
  'levels-bought': (n) =>
    `Levels of ${columnsOf(n)} are bought: ${list(n.facts['columns'])}. Rows may hold other in place of rare ones, or missing cells. Declare them to avoid it.`,
  'levels-hidden': (n) =>
    `Levels that fewer than about ${count(n.count)} rows hold are written as other. Declaring the levels of a column keeps them, and costs nothing.`,
  'range-not-found': (n) =>
    `No range of column ${columnOf(n)} stands out of the noise, so it is written empty. Declare its bounds, or use a larger epsilon.`,
  'columns-many': (n) =>
    `${count(n.count)} columns are modelled together, by pairs alone. It may take minutes, and the budget buys little for each pair.`,
  'fit-not-converged': () =>
    'The model could not be brought into line with what was measured. More budget, or fewer columns, would help.',
  'copula-nominal': (n) =>
    `${n.count === 1 ? '1 column is a category' : `${count(n.count)} columns are categories`} without an order; the copula carries their links only roughly.`,
  'memory-high': (n) =>
    `This run may hold ${count(n.count)} MB of memory; this device reports ${count(n.facts['device'])} MB. Should it not be enough, choose fewer columns or rows, or another synthesizer.`,
  'time-long': (n) =>
    `This run may take about ${count(n.count)} minutes. Fewer columns or rows, or another synthesizer, would be quicker.`,
  'stepped-back': (n) => `${shortOf(n)}, ${insteadOf(n)}.`,
  'levels-many': (n) => `Column ${columnOf(n)} has ${count(n.count)} levels. Few rows will hold each of them.`,
  'rows-few': (n) => `Only ${count(n.count)} rows are fitted: expect little detail.`,
  'identifiers-regenerated': (n) =>
    `${count(n.count)} identifier columns are numbered anew; no identifier of the table is written.`,
  'text-dropped': (n) => `${count(n.count)} text columns are written empty; no text of the table is modelled.`,
  'identifiers-made': (n) =>
    `${n.count === 1 ? '1 column is' : `${count(n.count)} columns are`} made anew by a pattern; no identifier of the table is written.`,
  'persons-apart': (n) =>
    `Each made row is a person of its own: which rows of ${columnOf(n)} belong together is not modelled.`,
  'identifiers-redrawn': (n) =>
    `${n.count === 1 ? '1 made identifier' : `${count(n.count)} made identifiers`} of ${columnOf(n)} equalled a real one and ${n.count === 1 ? 'was' : 'were'} drawn again.`,
  'identifiers-coincide': (n) =>
    `By chance about ${list(n.facts['expected'])} made identifiers of ${columnOf(n)} may equal a real one; under a guarantee that is not looked up.`,
  'identifiers-repeated': (n) =>
    `${n.count === 1 ? '1 row repeats' : `${count(n.count)} rows repeat`} an identifier of ${columnOf(n)}: its pattern has too few. Widen it, or ask for fewer rows.`,
  'cells-replaced': (n) =>
    `${n.count === 1 ? '1 column is' : `${count(n.count)} columns are`} written as a mark or as made-up words in place of every cell.`,
  'columns-left-out': (n) => `${count(n.count)} columns are left out and written empty.`,
  'leaves-small': (n) =>
    `Leaves of ${count(n.count)} rows repeat real rows: on a census table of 39,000 rows a distance attack told members apart with an AUC of 0.62, against 0.54 at 20 rows.`,
  'condition-apart': (n) =>
    `No row of this part can meet ${n.count === 1 ? 'one of the conditions' : `${count(n.count)} of the conditions`}; the other parts make its share of such rows.`,
  'rows-broken': (n) =>
    `${count(n.count)} rows are fewer than were asked for: they broke a rule each time they were tried, and nothing mended them.`,
  'rows-short': (n) =>
    `${count(n.count)} rows of the kind that was asked for could not be made: too few of those tried met the condition. Ask for fewer, or for a wider kind.`,
  'rows-sampled': (n) => `The trees were grown on a sample of ${count(n.count)} rows.`,
  'level-merged': (n) => `In ${columnOf(n)}, ${count(n.count)} levels held by fewer than 5 rows became other.`,
  'no-holdout': () =>
    'No holdout was kept: usefulness and attacks are not measured, and every score compares with fitted rows.',
  'holdout-small': (n) => `The holdout has ${count(n.count)} rows: intervals are wide and verdicts are withheld.`,
  'target-rare': (n) =>
    `The rarer class of the target has ${count(n.count)} holdout rows; 30 are needed for a verdict.`,
  'target-one-class': (n) => `The target ${columnOf(n)} has one class only: usefulness is not measurable on it.`,
  'target-given-away': (n) =>
    `The column ${columnOf(n)} by itself says nearly all that is known of ${list(n.facts['target'])}. If it is only known afterwards, leave it out before judging usefulness.`,
  'not-measurable': (n) => `${list(n.facts['what'])} is not measurable with n = ${count(n.count)}.`,
  'apart-missing': (n) =>
    `The ${list(n.facts['part'])} table lacks ${columnsOf(n)}: ${list(n.facts['columns'])}. Nothing is said of ${n.count === 1 ? 'it' : 'them'}.`,
  'apart-empty': (n) =>
    `In the ${list(n.facts['part'])} table ${columnsOf(n)} ${n.count === 1 ? 'holds' : 'hold'} no value: ${list(n.facts['columns'])}. Nothing else is said of ${n.count === 1 ? 'it' : 'them'}.`,
  'apart-extra': (n) =>
    `The ${list(n.facts['part'])} table has ${columnsOf(n)} that the real one lacks: ${list(n.facts['columns'])}. Nothing is said of ${n.count === 1 ? 'it' : 'them'}.`,
  'apart-kind': (n) =>
    `Column ${columnOf(n)} is ${list(n.facts['real'])} in the real table and ${list(n.facts['kind'])} in the ${list(n.facts['part'])} one. It was compared as ${list(n.facts['real'])}.`,
  'apart-kind-partly': (n) =>
    `Column ${columnOf(n)} is ${list(n.facts['real'])} in the real table and ${list(n.facts['kind'])} in the ${list(n.facts['part'])} one: ${n.count === 1 ? '1 cell that does not fit counts' : `${count(n.count)} cells that do not fit count`} as missing.`,
  'apart-kind-unlike': (n) =>
    `Column ${columnOf(n)} is ${list(n.facts['real'])} in the real table and ${list(n.facts['kind'])} in the ${list(n.facts['part'])} one: ${n.count === 1 ? '1 cell does' : `${count(n.count)} cells do`} not fit, and nothing is said of it.`,
  'apart-levels': (n) =>
    `In ${columnOf(n)} the ${list(n.facts['part'])} table has ${n.count === 1 ? '1 level' : `${count(n.count)} levels`} that no real row holds, in ${n.facts['rows'] === 1 ? '1 row' : `${count(n.facts['rows'])} rows`}.`,
  'apart-order': (n) =>
    `The columns of the ${list(n.facts['part'])} table stand in another order than the real ones. They were paired by name.`,
  'holdout-maybe-seen': (n) =>
    `No holdout was given, so ${count(n.count)} real rows were set aside. The synthetic table may have been made from them too: scores, and attacks above all, then look better than they are.`,
  'target-apart': (n) => `The target ${columnOf(n)} cannot be compared, so another one was proposed.`,
  'already-synthetic': () =>
    'The table bears tags that say its rows are synthetic. It was read as real because you dropped it as such; the tags are left out.',
} satisfies Record<string, NoticeSentence>;
