/** The words of an answer to one of the reader's questions. */
import type { Notice } from '../../../core/errors.ts';
import { reading as text } from '../../text/reading.ts';

/** Names of sheets come from the file: with real data hidden they are numbered. */
export function answerLabel({ code, answers = [] }: Notice, answer: string, isHidden: boolean): string {
  const { header, wrapped, decimal, codes, lines } = text.answers;
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
    case 'decimal-mark-unsure':
      return answer === ',' ? decimal[','] : decimal['.'];
    case 'codes-maybe-missing':
      return answer === 'missing' ? codes.missing : codes.value;
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
