import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const run = (name: string, ...args: string[]): Promise<{ stdout: string; stderr: string }> =>
  promisify(execFile)(process.execPath, [
    fileURLToPath(new URL(`../dist/${name}.js`, import.meta.url)),
    ...args,
  ]);
/** The lines of a program after its header. */
const lines = (name: string): string[] =>
  readFileSync(new URL(`${name}.ts`, import.meta.url), 'utf8')
    .split(' */\n')[1]!
    .split('\n');

it.each(['before', 'replaced', 'added'])('%s takes one step and tells what it has learned', async (name) => {
  const { stdout, stderr } = await run(name, '--steps', '1');
  expect(stdout).toMatch(
    /^step 1: \d of 8 modes, \d+\.\d % of the samples in one, mean distance \d\.\d{3}\n$/,
  );
  expect(stderr).toBe('');
});

it.each(['replaced', 'added'])('%s differs from before by ten lines or so', (name) => {
  const [before, after] = [new Set(lines('before')), lines(name)];
  const added = after.filter((line) => !before.has(line));
  expect(added.length).toBeLessThanOrEqual(12);
  expect(added.join('\n')).toContain('meanFeatureMatching(');
  expect(lines('before').filter((line) => !after.includes(line)).length).toBeLessThanOrEqual(2);
});

it('gives the same for the same seed, and something else for another', async () => {
  const [before, again, other] = await Promise.all(
    [['before'], ['before'], ['before', '--seed', '1']].map(async ([name = '', ...args]) => {
      return (await run(name, '--steps', '1', ...args)).stdout;
    }),
  );
  expect(again).toBe(before);
  expect(other).not.toBe(before);
});

it('refuses what it does not know', async () => {
  await expect(run('before', '--steps', '0')).rejects.toMatchObject({ code: 2 });
});
