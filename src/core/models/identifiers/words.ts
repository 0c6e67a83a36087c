/** Text that says nothing: words of a short list, each as likely as the others, whatever the real texts were. */
import type { Rng } from '../../math/rng.ts';

const WORDS =
  'a about again also and any as at be before both but by can each even few for from here how in is it just like made many may more most much no none not now of on one only or other over same so some such text than that the then there this to too under until very was way what when where which with word yet'.split(
    ' ',
  );

/** So many words, from and to. */
export function madeText([least, most]: readonly [number, number], rng: Rng): string {
  const count = least + rng.below(most - least + 1);
  return Array.from({ length: count }, () => WORDS[rng.below(WORDS.length)]!).join(' ');
}
