/** What the tests and the bench use of papaparse, which ships without types. */
declare module 'papaparse' {
  type Options = Readonly<{
    delimiter?: string;
    newline?: string;
    quoteChar?: string;
    quotes?: boolean;
    skipEmptyLines?: boolean;
  }>;
  const Papa: {
    parse(text: string, options?: Options): { data: string[][]; errors: readonly unknown[] };
    unparse(rows: readonly (readonly string[])[], options?: Options): string;
  };
  export default Papa;
}
