/** Stored runs side by side: the way for components to the comparison, which needs no engine. */
export {
  compareRuns,
  type ComparedColumn,
  type ComparedFinding,
  type Comparison,
  type Difference,
} from '../core/report/compare.ts';
export type { RunNumbers } from '../core/report/numbers.ts';
export type { RunNotes } from '../storage/notes.ts';
