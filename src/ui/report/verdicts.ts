/** An answer as its mark and word, and as the small chart under it: where the value lies between poor and good. */
import type { SummaryLine } from '../../core/report/summary.ts';
import type { VerdictKind } from '../controls/marks.ts';
import { validate as text } from '../text/validate.ts';

export function verdictOf({ id, verdict }: SummaryLine): { kind: VerdictKind; word: string } {
  const kind = verdict === 'not-measurable' || verdict === 'not-calibrated' ? 'withheld' : verdict;
  return { kind, word: (id === 'attack' ? text.attackVerdict : text.verdict)[verdict] };
}

/** What the small chart under an answer is given; null where nothing was measured. */
export function answerRange({ id, finding, bounds, control }: SummaryLine): {
  axis: readonly [number, number];
  value: number;
  low?: number;
  high?: number;
  thresholds: readonly number[];
  words: readonly { word: string; at: number }[];
  marks: readonly { kind: 'control'; value: number; label: string }[];
} | null {
  const { value } = finding;
  if (value === null) return null;
  const ends = {
    ...(finding.low === null ? {} : { low: finding.low }),
    ...(finding.high === null ? {} : { high: finding.high }),
  };
  const all = [value, ...Object.values(ends), bounds.poor, bounds.good];
  const marks =
    id === 'attack' && control !== null
      ? [{ kind: 'control', value: control, label: text.words.control } as const]
      : [];
  if (id === 'attack') {
    const axis = [Math.min(0.46, ...all) - 0.01, Math.max(0.62, ...all) + 0.02] as const;
    return { axis, value, ...ends, thresholds: [0.5, bounds.good], words: [], marks };
  }
  const span = Math.abs(bounds.good - bounds.poor);
  const isHigher = bounds.good > bounds.poor;
  const low = Math.min(...all) - span * 0.6;
  const high = Math.max(...all) + span * 0.6;
  const axis = isHigher ? ([low, Math.max(high, bounds.good + span * 0.65)] as const) : ([high, low] as const);
  const word = (name: 'poor' | 'unclear' | 'good', at: number): { word: string; at: number } => ({
    word: text.words[name],
    at,
  });
  const side = isHigher ? 1 : -1;
  return {
    axis,
    value,
    ...ends,
    thresholds: [bounds.poor, bounds.good],
    words: [
      word('poor', bounds.poor - side * span * 0.32),
      word('unclear', (bounds.poor + bounds.good) / 2),
      word('good', bounds.good + side * span * 0.32),
    ],
    marks,
  };
}
