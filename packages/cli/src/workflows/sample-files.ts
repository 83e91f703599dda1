import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleBatches, tileImages } from '@cvg/apps';
import { encodePng } from '@cvg/report';
import { silentProgress, type Progress } from '../ui/progress.js';
import { sliceImages } from './image-arrays.js';
import type { Model } from './load-model.js';
import type { SampleClassesOptions } from './sample-classes.js';

export interface SampleFilesOptions extends SampleClassesOptions {
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/** What no file system likes in a name. */
const UNSAFE = /[/\\:*?"<>|\p{Cc}]|^\.+$/gu;

/**
 * New images as files, `<folder>/<class>/00001.png` (without classes `<folder>/00001.png`): a folder that can be trained on. The images are
 * those of {@link sampleClasses} with the same seed; any number of them fits in memory.
 * @param model - Of `loadModel`.
 * @param folder - Where to write.
 * @param options - The classes, how many images of each, and the seed.
 * @returns How many were written.
 */
export async function sampleFiles(
  { generator, classes }: Pick<Model, 'generator' | 'classes'>,
  folder: string,
  options: SampleFilesOptions = {},
): Promise<number> {
  const { classIds = [...classes.keys()], perClass = 8, seed = 0, truncation } = options;
  const { progress = silentProgress, signal } = options;
  const labels = classes.length > 0 ? classIds : [undefined];
  const task = progress.task({ title: 'sample', total: labels.length * perClass, unit: 'images' });
  let written = 0;
  try {
    for (const label of labels) {
      const place =
        label === undefined ? folder : join(folder, (classes[label] ?? '').replaceAll(UNSAFE, '_'));
      await mkdir(place, { recursive: true });
      const ofClass = Array.from({ length: perClass }, () => label);
      let index = 0;
      for await (const batch of sampleBatches(generator, { labels: ofClass, seed, truncation })) {
        for (let image = 0; image < batch.shape[0]; image++) {
          signal?.throwIfAborted();
          const name = `${String(++index).padStart(5, '0')}.png`;
          await writeFile(
            join(place, name),
            await encodePng(tileImages(sliceImages(batch, image, image + 1), { columns: 1, padding: 0 })),
          );
          task.update(++written);
        }
      }
    }
  } finally {
    task.end();
  }
  return written;
}
