import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { outputOf, startChild } from './__fixtures__/child.js';

it('the README example prints what it says', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const code = /```js\n(.*?)```/s.exec(readme)?.[1] ?? '';
  const says = [...code.matchAll(/^\/\/ (.*)$/gm)].map(([, line]) => line).slice(-5);
  expect((await outputOf(startChild(code, []))).trimEnd().split('\n')).toEqual(says);
});
