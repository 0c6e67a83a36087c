/** Counting with a map from codes to rows: too simple to be wrong. */
export function naiveCounts(columns: readonly Uint8Array[], sizes: readonly number[]): number[] {
  const rows = new Map<string, number>();
  for (let row = 0; row < columns[0]!.length; row++) {
    const key = columns.map((codes) => codes[row]).join(' ');
    rows.set(key, (rows.get(key) ?? 0) + 1);
  }
  let keys = [''];
  for (const size of sizes)
    keys = keys.flatMap((key) =>
      Array.from({ length: size }, (_, code) => (key === '' ? `${code}` : `${key} ${code}`)),
    );
  return keys.map((key) => rows.get(key) ?? 0);
}
