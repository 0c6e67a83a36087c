/**
 * What an answer to a question of the reader means: the overrides that have the file read that way. Answers are those
 * that the reader offered; the texts shown with one are its marks or codes where the question is about these.
 */
import type { Answer, Notice } from '../core/errors.ts';
import type { Aside, ColumnReading, ReadingChoices, Totals } from '../core/recipe.ts';

/** The overrides with this answer among them. A question that no override answers leaves them as they are. */
export function answered(reading: ReadingChoices, question: Notice, { answer, shown }: Answer): ReadingChoices {
  const ofColumn = (part: ColumnReading): ReadingChoices => {
    const name = question.place.column ?? '';
    return { ...reading, columns: { ...reading.columns, [name]: { ...reading.columns?.[name], ...part } } };
  };
  const before = reading.columns?.[question.place.column ?? ''] ?? {};
  switch (question.code as string) {
    case 'encoding-unsure':
      return { ...reading, encoding: answer };
    case 'delimiter-unsure':
      return { ...reading, delimiter: answer };
    case 'header-unsure':
      return { ...reading, header: answer !== 'none' };
    case 'several-tables': {
      const [firstLine = 1, lastLine = firstLine] = answer.split('-').map(Number);
      return { ...reading, firstLine, lastLine };
    }
    case 'wrapped-lines':
      return { ...reading, unwrap: answer === 'unwrap' };
    case 'rows-set-aside':
      return { ...reading, aside: answer as Aside };
    case 'mixed-formats':
      if (answer === 'text') return reading;
      return ofColumn(answer === '.' || answer === ',' ? { decimal: answer } : { date: answer });
    case 'total-rows':
      return { ...reading, totals: answer as Totals };
    case 'memory-scarce':
      return answer === 'all' ? reading : { ...reading, sampleRows: Number(answer) };
    case 'decimal-mark-unsure': {
      if (answer === 'text') return reading;
      return ofColumn({ decimal: answer === ',' ? ',' : '.' });
    }
    case 'date-order-unsure':
      return ofColumn({ date: answer });
    case 'sheet-choice':
      return { ...reading, sheet: answer };
    case 'codes-maybe-missing':
      switch (answer) {
        case 'missing':
          return ofColumn({ missing: [...new Set([...(before.missing ?? []), ...shown])] });
        case 'atom':
          return ofColumn({ atoms: [...new Set([...(before.atoms ?? []), ...shown.map(Number)])] });
        default:
          return ofColumn({ values: [...new Set([...(before.values ?? []), ...shown])] });
      }
    case 'marks-merged':
      return ofColumn({ apart: answer === 'apart' ? shown : [] });
    default:
      return reading;
  }
}
