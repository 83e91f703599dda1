import '@tensorflow/tfjs-backend-cpu';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildNetworks } from '@cvg/nets';
import { quietTensorflow } from '@cvg/test-utils';
import * as tf from '@tensorflow/tfjs-core';

const PYTHON = ['python3', '/usr/bin/python3'].find(
  (python) => spawnSync(python, ['-c', 'import torch']).status === 0,
);
const describeWithTorch = PYTHON === undefined ? describe.skip : describe;

const SCRIPT = fileURLToPath(new URL('../pytorch/parameters.py', import.meta.url));

/** Shapes of all parameters of one network, in an order of their own. */
type Shapes = readonly (readonly number[])[];
const sorted = (shapes: Shapes): string[] => shapes.map((shape) => shape.join('x')).sort();

beforeAll(async () => {
  quietTensorflow();
  await tf.setBackend('cpu');
});

describeWithTorch('the networks of pytorch/cvae_gan.py (needs a python3 with torch)', () => {
  const upsamplings = ['deconv', 'nearest'] as const;
  for (const size of [32, 64, 128] as const) {
    for (const [width, upsampling] of [
      [0.25, upsamplings[0]],
      [0.3, upsamplings[1]],
    ] as const) {
      it(`have the parameters of those of @cvg/nets, at ${size} px, width ${width}, ${upsampling}`, () => {
        const args = ['--size', String(size), '--width', String(width), '--upsampling', upsampling];
        const { stdout, stderr } = spawnSync(PYTHON as string, [SCRIPT, ...args], { encoding: 'utf8' });
        expect(stderr).toBe('');
        const theirs = JSON.parse(stdout) as Record<'E' | 'G' | 'D' | 'C', Shapes>;
        const options = { channels: 3, numClasses: 100, latentSize: 256, seed: 1 } as const;
        const networks = buildNetworks({ imageSize: size, width, upsampling, ...options });
        const { encoder: E, generator: G, discriminator: D, classifier: C } = networks;
        for (const [name, network] of Object.entries({ E, G, D, C })) {
          const ours = [...(network?.trainable.values() ?? [])].map(({ shape }) => shape);
          expect([name, ...sorted(ours)]).toEqual([name, ...sorted(theirs[name as keyof typeof theirs])]);
          network?.dispose();
        }
      });
    }
  }
});

afterAll(() => tf.disposeVariables());
