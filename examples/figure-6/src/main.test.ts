import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { programOf, readResult, TOY_OPTIONS, toyDigits } from '@cvg/experiment/testing';

const run = programOf(import.meta.url);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvg-figure-6-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Result {
  readonly measured: {
    readonly rows: readonly { readonly name: string; readonly mean: Readonly<Record<string, number>> }[];
    readonly runs: readonly { readonly rows: readonly Readonly<Record<string, unknown>>[] }[];
  };
}

it('judges every place on the way, and takes a run that is trained already', async () => {
  const out = join(folder, 'out');
  const digits = await toyDigits(join(folder, 'digits'));
  await run('--data', digits, '--out', out, ...TOY_OPTIONS);
  const trained = join(out, 'seed0');
  const before = await stat(join(trained, 'checkpoints', 'step-000002'));
  const again = join(folder, 'again');
  await run('--run', trained, '--out', again, '--columns', '3', '--evaluator-steps', '2', '--per-class', '3');
  expect((await stat(join(trained, 'checkpoints', 'step-000002'))).mtimeMs).toBe(before.mtimeMs);
  const result = (await readResult(again)) as Result;
  expect(result).toMatchObject({
    ...{ experiment: 'figure6', engine: 'wasm', seeds: [0], n: { images: 30, runs: 1 } },
    figures: [{ file: 'figure-6.png', columns: ['first', '', '', '', '', '', 'second'] }],
  });
  const { rows } = result.measured;
  expect(rows.map(({ name }) => name)).toEqual(['alpha 1.00', 'alpha 0.50', 'alpha 0.00']);
  expect(rows[0]?.mean.moved).toBe(0);
  for (const { mean } of rows) expect(mean.top1).toBeLessThanOrEqual(1);
  expect(await readdir(out)).toContain('figure-6.png');
}, 60_000);
