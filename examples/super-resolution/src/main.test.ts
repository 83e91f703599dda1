import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { programOf, readResult, TOY_OPTIONS, toyDigits } from '@cvg/experiment/testing';

const run = programOf(import.meta.url);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvg-super-resolution-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Result {
  readonly measured: {
    readonly rows: readonly { readonly name: string; readonly mean: Readonly<Record<string, number>> }[];
    readonly runs: readonly { readonly rows: readonly Readonly<Record<string, unknown>>[] }[];
  };
}

it('compares every factor with bicubic, and takes a run that is trained already', async () => {
  const out = join(folder, 'out');
  const digits = await toyDigits(join(folder, 'digits'));
  await run('--data', digits, '--out', out, ...TOY_OPTIONS);
  const trained = join(out, 'seed0');
  const before = await stat(join(trained, 'checkpoints', 'step-000002'));
  const again = join(folder, 'again');
  await run(
    '--run',
    trained,
    '--out',
    again,
    '--factors',
    '2',
    '8',
    '--iterations',
    '2',
    '--evaluator-steps',
    '2',
    '--per-class',
    '2',
  );
  expect((await stat(join(trained, 'checkpoints', 'step-000002'))).mtimeMs).toBe(before.mtimeMs);
  const result = (await readResult(again)) as Result;
  const columns = ['small', 'bicubic', '1', '2', 'original'];
  expect(result).toMatchObject({
    ...{ experiment: 'super-resolution', engine: 'wasm', seeds: [0], n: { images: 20, runs: 1 } },
    figures: [
      { file: 'times-2.png', columns },
      { file: 'times-8.png', columns },
    ],
  });
  const { rows } = result.measured;
  expect(rows.map(({ name }) => name)).toEqual(
    [2, 8].flatMap((factor) => columns.map((way) => `${factor}x ${way}`)),
  );
  const psnrOf = (name: string): number => rows.find((row) => row.name === name)?.mean.psnr ?? NaN;
  expect(psnrOf('2x bicubic')).toBeGreaterThan(psnrOf('8x bicubic'));
  expect(await readdir(out)).toEqual(expect.arrayContaining(['times-2.png', 'times-4.png', 'times-8.png']));
  await expect(run('--factors', '3')).rejects.toMatchObject({ code: 2 });
}, 60_000);
