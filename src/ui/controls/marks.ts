/** The words behind the small marks. A verdict is never used for yes and no, and no mark is shown without its word. */

export type VerdictKind = 'good' | 'unclear' | 'poor' | 'withheld';
export type SourceKind = 'declared' | 'discovered' | 'inferred';
export type ConfidenceKind = 'sure' | 'likely' | 'check';
