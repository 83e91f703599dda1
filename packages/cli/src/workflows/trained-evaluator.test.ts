import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { datasetOf, type ImageDataset } from '@cvg/data';
import { silentProgress, type Progress } from '../ui/progress.js';
import { startEngine } from './start-engine.js';
import { trainedEvaluator, type TrainedEvaluatorOptions } from './trained-evaluator.js';

let folder: string;
beforeAll(async () => {
  await startEngine('cpu');
  folder = await mkdtemp(join(tmpdir(), 'cvg-trained-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Ten dark and ten light images of 4x4. */
const dataset = (heldOut: number[]): ImageDataset =>
  datasetOf(
    {
      images: Uint8Array.from({ length: 20 * 16 }, (_, index) =>
        index < 160 ? index % 90 : 255 - (index % 90),
      ),
      labels: Int32Array.from({ length: 20 }, (_, row) => Number(row >= 10)),
      shape: [20, 4, 4, 1],
      classes: ['dark', 'light'],
    },
    { heldOut },
  );
const trained = async (
  name: string,
  data: ImageDataset,
  options: Partial<TrainedEvaluatorOptions> = {},
): Promise<{ readonly hash: string; readonly n: number; readonly wasTrained: boolean }> => {
  let wasTrained = false;
  const progress: Progress = {
    ...silentProgress,
    task: (task) => {
      wasTrained = true;
      return silentProgress.task(task);
    },
  };
  const evaluator = await trainedEvaluator(join(folder, name), data, {
    ...{ title: 'judge', steps: 2, seed: 0, flip: false, progress, ...options },
  });
  const { hash, heldOut } = evaluator;
  evaluator.dispose();
  return { hash, n: heldOut.n, wasTrained };
};

it('trains once, and again only if the file is damaged', async () => {
  const data = dataset([0, 19]);
  const { numTensors } = tf.memory();
  const first = await trained('new/a.safetensors', data);
  expect(first).toMatchObject({ n: 2, wasTrained: true });
  expect(await trained('new/a.safetensors', data)).toEqual({ ...first, wasTrained: false });
  await writeFile(join(folder, 'new/a.safetensors'), 'torn');
  expect(await trained('new/a.safetensors', data)).toEqual(first);
  expect(await readdir(join(folder, 'new'))).toEqual(['a.safetensors']);
  expect((await trained('b.safetensors', data, { seed: 1 })).hash).not.toBe(first.hash);
  expect(tf.memory().numTensors).toBe(numTensors);
});

it('keeps nothing when it is stopped', async () => {
  const reason = new Error('stop');
  const stopped = trained('stopped/a.safetensors', dataset([0]), { signal: AbortSignal.abort(reason) });
  await expect(stopped).rejects.toBe(reason);
  await expect(readdir(join(folder, 'stopped'))).rejects.toThrow('ENOENT');
});

it('is measured on what it learned from where nothing is held out', async () => {
  expect((await trained('c.safetensors', dataset([]))).n).toBe(20);
});
