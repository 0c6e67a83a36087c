/** The forecast at other budgets: that of the plan itself where they agree, and falling as epsilon grows. */
import { expect, test } from 'vitest';
import { forecastOf } from '../../../src/core/models/forecast.ts';
import { synthesizerById } from '../../../src/core/models/registry.ts';
import { budgetOf } from '../../../src/core/privacy/ledger.ts';
import { schemaFor } from '../../helpers/assess.ts';
import { EPSILON_1, IDS, recipeFor } from '../../helpers/models.ts';
import { penguins } from '../../helpers/penguins.ts';

const schema = schemaFor(penguins.table);

test.each(IDS.map((id) => ({ id })))(
  '$id: errors fall as epsilon grows, and are the plan’s own at its epsilon',
  ({ id }) => {
    const plan = synthesizerById(id).plan(schema, recipeFor(id, { privacy: EPSILON_1 }));
    const forecast = forecastOf(plan, 10_000, budgetOf(EPSILON_1))!;
    const own = forecast.overEpsilon.find(({ epsilon }) => epsilon === 1)!;
    expect(own.oneWay).toBeCloseTo(forecast.oneWay, 12);
    expect(own.word).toBe(forecast.word);
    forecast.overEpsilon.slice(1).forEach((at, i) => {
      const before = forecast.overEpsilon[i]!;
      expect(at.epsilon).toBeGreaterThan(before.epsilon);
      expect(at.oneWay).toBeLessThan(before.oneWay);
      if (at.pair !== null) expect(at.pair).toBeLessThan(before.pair!);
    });
  },
);
