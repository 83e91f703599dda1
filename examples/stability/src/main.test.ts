import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { programOf, readResult, TOY_OPTIONS, toyDigits } from '@cvg/experiment/testing';

const run = programOf(import.meta.url);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvg-stability-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('follows the gradients of each run, counts those that collapsed, and goes on with more seeds', async () => {
  const out = join(folder, 'out');
  const args = ['--data', await toyDigits(join(folder, 'digits')), '--out', out, ...TOY_OPTIONS];
  const more = ['--steps', '10', '--width', '0.06'];
  await run(...args, ...more, '--seeds', '1');
  const { stdout } = await run(...args, ...more, '--seeds', '0,1');
  const result = (await readResult(out)) as {
    measured: { methods: { collapsed: number; interval: number[]; runs: Record<string, unknown>[] }[] };
  };
  expect(result).toMatchObject({
    ...{ experiment: 'stability', engine: 'wasm', seeds: [0, 1], n: { images: 20, runs: 4 } },
    measured: {
      criterion: { deviationRatio: 0.1, top1: 0.5 },
      methods: [{ method: 'cgan' }, { method: 'fm-cgan' }],
    },
  });
  for (const { collapsed, runs, interval } of result.measured.methods) {
    expect(runs.map(({ seed }) => seed)).toEqual([0, 1]);
    expect(collapsed).toBe(runs.filter((one) => one.collapsed).length);
    expect(interval[0]).toBeLessThanOrEqual(collapsed / 2);
    for (const { top1, deviationRatio, gradientNorm } of runs) {
      expect(top1).toBeGreaterThanOrEqual(0);
      expect(deviationRatio).toBeGreaterThan(0);
      expect((gradientNorm as { last: number }).last).toBeGreaterThan(0);
    }
  }
  expect(stdout).toMatch(/^cgan +\d of 2 collapsed .* gradient of G [\d.e-]+ at first/m);
  const chart = await readFile(join(out, 'gradient-norm.svg'), 'utf8');
  for (const text of ['cgan', 'fm-cgan', 'Euclidean norm']) expect(chart).toContain(`>${text}</text>`);
}, 60_000);
