import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const examples = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, code = '']) => code);

it('README has its two examples', () => {
  expect(examples).toHaveLength(2);
});

it.each(examples)('README example %# prints what it says', async (code) => {
  const cwd = fileURLToPath(new URL('..', import.meta.url)); // where `@cvg/losses` and tfjs resolve
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code], {
    cwd,
  });
  const promised = code.trimEnd().split('\n').at(-1)?.replace('// ', '');
  expect(stdout.trimEnd()).toBe(promised);
});
