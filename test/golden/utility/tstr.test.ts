import { expect, test } from 'vitest';
import { stackTables } from '../../../src/core/fidelity/stacked.ts';
import { silent } from '../../../src/core/progress.ts';
import type { Table } from '../../../src/core/table/column.ts';
import { assessUtility } from '../../../src/core/utility/assess-utility.ts';
import { assessmentOf, schemaFor } from '../../helpers/assess.ts';
import { csvTable } from '../../helpers/csv-table.ts';
import { textFile } from '../../helpers/shared.ts';
import golden from './tstr.json' with { type: 'json' };

test.each(golden.cases)('$name: trained on real and on synthetic rows as the library is', (each) => {
  const kinds = each.kinds as Readonly<Record<string, 'numeric' | 'categorical'>>;
  const [train, synthetic, tested] = [each.train, each.synthetic, each.test].map((file) =>
    csvTable(textFile(new URL(file, import.meta.url)), kinds),
  ) as [Table, Table, Table];
  const schema = schemaFor(stackTables([train, synthetic, tested], schemaFor(train)));
  const { models } = assessUtility(assessmentOf(train, tested, synthetic, { schema, target: each.target }), silent);
  for (const { model, real, synthetic: made, baseline, low, high, gap } of models) {
    if (model === 'forest') continue; // the library's forest stands in ../learn
    expect(Math.abs(real! - each.expected.real[model]), `${model}, real`).toBeLessThan(golden.tolerance[model]);
    expect(Math.abs(made! - each.expected.synthetic[model]), `${model}, synthetic`).toBeLessThan(
      golden.tolerance[model],
    );
    expect(baseline).toBe(0.5);
    expect(low! <= made! && made! <= high!).toBe(true);
    expect(gap!.value).toBeCloseTo(made! - real!, 12);
  }
});
