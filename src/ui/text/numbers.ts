/**
 * Numbers as people read them on screen: true minus sign, digits in groups of three, a no-break space before units and
 * the per cent sign, *to* in intervals. For screens and printed pages only: what is written into a file never comes here.
 */

const MINUS = '\u2212';
const NO_BREAK = '\u00a0';

/** Used for what has no value: an en dash, never 0. */
export const NO_VALUE = '\u2013';

/** With exactly `digits` decimals: −0.034. NaN and infinities are shown as no value. */
export function formatNumber(value: number, digits: number): string {
  if (!Number.isFinite(value)) return NO_VALUE;
  const text = new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    value,
  );
  return withTrueMinus(/^-[0.,]+$/.test(text) ? text.slice(1) : text);
}

/** With as many decimals as it needs, `most` at the most: 42, −19.5. For values in the unit of a column. */
export function formatValue(value: number, most: number): string {
  if (!Number.isFinite(value)) return NO_VALUE;
  // Adding 0 turns −0 into 0.
  return withTrueMinus(
    new Intl.NumberFormat('en', { maximumFractionDigits: most }).format(Number(value.toFixed(most)) + 0),
  );
}

/** With exactly `digits` decimals, never below the value: for bounds that are shown. */
export function formatAtMost(value: number, digits: number): string {
  const unit = 10 ** -digits;
  return formatNumber(Math.ceil(value / unit - 1e-9) * unit, digits);
}

/** At most `digits` significant digits, no trailing zeros: 0.02436, 12,300, 5. For parameters and axis labels. */
export function formatShort(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return NO_VALUE;
  if (value !== 0 && Math.abs(value) < 1e-4) return formatPower(value);
  return withTrueMinus(new Intl.NumberFormat('en', { maximumSignificantDigits: digits }).format(value));
}

/** A whole number: 48,842. */
export function formatCount(value: number): string {
  return formatNumber(Math.round(value), 0);
}

/** A share in [0, 1] as per cent: 0.11 → 11 %. */
export function formatPercent(share: number, digits = 0): string {
  return Number.isFinite(share) ? `${formatNumber(share * 100, digits)}${NO_BREAK}%` : NO_VALUE;
}

/** 0.905 to 0.919. */
export function formatInterval(low: number, high: number, digits: number): string {
  return `${formatNumber(low, digits)} to ${formatNumber(high, digits)}`;
}

/** A value with its sign always shown: +0.03, −0.03, 0. */
export function formatSigned(value: number, digits: number): string {
  const text = formatNumber(value, digits);
  return value > 0 && !/^[0.,]+$/.test(text) ? `+${text}` : text;
}

/** A number and its unit, which stay on one line. */
export function withUnit(number: string, unit: string): string {
  return `${number}${NO_BREAK}${unit}`;
}

/** Bytes in decimal units: 5.3 MB. */
export function formatBytes(byteLength: number): string {
  if (byteLength < 1000) return withUnit(formatCount(byteLength), 'bytes');
  const units = ['kB', 'MB', 'GB'];
  let value = byteLength / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return withUnit(formatNumber(value, value < 9.95 ? 1 : 0), units[unit] ?? 'GB');
}

/** Seconds as 0.4 s, 25 s, 3 min, 1 h 20 min. */
export function formatSeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return NO_VALUE;
  if (seconds < 9.95) return withUnit(formatNumber(seconds, 1), 's');
  if (seconds < 99.5) return withUnit(formatCount(seconds), 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return withUnit(formatCount(minutes), 'min');
  const hours = withUnit(formatCount(Math.floor(minutes / 60)), 'h');
  return minutes % 60 === 0 ? hours : `${hours}${NO_BREAK}${withUnit(formatCount(minutes % 60), 'min')}`;
}

/** 1e-6 → 10⁻⁶, 2.5e-7 → 2.5 × 10⁻⁷; other sizes as `formatShort`. */
export function formatPower(value: number): string {
  if (value < 0) return withTrueMinus(`-${formatPower(-value)}`);
  if (!(value > 0)) return value === 0 ? '0' : formatShort(value);
  const [mantissa = 0, exponent = 0] = value.toExponential(2).split('e').map(Number);
  if (exponent > -4 && exponent < 7) return formatShort(value);
  const raised = [...String(exponent)].map((character) => SUPERSCRIPT[character] ?? character).join('');
  return mantissa === 1 ? `10${raised}` : `${formatShort(mantissa)}${NO_BREAK}×${NO_BREAK}10${raised}`;
}

const SUPERSCRIPT: Readonly<Record<string, string>> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
};

function withTrueMinus(text: string): string {
  return text.replace('-', MINUS);
}
