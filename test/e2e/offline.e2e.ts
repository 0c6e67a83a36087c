/** The site without a network: its copy in the browser does the whole path, and a newer version waits to be asked. */
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { choose, download, open, tables, walk } from './journey.ts';
import { expect, test } from './net.ts';
import { root } from './place.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** A copy of the built site, which a test can change, behind a server that it can stop. */
async function serveCopy(): Promise<{ folder: string; address: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-site-'));
  cpSync(join(root, 'dist', 'site'), folder, { recursive: true });
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://site').pathname;
    const name = path === '/' ? 'index.html' : path.slice(1);
    try {
      const bytes = readFileSync(join(folder, name));
      response.setHeader('Content-Type', TYPES[extname(name)] ?? 'application/octet-stream').end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { folder, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, stop };
}

/** The same site as another version: another word in its title, another name of its cache. */
function publishNext(folder: string): void {
  const change = (name: string, edit: (text: string) => string): void =>
    writeFileSync(join(folder, name), edit(readFileSync(join(folder, name), 'utf8')));
  change('index.html', (text) => text.replace('<head>', '<head><meta name="generation" content="next" />'));
  change('sw.js', (text) => text.replace(/understudy-[0-9a-f]{16}/, 'understudy-0000000000000000'));
}

test('once it says ready offline, the site shows its sample and goes from file to report with the server gone', async ({
  page,
  context,
  net,
}) => {
  const { address, stop } = await serveCopy();
  net.alsoOwn(address);
  await open(page, address);
  await expect(page.getByRole('contentinfo')).toContainText('Ready offline');
  await expect(page.getByRole('contentinfo')).toContainText(/Version \d+\.\d+\.\d+, build \w+/);
  await stop();
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole('contentinfo')).toContainText('Ready offline');
  await page.getByRole('button', { name: 'Try the sample data' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('columns');
  await page.getByRole('banner').getByRole('button', { name: 'Understudy' }).click();
  await choose(page, join(tables, 'penguins.csv'));
  await walk(page);
  const report = await download(page, 'Download report (JSON)');
  expect(JSON.parse(report.bytes.toString())).toMatchObject({ schemaVersion: 1 });
});

test('a newer version waits through a reload, takes over by Update, and leaves nothing of the older one', async ({
  page,
  net,
}) => {
  const { folder, address, stop } = await serveCopy();
  net.alsoOwn(address);
  const generation = page.locator('meta[name="generation"]');
  const caches = (): Promise<string[]> => page.evaluate(() => self.caches.keys());
  await open(page, address);
  await expect(page.getByRole('contentinfo')).toContainText('Ready offline');
  expect(await page.getByRole('button', { name: 'Update' }).count()).toBe(0);
  publishNext(folder);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Update' })).toBeEnabled();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Update' })).toBeEnabled();
  await expect(generation).toHaveCount(0);
  expect(await caches()).toHaveLength(2);
  await page.getByRole('button', { name: 'Update' }).click();
  await expect(generation).toHaveCount(1);
  await expect(page.getByRole('contentinfo')).toContainText('Ready offline');
  await expect(page.getByRole('button', { name: 'Update' })).toHaveCount(0);
  await expect.poll(caches).toEqual(['understudy-0000000000000000']);
  await stop();
});

test('after Forget everything the page no longer calls itself ready, until it is loaded again', async ({
  page,
  net,
}) => {
  const { address, stop } = await serveCopy();
  net.alsoOwn(address);
  await open(page, address);
  await expect(page.getByRole('contentinfo')).toContainText('Ready offline');
  await page.getByRole('contentinfo').getByRole('button', { name: 'Forget everything' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Forget everything' }).click();
  await expect(dialog).toContainText('the copy of the app kept for working offline');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('contentinfo')).not.toContainText('Ready offline');
  await page.reload();
  await expect(page.getByRole('contentinfo')).toContainText('Ready offline');
  await stop();
});
