/**
 * The sample table: the first 10,000 rows of the Adult extract of the US census of 1994 (Becker and Kohavi 1996, UCI
 * Machine Learning Repository, CC BY 4.0), inside the page's own code, because the policy forbids fetching anything.
 */
import packed from './adult.csv.gz?inline';

/** A `data:` address is decoded by hand: it may not be fetched either. */
export function loadSample(): Promise<File> {
  const base64 = packed.slice(packed.indexOf(',') + 1);
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return Promise.resolve(new File([bytes], 'adult.csv', { type: 'application/gzip' }));
}
