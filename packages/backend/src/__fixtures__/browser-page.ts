import { fileURLToPath } from 'node:url';
import { openInBrowser } from '@cvg/test-utils';
import { build } from 'esbuild';

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
export function runInBrowser(browser: string, script: string, flags: readonly string[]): Promise<string> {
  const report = "const report = (text) => fetch('/report', { method: 'POST', body: String(text) });";
  const page = '<!doctype html><script type="module" src="script.js"></script>';
  return openInBrowser({
    browser,
    flags,
    serve: (path) =>
      path === '/'
        ? { type: 'text/html', body: page }
        : { type: 'text/javascript', body: `${report}\n${script}` },
  });
}
