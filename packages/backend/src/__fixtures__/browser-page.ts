import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** A Chromium on this machine; undefined if there is none. */
export const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);

/** `source` and all it imports as one script for browsers; in it the built package is called `$`. Fails on what only Node has. */
export async function bundle(source: string): Promise<string> {
  const built = fileURLToPath(new URL('../../dist/index.js', import.meta.url));
  const { outputFiles } = await build({
    stdin: {
      contents: source.replaceAll('$', built),
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    format: 'esm',
    logLevel: 'silent',
    platform: 'browser',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

/** Runs a script in a page of a browser without a window, and resolves to what it gives to `report(text)`. */
export async function runInBrowser(
  browser: string,
  script: string,
  flags: readonly string[],
): Promise<string> {
  const report = "const report = (text) => fetch('/report', { method: 'POST', body: String(text) });";
  const profile = mkdtempSync(join(tmpdir(), 'cvg-browser-'));
  let onReport: (text: string) => void;
  const reported = new Promise<string>((resolve) => (onReport = resolve));
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      let text = '';
      request.on('data', (chunk) => (text += String(chunk)));
      request.on('end', () => {
        response.end();
        onReport(text);
      });
    } else if (request.url === '/') {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><script type="module" src="script.js"></script>');
    } else {
      response.setHeader('content-type', 'text/javascript');
      response.end(`${report}\n${script}`);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const child = spawn(
    browser,
    [
      '--headless=new',
      '--no-sandbox',
      '--no-first-run',
      `--user-data-dir=${profile}`,
      ...flags,
      `http://127.0.0.1:${port}/`,
    ],
    { stdio: 'ignore', timeout: 40_000, killSignal: 'SIGKILL', detached: true }, // with a group of its own
  );
  const ended = new Promise<void>((resolve) => child.once('exit', resolve));
  try {
    return await Promise.race([reported, ended.then(() => 'the browser ended')]);
  } finally {
    endGroup(child.pid);
    await ended;
    server.closeAllConnections();
    server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}

/** Ends the browser and all its processes: one that goes on would write to the folder that is being removed. */
function endGroup(processId: number | undefined): void {
  try {
    if (processId !== undefined) process.kill(-processId, 'SIGKILL');
  } catch {
    // They have ended by themselves.
  }
}
