/** The line under the report's title: how many rows, by which synthesizer, under which claim, judged on how many rows. */
import type { Report } from '../../core/report/report.ts';
import { report as text } from '../text/report.ts';
import { steps } from '../text/steps.ts';

export function openingLine({ output, plan, claim, assessment, summary, elsewhere }: Report): string {
  if (elsewhere) {
    const { looks, holdoutRows } = assessment;
    const { rowCount: rows, columnCount: columns } = output;
    return text.subtitleElsewhere({ rows, columns, looks, holdoutRows, isJudged: summary.length > 0 });
  }
  return text.subtitle({
    rows: output.rowCount,
    generation: output.generation,
    columns: output.columnCount,
    isTagged: output.files.some(({ tagColumns }) => tagColumns.length > 0),
    synthesizer: steps.privacy.synthesizers[plan.synthesizer] ?? plan.synthesizer,
    claim: claim.kind === 'zcdp' ? text.claimShort(claim) : text.noClaimShort,
    looks: assessment.looks,
    holdoutRows: assessment.holdoutRows,
    isJudged: summary.length > 0,
  });
}
