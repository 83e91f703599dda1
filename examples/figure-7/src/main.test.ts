import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { programOf, readResult, TOY_OPTIONS, toyDigits } from '@cvg/experiment/testing';

const run = programOf(import.meta.url);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvg-figure-7-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Result {
  readonly measured: {
    readonly rows: readonly { readonly name: string; readonly mean: Readonly<Record<string, number>> }[];
    readonly runs: readonly { readonly rows: readonly Readonly<Record<string, unknown>>[] }[];
  };
}

it('measures each iteration of inpainting, and takes a run that is trained already', async () => {
  const out = join(folder, 'out');
  const digits = await toyDigits(join(folder, 'digits'));
  await run('--data', digits, '--out', out, ...TOY_OPTIONS);
  const trained = join(out, 'seed0');
  const before = await stat(join(trained, 'checkpoints', 'step-000002'));
  await run('--data', digits, '--out', out, ...TOY_OPTIONS, '--seeds', '0,1', '--iterations', '3');
  expect((await stat(join(trained, 'checkpoints', 'step-000002'))).mtimeMs).toBe(before.mtimeMs);
  const result = (await readResult(out)) as Result;
  const columns = ['original', 'hole', '1', '2', '3'];
  expect(result).toMatchObject({
    ...{ experiment: 'figure7', engine: 'wasm', seeds: [0, 1], n: { images: 20, runs: 2 } },
    figures: [{ file: 'figure-7.png', columns }, { file: 'psnr.svg' }, { file: 'top-1.svg' }],
  });
  const { rows, runs } = result.measured;
  expect(rows.map(({ name }) => name)).toEqual(['hole', '1', '2', '3', 'original']);
  for (const { mean } of rows) {
    expect(mean.top1).toBeGreaterThanOrEqual(0);
    expect(mean.top1).toBeLessThanOrEqual(1);
  }
  expect(rows.at(-1)?.mean.ssim).toBe(1);
  expect(rows[1]!.mean.psnr).toBeCloseTo(
    (Number(runs[0]!.rows[1]!.psnr) + Number(runs[1]!.rows[1]!.psnr)) / 2,
    9,
  );
  expect(await readdir(out)).toEqual(expect.arrayContaining(['figure-7.png', 'psnr.svg', 'top-1.svg']));
  const { stdout } = await run('--run', trained, '--out', join(folder, 'again'), '--evaluator-steps', '2');
  expect(stdout).toMatch(/^ +psnr +ssim +top1\nhole +[\d.]+ +[\d.-]+ +[\d.]+\n/);
}, 60_000);
