/** What the build promises by its files alone. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { root } from './place.ts';

const site = join(root, 'dist', 'site');
const assets = readdirSync(join(site, 'assets'));
const text = (path: string): string => readFileSync(join(root, 'dist', path), 'utf8');
const scripts = assets.filter((name) => name.endsWith('.js'));

test('no worker is made by address, and nothing evaluates text', () => {
  for (const code of [...scripts.map((name) => text(`site/assets/${name}`)), text('one-file/understudy.html')]) {
    expect(code).not.toMatch(/new Worker\(\s*new URL\(|new Worker\(["'`]\.?\//);
    expect(code).not.toMatch(/[^\w.$]eval\(|new Function\(/);
  }
});

test('no address of another host stands in the code, but for names that lead nowhere and names of schemas', () => {
  const allowed =
    /^https?:\/\/(www\.w3\.org\/|schemas\.(microsoft|openxmlformats)\.(com|org)\/|purl\.oclc\.org\/ooxml\/|datapackage\.org\/profiles\/|example(\.test\b|$)|[\w.$%{}-]*probe\.invalid|svelte\.dev\/e\/|$|\$\{\w+\}\/?$)/;
  for (const name of scripts) {
    const found = text(`site/assets/${name}`).match(/https?:\/\/[\w.$%{}-]*[^\s"'`\\)]*/g) ?? [];
    expect(
      found.filter((address) => !allowed.test(address)),
      name,
    ).toEqual([]);
  }
});

test('the policy stands in both pages directly after the charset, and forbids connections', () => {
  for (const page of ['site/index.html', 'one-file/understudy.html']) {
    expect(text(page)).toMatch(
      /<meta charset="utf-8" \/>\s*<meta http-equiv="Content-Security-Policy" content="default-src 'none';/,
    );
    expect(text(page)).toContain("connect-src 'none'");
    expect(text(page)).not.toMatch(/unsafe-(inline|eval)/);
  }
});

test('the service worker lists every built file', () => {
  const worker = text('site/sw.js');
  for (const name of assets) expect(worker).toContain(`./assets/${name}`);
});

test('danfojs is a part of its own, and no part is larger than it may be', () => {
  const size = (match: RegExp): number =>
    scripts
      .filter((name) => match.test(name))
      .reduce((sum, name) => sum + gzipSync(readFileSync(join(site, 'assets', name))).length, 0);
  const packed = (path: string): number => gzipSync(readFileSync(join(site, path))).length;
  const start = assets.filter((name) => name.startsWith('index')).map((name) => `assets/${name}`);
  const first = ['index.html', ...start].reduce((sum, path) => sum + packed(path), 0);
  expect(size(/^frame/)).toBeGreaterThan(0);
  expect(size(/^frame/)).toBeLessThanOrEqual(45 * 1024);
  expect(size(/^engine\.worker/), 'models, mechanisms and checks').toBeLessThanOrEqual(160 * 1024);
  expect(size(/^tables\.worker/)).toBeGreaterThan(0);
  expect(size(/^tables\.worker/), 'readers and writers of every format').toBeLessThanOrEqual(160 * 1024);
  expect(first, 'what the first screen loads').toBeLessThanOrEqual(90 * 1024);
  expect(readFileSync(join(root, 'dist/one-file/understudy.html')).length).toBeLessThanOrEqual(2 * 1024 * 1024);
});

test('the hash beside the single file is its own', () => {
  const bytes = readFileSync(join(root, 'dist/one-file/understudy.html'));
  expect(text('one-file/understudy.html.sha256')).toBe(
    `${createHash('sha256').update(bytes).digest('hex')}  understudy.html\n`,
  );
});
