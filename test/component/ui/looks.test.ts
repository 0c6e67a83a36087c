import { mount, unmount } from 'svelte';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { page } from 'vitest/browser';
import { darkPalette, lightPalette, type Palette } from '../../../src/ui/charts/palette.ts';
import Gallery from '../../../src/ui/gallery/Gallery.svelte';
import { usualViewport } from '../../helpers/viewport.ts';
import '../../../src/ui/tokens.css';

let mounted: Record<string, unknown> | undefined;

afterEach(async () => {
  if (mounted) await unmount(mounted);
  mounted = undefined;
  delete document.documentElement.dataset['theme'];
  document.body.replaceChildren();
});

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** Relative luminance and contrast as WCAG 2.2 defines them; colours as #rrggbb. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const value = parseInt(colour.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(first: string, second: string): number {
  const [high = 0, low = 0] = [luminance(first), luminance(second)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

test('black on white has the contrast that everyone knows', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 10);
});

test.each(['light', 'dark'])('%s: text reaches 4.5 and borders reach 3 on every ground they stand on', (theme) => {
  document.documentElement.dataset['theme'] = theme;
  for (const ground of ['paper', 'sheet', 'sunken']) {
    for (const ink of ['ink', 'ink-2', 'ink-3', 'accent', 'accent-hover', 'caution', 'alarm']) {
      expect(contrast(token(ink), token(ground)), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
    for (const mark of ['edge', 'neg', 'focus', 'caution-bar']) {
      expect(contrast(token(mark), token(ground)), `${mark} on ${ground}`).toBeGreaterThanOrEqual(3);
    }
  }
  for (const [ink, ground] of [
    ['on-accent', 'accent'],
    ['on-accent', 'accent-hover'],
    ['on-alarm', 'alarm'],
    ['caution', 'caution-soft'],
    ['alarm', 'alarm-soft'],
    ['ink-2', 'caution-soft'],
    ['ink-2', 'alarm-soft'],
    ['accent', 'alarm-soft'],
    ['accent', 'caution-soft'],
  ] as const) {
    expect(contrast(token(ink), token(ground)), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  }
});

test.each([
  { theme: 'light', palette: lightPalette },
  { theme: 'dark', palette: darkPalette },
])('$theme: charts and page share their colours', ({ theme, palette }) => {
  document.documentElement.dataset['theme'] = theme;
  const names: Readonly<Record<keyof Palette, string>> = {
    paper: 'paper',
    ink: 'ink',
    ink2: 'ink-2',
    ink3: 'ink-3',
    edge: 'edge',
    line: 'line',
    accent: 'accent',
    accentSoft: 'accent-soft',
    accentMid: 'accent-mid',
    neg: 'neg',
  };
  for (const [role, name] of Object.entries(names)) expect(palette[role as keyof Palette]).toBe(token(name));
});

test.each([320, 390, 720, 1120, 1280])('at %i px nothing is wider than the window', async (width) => {
  onTestFinished(usualViewport);
  await page.viewport(width, 900);
  mounted = mount(Gallery, { target: document.body, props: {} });
  await expect.element(page.getByRole('heading', { name: 'Charts' })).toBeInTheDocument();
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const root = document.documentElement;
  expect(root.scrollWidth).toBeLessThanOrEqual(root.clientWidth);
  for (const button of page.getByRole('button').elements()) {
    const { height } = button.getBoundingClientRect();
    if (button instanceof HTMLButtonElement && height > 0)
      expect(height, button.textContent).toBeGreaterThanOrEqual(24);
  }
});
