/**
 * What the builds add to Vite: the content policy in the page, the service worker, the hash beside the single file.
 * The policy is the product's main promise, so it is written here once and read by build, development server and tests.
 */
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Plugin } from 'vite';

type Policy = Readonly<Record<string, string>>;

const SITE: Policy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'worker-src': "'self' blob:",
  'img-src': "'self' data: blob:",
  'manifest-src': "'self'",
  'connect-src': "'none'",
  'form-action': "'none'",
  'base-uri': "'none'",
};

const policyText = (policy: Policy): string =>
  Object.entries(policy)
    .map(([directive, value]) => `${directive} ${value}`)
    .join('; ');

/** Constants that the page shows: version, and the commit that it was built from (or `unknown` outside a checkout). */
export function buildFacts(root: string): Record<string, string> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  let commit = 'unknown';
  try {
    commit = execFileSync('git', ['rev-parse', '--short=8', 'HEAD'], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    // A copy without its history is built like any other; it only cannot say which commit it was.
  }
  return { __VERSION__: JSON.stringify(version), __COMMIT__: JSON.stringify(commit) };
}

/**
 * Writes the policy as a meta tag directly after the charset, in the single file with hashes in place of 'self'. The
 * development server sends it as a header, loosened for its own address, its socket and inline styles only.
 */
export function contentPolicy(form: 'site' | 'one-file'): Plugin {
  const meta = (policy: Policy): string =>
    `<meta http-equiv="Content-Security-Policy" content="${policyText(policy)}" />`;
  const afterCharset = (html: string, tag: string): string =>
    html.replace(/<meta charset="[^"]*"\s*\/?>/i, (charset) => `${charset}\n    ${tag}`);
  return {
    name: 'understudy-content-policy',
    enforce: 'post',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const host = request.headers.host ?? '';
        const development: Policy = {
          ...SITE,
          'script-src': "'self' 'unsafe-inline'",
          'style-src': "'self' 'unsafe-inline'",
          'connect-src': `'self' ws://${host}`,
        };
        response.setHeader('Content-Security-Policy', policyText(development));
        next();
      });
    },
    transformIndexHtml: {
      order: 'post',
      handler: (html, context) => (context.server || form === 'one-file' ? html : afterCharset(html, meta(SITE))),
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        if (form !== 'one-file') return;
        for (const file of Object.values(bundle)) {
          if (file.type !== 'asset' || !file.fileName.endsWith('.html')) continue;
          const html = String(file.source);
          // Scripts are cut out before styles are looked for: a bundle may contain the text of a style tag.
          const scripts = elementTexts(html, 'script');
          const styles = elementTexts(html.replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, ''), 'style');
          const policy: Policy = {
            ...SITE,
            'script-src': scripts.map(hashSource).join(' '),
            'style-src': styles.map(hashSource).join(' ') || "'none'",
            'worker-src': 'blob:',
            'img-src': 'data: blob:',
            'manifest-src': "'none'",
          };
          file.source = afterCharset(html, meta(policy));
        }
      },
    },
  };
}

function elementTexts(html: string, tag: 'script' | 'style'): string[] {
  return [...html.matchAll(new RegExp(`<${tag}\\b[^>]*>([\\s\\S]*?)</${tag}>`, 'g'))]
    .map((match) => match[1] ?? '')
    .filter(Boolean);
}

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** Writes `sw.js`, which answers every built file from a cache named after the content of all of them. */
export function precache(): Plugin {
  let outDir = '';
  return {
    name: 'understudy-precache',
    apply: 'build',
    configResolved(config) {
      outDir = config.build.outDir;
    },
    writeBundle() {
      const files = filesBelow(outDir).filter((file) => file !== 'sw.js' && !file.endsWith('.map'));
      const hash = createHash('sha256');
      for (const file of files.sort()) hash.update(file).update(readFileSync(join(outDir, file)));
      const cache = `understudy-${hash.digest('hex').slice(0, 16)}`;
      const list = JSON.stringify(['./', ...files.map((file) => `./${file}`)]);
      writeFileSync(join(outDir, 'sw.js'), serviceWorker(cache, list));
    },
  };
}

/**
 * The service worker as text. A first one takes the open page; a newer one waits until a page says `take over`. Caches of
 * older versions are dropped when a page has loaded from the newest and no other is open, which may still need a part.
 */
function serviceWorker(cache: string, files: string): string {
  return `const cache = '${cache}';
const files = ${files};
self.addEventListener('install', (event) => event.waitUntil(caches.open(cache).then((store) =>
  store.addAll(files.map((file) => new Request(file, { cache: 'no-cache' }))))));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('message', (event) => {
  if (event.data === 'take over') self.skipWaiting();
  if (event.data === 'is it whole') event.waitUntil(isWhole().then((whole) => event.ports[0].postMessage(whole)).then(tidy));
});
self.addEventListener('fetch', (event) => event.respondWith(answer(event.request)));
async function answer(request) {
  const how = { ignoreVary: true, ignoreSearch: true };
  const own = (await caches.has(cache)) ? await (await caches.open(cache)).match(request, how) : undefined;
  return own ?? (await caches.match(request, how)) ?? fetch(request);
}
async function isWhole() {
  if (!(await caches.has(cache))) return false;
  const store = await caches.open(cache);
  return (await Promise.all(files.map((file) => store.match(file)))).every((hit) => hit !== undefined);
}
async function tidy() {
  if (self.registration.installing || self.registration.waiting) return;
  if ((await self.clients.matchAll({ type: 'window', includeUncontrolled: true })).length > 1) return;
  const old = (await caches.keys()).filter((name) => name.startsWith('understudy-') && name !== cache);
  await Promise.all(old.map((name) => caches.delete(name)));
}
`;
}

function filesBelow(folder: string, base = folder): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path, base) : [relative(base, path).replaceAll('\\', '/')];
  });
}

/** Renames the single page to `understudy.html` and writes its SHA-256 beside it. */
export function sha256Beside(): Plugin {
  let outDir = '';
  return {
    name: 'understudy-sha256',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      outDir = config.build.outDir;
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const page = bundle['index.html'];
        if (page) page.fileName = 'understudy.html';
      },
    },
    writeBundle() {
      const file = 'understudy.html';
      const digest = createHash('sha256')
        .update(readFileSync(join(outDir, file)))
        .digest('hex');
      writeFileSync(join(outDir, `${file}.sha256`), `${digest}  ${file}\n`);
    },
  };
}
