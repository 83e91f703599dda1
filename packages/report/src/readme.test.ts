import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { readmeExamples, runReadmeExample } from '@cvg/test-utils';

const packageFolder = new URL('..', import.meta.url);

it.each(readmeExamples(packageFolder))('README example %# prints what it says', async (example) => {
  const folder = mkdtempSync(join(tmpdir(), 'cvg-report-'));
  try {
    const file = join(folder, 'report.html');
    const code = example.code.replace(`'report.html'`, JSON.stringify(file));
    expect(await runReadmeExample({ ...example, code }, packageFolder)).toEqual(example.promised);
    expect(readFileSync(file, 'utf8')).toMatch(/^<!doctype html>.*<\/html>\n$/s);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
