import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';

const run = (...args: string[]): Promise<{ stdout: string; stderr: string }> =>
  promisify(execFile)(process.execPath, [
    fileURLToPath(new URL('../dist/main.js', import.meta.url)),
    ...args,
  ]);

let out: string;
beforeAll(async () => {
  out = join(await mkdtemp(join(tmpdir(), 'cvg-digits-')), 'digits');
});
afterAll(() => rm(join(out, '..'), { recursive: true, force: true }));

const brief = (steps: number): string[] => ['--steps', String(steps), '--evaluator-steps', '5', '--out', out];
const summary = async (): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(join(out, 'summary.json'), 'utf8')) as Record<string, unknown>;

it('learns, judges, and leaves numbers and a report', async () => {
  const { stdout } = await run(...brief(2));
  expect(stdout).toMatch(/Learning digits with cvae-gan on (onednn|wasm); pictures go to /);
  expect(stdout).toContain(join(out, 'samples'));
  expect(stdout).toMatch(/^generated +1,000 /m);
  expect(stdout).toMatch(/^real, held out +1,000 /m);
  const numbers = await summary();
  expect(Object.keys(numbers)).toEqual([
    ...['engine', 'steps', 'wallSeconds', 'imagesPerSecond', 'evaluatorAccuracy'],
    ...['top1', 'classifierScore', 'classifierScoreReal', 'deviationRatio'],
  ]);
  expect(numbers).toMatchObject({ engine: expect.stringMatching(/^(onednn|wasm)$/), steps: 2 });
  const positive = ['wallSeconds', 'imagesPerSecond', 'evaluatorAccuracy', 'classifierScoreReal'];
  for (const name of positive) expect(numbers[name]).toBeGreaterThan(0);
  expect(await readdir(join(out, 'samples'))).toEqual(['step-000002.png']);
  const html = await readFile(join(out, 'report.html'), 'utf8');
  for (const heading of ['Samples', 'Reconstructions', 'Morphs', 'Inpainting', 'Measurements', 'Losses']) {
    expect([heading, html.includes(`<h2>${heading}</h2>`)]).toEqual([heading, true]);
  }
});

it('does not train a finished run again, and goes on to more steps', async () => {
  const before = await summary();
  const { stdout, stderr } = await run(...brief(2));
  expect(stdout).toContain(`${out} is trained already (2 steps)`);
  expect(stderr).not.toMatch(/^judge/m);
  const { wallSeconds, ...after } = await summary();
  expect(after).toEqual({ ...before, wallSeconds: undefined });
  expect(wallSeconds).toBeGreaterThan(0);
  expect((await run(...brief(3))).stderr).toContain('Going on after step 2.');
  expect(await summary()).toMatchObject({ steps: 3 });
});

it('does not touch a run of another configuration', async () => {
  await expect(run(...brief(3), '--seed', '1')).rejects.toMatchObject({
    code: 1,
    stderr: `error: ${out}: has another configuration: training.seed is 0, given 1.\n`,
  });
  expect(await summary()).toMatchObject({ steps: 3 });
});

it('tells its knobs, and refuses others', async () => {
  const { stdout } = await run('--help');
  for (const knob of ['--steps', '--seed', '--engine', '--recipe', '--out']) expect(stdout).toContain(knob);
  await expect(run('--engine', 'abacus')).rejects.toMatchObject({ code: 2 });
});
