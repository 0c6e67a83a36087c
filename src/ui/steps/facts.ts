/** The fact that each step produced, as the navigation shows it below the step's name. */
import type { App, Step } from '../../state/app.svelte.ts';
import { formatCount } from '../text/numbers.ts';
import { steps } from '../text/steps.ts';

export function stepFact(app: App, step: Step): string | undefined {
  const { project, run } = app;
  const { read } = project;
  if (!read) return undefined;
  switch (step) {
    case 'data':
      return `${formatCount(read.table.rowCount)} × ${formatCount(read.table.columns.length)}`;
    case 'columns': {
      const check = project.columns.filter(({ inference }) => inference.confidence === 'please check').length;
      return steps.columns.fact({ count: read.table.columns.length, check });
    }
    case 'privacy':
      if (run.isElsewhere) return undefined;
      return project.privacy ? `epsilon ${project.privacy.epsilon}` : 'no guarantee';
    case 'generate':
      return run.generated && !run.isElsewhere ? `${formatCount(run.generated.synthetic.rowCount)} rows` : undefined;
    case 'validate':
      return run.isJudged ? `look ${formatCount(Math.max(1, run.looks))}` : undefined;
    case 'export':
      return undefined;
  }
}
