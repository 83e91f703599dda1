import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { programOf, readResult, TOY_OPTIONS, toyDigits } from '@cvg/experiment/testing';

const run = programOf(import.meta.url);
let folder: string;
let args: string[];
const out = (): string => join(folder, 'out');
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvg-table-1-'));
  args = ['--data', await toyDigits(join(folder, 'digits')), '--out', out(), ...TOY_OPTIONS];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('compares all methods, and keeps the numbers and the figure', async () => {
  const { stdout } = await run(...args, '--seeds', '0');
  for (const row of ['real, held out', 'cvae ', 'cgan ', 'fm-cgan ', 'cvae-gan ']) {
    expect(stdout).toContain(`\n${row}`);
  }
  const result = await readResult(out());
  const config = await readFile(join(out(), 'cvae-seed0', 'config.json'), 'utf8');
  const { data } = JSON.parse(config) as { data: { fingerprint: string } };
  expect(result).toMatchObject({
    ...{ version: 1, experiment: 'table1', engine: 'wasm', seeds: [0], n: { images: 20, runs: 4 } },
    options: { steps: 2, out: out(), methods: ['cvae', 'cgan', 'fm-cgan', 'cvae-gan'] },
    data: { fingerprint: data.fingerprint },
    measured: {
      table: { rows: ['real, held out', 'cvae', 'cgan', 'fm-cgan', 'cvae-gan'].map((name) => ({ name })) },
    },
  });
  expect((result as { wallSeconds: number }).wallSeconds).toBeGreaterThan(0);
  expect(result).toMatchObject({
    figures: [
      { file: 'figure-5.png', columns: '0 1 2 3 4 5 6 7 8 9'.split(' ') },
      { file: 'reconstructions.png' },
    ],
  });
  expect(await readdir(out())).toEqual(
    expect.arrayContaining(['figure-5.png', 'report.html', 'result.json']),
  );
}, 60_000);

it('goes on with another seed, and trains nothing twice', async () => {
  const checkpoint = join(out(), 'cvae-gan-seed0', 'checkpoints', 'step-000002');
  const before = await stat(checkpoint);
  const { stderr } = await run(...args, '--seeds', '0,1', '--methods', 'cvae-gan');
  expect(stderr).toContain('cvae-gan, seed 1 (2 of 2)');
  expect((await stat(checkpoint)).mtimeMs).toBe(before.mtimeMs);
  expect(await readResult(out())).toMatchObject({ seeds: [0, 1], n: { runs: 2 } });
}, 60_000);

it('tells its options, and refuses other methods', async () => {
  const { stdout } = await run('--help');
  expect(stdout).toMatch(/^Usage: npm run reproduce -- table1 \[options\]/);
  for (const option of ['--data', '--size', '--steps', '--seeds', '--out']) expect(stdout).toContain(option);
  await expect(run('--methods', 'gan')).rejects.toMatchObject({ code: 2 });
});
