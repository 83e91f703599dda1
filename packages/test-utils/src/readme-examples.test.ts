import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { readmeExamples, runReadmeExample } from './index.js';

let folder: URL;
const write = (...blocks: string[]): void =>
  writeFileSync(
    new URL('README.md', folder),
    `# x\n\n${blocks.map((code) => `\`\`\`js\n${code}\n\`\`\`\n`).join('\n')}`,
  );

beforeEach(() => {
  folder = pathToFileURL(`${mkdtempSync(join(tmpdir(), 'readme-'))}/`);
});
afterEach(() => rmSync(folder, { recursive: true }));

it('takes the blocks that say what they print, and the last lines they print', async () => {
  write('a();', "// first\nconsole.log('x');\nconsole.log(1 + 1);\nconsole.log('y ');\n// 2\n// y");
  const [example, ...others] = readmeExamples(folder);
  expect(others).toEqual([]);
  expect(example?.promised).toEqual(['2', 'y']);
  expect(await runReadmeExample(example!, folder)).toEqual(['2', 'y']);
});

it('fails where an example does, or where there is none', async () => {
  write("throw new Error('no');\n// 1");
  await expect(runReadmeExample(readmeExamples(folder)[0]!, folder)).rejects.toThrow('no');
  write('console.log(1);');
  expect(() => readmeExamples(folder)).toThrow('no example in the README of');
});
