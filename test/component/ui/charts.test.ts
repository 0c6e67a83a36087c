import { mount, unmount } from 'svelte';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { drawingFile, tableCsv } from '../../../src/ui/charts/frame.ts';
import { darkPalette, lightPalette } from '../../../src/ui/charts/palette.ts';
import { charts, type ChartEntry } from '../../../src/ui/charts/registry.ts';
import '../../../src/ui/tokens.css';

let mounted: Record<string, unknown> | undefined;

afterEach(async () => {
  if (mounted) await unmount(mounted);
  mounted = undefined;
  delete document.documentElement.dataset['theme'];
  document.body.replaceChildren();
});

/** Mounts a chart in a box of `width` px; the box's size reaches it with the next frame. */
async function draw(chart: ChartEntry, width = 480): Promise<SVGSVGElement> {
  const target = document.createElement('div');
  target.style.width = `${width}px`;
  document.body.append(target);
  mounted = mount(chart.component, { target, props: { ...chart.props } });
  await expect.element(page.getByRole('img', { name: chart.props.label, exact: true })).toBeInTheDocument();
  const drawing = target.querySelector('svg[role="img"]');
  if (!(drawing instanceof SVGSVGElement)) throw new Error('no drawing');
  return drawing;
}

test('every chart has a name of its own', () => {
  expect(new Set(charts.map((chart) => chart.id)).size).toBe(charts.length);
});

test.each(charts)('$id states its finding, keeps to its width and draws by attributes alone', async (chart) => {
  for (const width of [320, 480, 800]) {
    const drawing = await draw(chart, width);
    expect(Number(drawing.getAttribute('width'))).toBe(width);
    for (const element of drawing.querySelectorAll('*')) {
      expect(element.hasAttribute('class') || element.hasAttribute('style')).toBe(false);
      for (const { name, value } of element.attributes) expect(`${name}=${value}`).not.toMatch(/NaN|undefined|var\(/);
    }
    for (const word of drawing.querySelectorAll('text')) {
      const box = word.getBBox();
      expect(box.x, word.textContent).toBeGreaterThanOrEqual(-1);
      expect(box.x + box.width, word.textContent).toBeLessThanOrEqual(width + 1);
    }
    if (mounted) await unmount(mounted);
    mounted = undefined;
    document.body.replaceChildren();
  }
});

test.each(charts.filter((chart) => chart.props['heading'] !== undefined))(
  '$id shows its numbers as a table under the same words',
  async (chart) => {
    await draw(chart);
    const button = page.getByRole('button', { name: 'Show as table' });
    await button.click();
    await expect.element(page.getByRole('table', { name: chart.props.label })).toBeInTheDocument();
    await expect.element(page.getByRole('button', { name: 'Hide the table' })).toHaveAttribute('aria-expanded', 'true');
    expect(page.getByRole('row').elements().length).toBeGreaterThan(1);
  },
);

test('a chart follows the theme', async () => {
  const chart = charts.find((each) => each.id === 'bars');
  if (!chart) throw new Error('bars');
  document.documentElement.dataset['theme'] = 'light';
  const drawing = await draw(chart);
  expect(drawing.innerHTML).toContain(lightPalette.accent);
  document.documentElement.dataset['theme'] = 'dark';
  await expect.poll(() => drawing.innerHTML).toContain(darkPalette.accent);
  expect(drawing.innerHTML).not.toContain(lightPalette.accent);
});

test('a chart turns light for paper and back', async () => {
  const chart = charts.find((each) => each.id === 'bars');
  if (!chart) throw new Error('bars');
  document.documentElement.dataset['theme'] = 'dark';
  const drawing = await draw(chart);
  dispatchEvent(new Event('beforeprint'));
  expect(drawing.innerHTML).toContain(lightPalette.accent);
  dispatchEvent(new Event('afterprint'));
  expect(drawing.innerHTML).toContain(darkPalette.accent);
});

test('a saved drawing is light on white, titled, and points at nothing outside itself', async () => {
  document.documentElement.dataset['theme'] = 'dark';
  const chart = charts.find((each) => each.id === 'histogram');
  if (!chart) throw new Error('histogram');
  await draw(chart);
  const saved = watchDownload();
  await page.getByRole('button', { name: 'Save SVG' }).click();
  const { name, text } = await saved;
  expect(name).toBe('age.svg');
  const file = new DOMParser().parseFromString(text, 'image/svg+xml');
  expect(file.documentElement.tagName).toBe('svg');
  expect(file.querySelector('title')?.textContent).toBe(chart.props.label);
  expect(text).toContain(lightPalette.accent);
  expect(text).not.toContain(darkPalette.accent);
  expect(text).not.toMatch(/href=|class=|style=/);
});

test('a saved table holds the numbers of the drawing', async () => {
  const chart = charts.find((each) => each.id === 'bars');
  if (!chart) throw new Error('bars');
  await draw(chart);
  const saved = watchDownload();
  await page.getByRole('button', { name: 'Save CSV' }).click();
  const { name, text } = await saved;
  expect(name).toBe('education.csv');
  expect(text.split('\r\n').slice(0, 2)).toEqual(['Level,real,synthetic', 'HS-grad,0.323,0.326']);
});

test('a table written as text quotes what needs it', () => {
  expect(
    tableCsv({
      columns: ['a', 'b'],
      rows: [
        ['x, "y"', null],
        ['z', 0.5],
      ],
    }),
  ).toBe('a,b\r\n"x, ""y""",\r\nz,0.5\r\n');
});

test('a bare chart is the drawing alone', async () => {
  const chart = charts.find((each) => each.id === 'dot-range');
  if (!chart) throw new Error('dot-range');
  await draw({ ...chart, props: { ...chart.props, isBare: true } });
  expect(page.getByRole('button').elements()).toEqual([]);
  expect(page.getByRole('heading').elements()).toEqual([]);
});

test('a drawing taken out of the page loses its comments and keeps its shapes', () => {
  const drawing = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  drawing.append(document.createComment('x'), document.createElementNS('http://www.w3.org/2000/svg', 'path'));
  expect(drawingFile(drawing, 'a label')).toMatch(
    /^<svg[^>]*><title>a label<\/title><rect[^>]*\/><path[^>]*\/><\/svg>$/,
  );
});

/** Resolves with what the next download would have saved; the page's policy forbids to fetch it, so the blob is kept. */
function watchDownload(): Promise<{ name: string; text: string }> {
  const createAddress = URL.createObjectURL.bind(URL);
  const blobs = new Map<string, Blob>();
  URL.createObjectURL = (blob: Blob) => {
    const address = createAddress(blob);
    blobs.set(address, blob);
    return address;
  };
  return new Promise((resolve) => {
    const listen = (event: MouseEvent): void => {
      const blob = event.target instanceof HTMLAnchorElement ? blobs.get(event.target.href) : undefined;
      if (!blob || !(event.target instanceof HTMLAnchorElement)) return;
      event.preventDefault();
      URL.createObjectURL = createAddress;
      removeEventListener('click', listen, { capture: true });
      const name = event.target.download;
      void blob.text().then((text) => resolve({ name, text }));
    };
    addEventListener('click', listen, { capture: true });
  });
}
