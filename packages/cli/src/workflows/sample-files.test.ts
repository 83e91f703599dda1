import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { buildGenerator } from '@cvg/nets';
import { sampleFiles } from './sample-files.js';
import { startEngine } from './start-engine.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvg-files-'));
  await startEngine('wasm');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const build = (numClasses: number) =>
  buildGenerator({
    ...{
      architecture: 'deconv',
      imageSize: 32,
      channels: 3,
      numClasses,
      latentSize: 4,
      width: 0.02,
      seed: 0,
    },
  });

it('names folders as classes, but for what no file system likes', async () => {
  const generator = build(3);
  const classes = ['../evil', 'a:b', '..'];
  expect(await sampleFiles({ generator, classes }, join(folder, 'x'), { perClass: 2 })).toBe(6);
  expect((await readdir(join(folder, 'x'))).sort()).toEqual(['.._evil', '_', 'a_b']);
  expect(await readdir(folder)).toEqual(['x']);
  generator.dispose();
});

it('writes into the folder itself without classes, and stops at a signal', async () => {
  const generator = build(0);
  const model = { generator, classes: [] };
  expect(await sampleFiles(model, join(folder, 'y'), { perClass: 2, seed: 3 })).toBe(2);
  const [first, second] = ['00001.png', '00002.png'].map((name) => readFile(join(folder, 'y', name)));
  expect((await first!).equals(await second!)).toBe(false);
  const stopped = sampleFiles(model, join(folder, 'z'), { signal: AbortSignal.abort(new Error('stop')) });
  await expect(stopped).rejects.toThrow('stop');
  generator.dispose();
});
