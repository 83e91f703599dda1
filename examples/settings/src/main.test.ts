import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { programOf, readResult, TOY_OPTIONS, toyDigits } from '@cvg/experiment/testing';
import { resolveTrainingConfig } from '@cvg/train';
import { VARIANTS } from './variants.js';

const run = programOf(import.meta.url);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvg-settings-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const resolved = ({ recipe, training }: (typeof VARIANTS)[number]): Record<string, unknown> => ({
  ...resolveTrainingConfig({
    ...{ ...training, recipe, numClasses: 10, batchSize: 64 },
    networks: { kind: 'image', imageSize: 32, channels: 1 },
  }),
});

it('changes one choice of a method at a time, and no two alike', () => {
  const baseOf = new Map(
    VARIANTS.filter(({ training }) => Object.keys(training ?? {}).length === 0).map((variant) => [
      variant.recipe,
      resolved(variant),
    ]),
  );
  expect([...baseOf.keys()]).toEqual(['cvae-gan', 'cgan', 'fm-cgan', 'cvae']);
  const differences = VARIANTS.map((variant) => {
    const [base, config] = [baseOf.get(variant.recipe)!, resolved(variant)];
    return Object.keys(config).filter((key) => JSON.stringify(config[key]) !== JSON.stringify(base[key]));
  });
  expect(differences.filter(({ length }) => length === 0)).toHaveLength(baseOf.size);
  expect(differences.filter(({ length }) => length > 1)).toEqual([]);
  expect(new Set(VARIANTS.map((variant) => JSON.stringify(resolved(variant)))).size).toBe(VARIANTS.length);
  for (const part of ['name', 'label'] as const) {
    expect(new Set(VARIANTS.map((variant) => variant[part])).size).toBe(VARIANTS.length);
  }
});

it('measures the choices that are asked for, and adds others later', async () => {
  const out = join(folder, 'out');
  const args = ['--data', await toyDigits(join(folder, 'digits')), '--out', out, ...TOY_OPTIONS];
  await run(...args, '--methods', 'kl-1');
  const { stdout } = await run(...args, '--methods', 'base', 'kl-1');
  expect(stdout).toMatch(/^cvae-gan as it is {2,}\d/m);
  expect(await readResult(out)).toMatchObject({
    experiment: 'settings',
    n: { images: 20, runs: 2 },
    measured: { table: { rows: [{}, { name: 'cvae-gan as it is' }, { name: 'weight of the KL: 1' }] } },
    figures: [{ file: 'samples.png' }, { file: 'reconstructions.png' }],
  });
}, 60_000);
