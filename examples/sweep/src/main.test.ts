import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvg-sweep-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const sweep = async (weights: string): Promise<{ lines: string[]; stderr: string }> => {
  const brief = ['--out', folder, '--steps', '1', '--evaluator-steps', '2', '--weights', weights];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, ...brief]);
  return { lines: stdout.trimEnd().split('\n'), stderr };
};

it('trains and judges a run for each weight, and later only for new ones', async () => {
  const first = await sweep('1');
  expect(first.lines).toEqual([
    'kl,seed,steps,top1,score,deviationRatio',
    expect.stringMatching(/^1,0,1,\d\.\d{3},\d\.\d{3},\d\.\d{3}$/),
  ]);
  const second = await sweep('1,4');
  expect(second.lines).toEqual([...first.lines, expect.stringMatching(/^4,0,1,/)]);
  expect(second.stderr).not.toContain('kl-1-seed-0');
  expect((await readdir(folder)).sort()).toEqual(['kl-1-seed-0', 'kl-4-seed-0', 'sweep.csv']);
});
