import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { programOf, readResult, TOY_OPTIONS, toyDigits } from '@cvg/experiment/testing';

const run = programOf(import.meta.url);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvg-figure-8-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('measures blur, details and category without each part of the loss', async () => {
  const out = join(folder, 'out');
  const args = ['--data', await toyDigits(join(folder, 'digits')), '--out', out, ...TOY_OPTIONS];
  await run(...args, '--seeds', '0', '--methods', 'all');
  await run(...args, '--seeds', '0');
  const names = ['real', 'without pixels', 'without features of D', 'without features of C', 'all'];
  expect(await readResult(out)).toMatchObject({
    ...{ experiment: 'figure8', n: { images: 20, runs: 4 } },
    figures: [{ file: 'samples.png' }, { file: 'reconstructions.png', rows: names }],
  });
  const { measured } = (await readResult(out)) as {
    measured: { table: { columns: { metric: string; value: string }[] } };
  };
  const columns = measured.table.columns.map(({ metric, value }) => `${metric}.${value}`);
  for (const column of ['sharpness.ofReal', 'reconstruction.pixelError', 'topOneAccuracy.accuracy']) {
    expect(columns).toContain(column);
  }
  expect(await readdir(out)).toEqual(expect.arrayContaining(['samples.png', 'reconstructions.png']));
}, 60_000);
