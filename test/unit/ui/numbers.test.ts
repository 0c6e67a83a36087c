import { expect, test } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatInterval,
  formatNumber,
  formatPercent,
  formatPower,
  formatSeconds,
  formatShort,
  formatSigned,
  formatValue,
} from '../../../src/ui/text/numbers.ts';

test.each([
  { shown: formatNumber(-0.034, 3), text: '\u22120.034' },
  { shown: formatNumber(-0.0001, 2), text: '0.00' },
  { shown: formatNumber(Number.NaN, 2), text: '\u2013' },
  { shown: formatValue(-19, 6), text: '\u221219' },
  { shown: formatValue(1234.5, 2), text: '1,234.5' },
  { shown: formatValue(-0.0000001, 6), text: '0' },
  { shown: formatCount(48842), text: '48,842' },
  { shown: formatPercent(0.11), text: '11\u00a0%' },
  { shown: formatPercent(0.0104, 2), text: '1.04\u00a0%' },
  { shown: formatInterval(0.905, 0.919, 3), text: '0.905 to 0.919' },
  { shown: formatSigned(0.25, 2), text: '+0.25' },
  { shown: formatSigned(-1, 0), text: '\u22121' },
  { shown: formatSigned(0, 0), text: '0' },
  { shown: formatShort(0.02436), text: '0.02436' },
  { shown: formatShort(1e-6), text: '10⁻⁶' },
  { shown: formatPower(2.5e-7), text: '2.5\u00a0×\u00a010⁻⁷' },
  { shown: formatPower(0), text: '0' },
  { shown: formatPower(9.999e-5), text: '10⁻⁴' },
  { shown: formatShort(-4.2e-5), text: '\u22124.2\u00a0×\u00a010⁻⁵' },
  { shown: formatBytes(5_326_368), text: '5.3\u00a0MB' },
  { shown: formatBytes(999_999), text: '1.0\u00a0MB' },
  { shown: formatBytes(12), text: '12\u00a0bytes' },
  { shown: formatSeconds(0.42), text: '0.4\u00a0s' },
  { shown: formatSeconds(24.6), text: '25\u00a0s' },
  { shown: formatSeconds(185), text: '3\u00a0min' },
  { shown: formatSeconds(4800), text: '1\u00a0h\u00a020\u00a0min' },
])('a number is shown as $text', ({ shown, text }) => {
  expect(shown).toBe(text);
});
