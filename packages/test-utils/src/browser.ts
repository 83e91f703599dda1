import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Chromium on this machine; undefined if there is none. */
export const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);

/** What a server answers. */
export interface ServedFile {
  /** Its MIME type, such as `'text/html'`. */
  readonly type: string;
  readonly body: string | Uint8Array;
}

/** A page to open in a browser. */
export interface BrowserPage {
  /** The browser's program. */
  readonly browser: string;
  /** What the server has at a path such as `'/script.js'`; undefined: 404. */
  readonly serve: (path: string) => ServedFile | undefined;
  /** Path and query of the page. @default '/' */
  readonly page?: string;
  /** Arguments of the browser, such as `'--enable-unsafe-webgpu'`. */
  readonly flags: readonly string[];
  /** After so many milliseconds the browser is ended. @default 40,000 */
  readonly timeout?: number;
}

/** Opens a page in a browser without a window, and resolves to the text that the page posts to `/report`. */
export async function openInBrowser(options: BrowserPage): Promise<string> {
  const { browser, serve, page = '/', flags, timeout = 40_000 } = options;
  const profile = mkdtempSync(join(tmpdir(), 'cvg-browser-'));
  let onReport: (text: string) => void;
  const reported = new Promise<string>((resolve) => (onReport = resolve));
  const server = createServer((request, response) => {
    if (request.method === 'POST') receive(request, response, (text) => onReport(text));
    else answer(response, serve(new URL(request.url ?? '/', 'http://localhost').pathname));
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
      `http://127.0.0.1:${port}${page}`,
    ],
    { stdio: 'ignore', timeout, killSignal: 'SIGKILL', detached: true }, // with a group of its own
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

/** Reads a request to its end. */
function receive(request: IncomingMessage, response: ServerResponse, done: (text: string) => void): void {
  let text = '';
  request.on('data', (chunk) => (text += String(chunk)));
  request.on('end', () => {
    response.end();
    done(text);
  });
}

function answer(response: ServerResponse, file: ServedFile | undefined): void {
  if (file === undefined) response.statusCode = 404;
  else response.setHeader('content-type', file.type);
  response.end(file?.body);
}

/** Ends the browser and all its processes: one that goes on would write to the folder that is being removed. */
function endGroup(processId: number | undefined): void {
  try {
    if (processId !== undefined) process.kill(-processId, 'SIGKILL');
  } catch {
    // They have ended by themselves.
  }
}
