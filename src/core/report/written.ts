/** What of a report is written into a file. */
import type { Report } from './report.ts';

/**
 * Of rows that something else made there is no claim, ledger or plan, and no key for them:
 * an empty one would read as "no guarantee", which is not known.
 */
export function writtenReport(report: Report): Partial<Report> {
  if (!report.elsewhere) return report;
  const { claim: _claim, guarantee: _guarantee, readout: _readout, ledger: _ledger, ...rest } = report;
  const { plan: _plan, forecast: _forecast, ...written } = rest;
  return written;
}
