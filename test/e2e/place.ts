/** Where the journey runs: the checkout, a free port that config and workers agree on, and the single file on disk. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const oneFile = pathToFileURL(join(root, 'dist', 'one-file', 'understudy.html')).href;
export const pictures = join(root, 'test', '.results', 'screens');

/** Asked for once by the first process and handed on through the environment to those it starts. */
export const port = Number((process.env['UNDERSTUDY_E2E_PORT'] ??= String(freePort())));

function freePort(): number {
  const script = `const s = require('net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close(); });`;
  return Number(execFileSync(process.execPath, ['-e', script]).toString());
}
