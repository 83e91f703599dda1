import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

it('the README example prints what it says', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const code = /```js\n(.*?)```/s.exec(readme)?.[1] ?? '';
  const says = [...code.matchAll(/^\/\/ (.*)$/gm)].map(([, line]) => line).slice(-2);
  const folder = mkdtempSync(join(tmpdir(), 'cvg-report-'));
  try {
    const file = join(folder, 'report.html');
    const elsewhere = code.replace(`'report.html'`, JSON.stringify(file));
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', elsewhere],
      {
        cwd: fileURLToPath(new URL('..', import.meta.url)),
      },
    );
    expect(stdout.trimEnd().split('\n')).toEqual(says);
    expect(readFileSync(file, 'utf8')).toMatch(/^<!doctype html>.*<\/html>\n$/s);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
