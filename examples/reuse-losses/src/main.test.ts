import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const run = (...args: string[]): Promise<{ stdout: string; stderr: string }> =>
  promisify(execFile)(process.execPath, [
    fileURLToPath(new URL('../dist/main.js', import.meta.url)),
    ...args,
  ]);

it.each(['fm', 'gan'])('runs one step with --loss %s and reports finite losses', async (loss) => {
  const { stdout, stderr } = await run('--steps', '1', '--loss', loss);
  expect(stdout).toMatch(/^step 1 {2}D \d+\.\d{4} {2}G \d+\.\d{4} {2}\d+ steps\/s\n/);
  expect(stdout).toMatch(/\d % of 2000 samples in a mode, by mode: (\d+ ?){8}\n$/);
  expect(stderr).toBe('');
});

it('gives the same losses for the same seed, and others for another', async () => {
  const losses = async (seed: string): Promise<string | undefined> =>
    /D .* G [\d.]+/.exec((await run('--steps', '3', '--seed', seed)).stdout)?.[0];
  const first = await losses('1');
  expect(first).toBeDefined();
  expect(await losses('1')).toBe(first);
  expect(await losses('2')).not.toBe(first);
});

it('refuses what it does not know with exit code 2', async () => {
  await expect(run('--loss', 'wgan')).rejects.toMatchObject({
    code: 2,
    stderr: 'Expected --loss fm or gan, --steps an integer >= 1, --seed an integer.\n',
  });
});
