/** The words of an answer to one of the reader's questions. */
import type { Notice } from '../../../core/errors.ts';
import { reading as text } from '../../text/reading.ts';

/** Names of sheets come from the file: with real data hidden they are numbered. */
export function answerLabel({ code, answers = [] }: Notice, answer: string, isHidden: boolean): string {
  const { header, wrapped, decimal, codes, marks, lines, asText, pattern } = text.answers;
  switch (code as string) {
    case 'encoding-unsure':
      return text.encodings[answer] ?? answer;
    case 'delimiter-unsure':
      return text.delimiters[answer] ?? answer;
    case 'header-unsure':
      return answer === 'none' ? header.none : header.header;
    case 'wrapped-lines':
      return answer === 'unwrap' ? wrapped.unwrap : wrapped.keep;
    case 'rows-set-aside':
      return answer in text.asides ? text.asides[answer as keyof typeof text.asides] : answer;
    case 'total-rows':
      return answer in text.totals ? text.totals[answer as keyof typeof text.totals] : answer;
    case 'decimal-mark-unsure':
    case 'mixed-formats':
      if (answer === 'text') return asText;
      return answer === ',' || answer === '.' ? decimal[answer] : pattern({ pattern: answer });
    case 'date-order-unsure':
      return pattern({ pattern: answer });
    case 'memory-scarce':
      return text.answers.memory({ rows: answer === 'all' ? null : Number(answer) });
    case 'codes-maybe-missing':
      return answer in codes ? codes[answer as keyof typeof codes] : answer;
    case 'marks-merged':
      return answer in marks ? marks[answer as keyof typeof marks] : answer;
    case 'several-tables': {
      const [first = answer, last = first] = answer.split('-');
      return lines({ first, last });
    }
    case 'sheet-choice':
      return isHidden ? text.answers.sheet({ place: answers.findIndex((one) => one.answer === answer) + 1 }) : answer;
    default:
      return answer;
  }
}
