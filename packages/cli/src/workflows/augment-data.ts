import { createHash } from 'node:crypto';
import { augmentationBatches, mixedIdentities, tileImages, type ClassWeight } from '@cvg/apps';
import { writeGenerated, type WrittenImages } from '@cvg/data';
import { saveNetwork } from '@cvg/nets';
import { RunError } from '../errors.js';
import { silentProgress, type Progress, type ProgressTask } from '../ui/progress.js';
import type { Model } from './load-model.js';
import type { Run } from './open-run.js';

export interface AugmentDataOptions {
  /** New identities, each a mixture of three existing ones; 0: images of the existing ones instead. @default 0 */
  readonly mix?: number;
  /** Images of each identity. @default 200, of new ones 100, as in the paper */
  readonly perClass?: number;
  /** Of z, and of which identities are mixed. @default 0 */
  readonly seed?: number;
  /** Noise beyond this is not used. @default none */
  readonly truncation?: number;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/** Images that go through the generator together. */
const BATCH_SIZE = 64;

/**
 * Data augmentation (Section 5.6): draws images of the existing identities, or of new ones mixed of three, and writes them as a prepared
 * folder that is trained on like any other. It holds one batch in memory, and goes on where an earlier call stopped.
 * @param run - Of `createRun` or `openRun`.
 * @param model - Of `loadModel`.
 * @param to - The folder to write.
 * @param options - Which classes or how many new ones, images of each, and the seed.
 * @returns The manifest, and how many images this call drew.
 * @throws RunError - The run's recipe knows no classes.
 * @throws RangeError - There are fewer mixtures than asked for.
 */
export async function augmentData(
  { folder }: Run,
  { generator, classes }: Pick<Model, 'generator' | 'classes'>,
  to: string,
  options: AugmentDataOptions = {},
): Promise<WrittenImages> {
  const { mix = 0, perClass = mix > 0 ? 100 : 200, seed = 0, truncation } = options;
  const { progress = silentProgress, signal } = options;
  const { spec } = generator;
  if (classes.length === 0 || spec.architecture === 'mlp') {
    throw new RunError(folder.folder, 'its recipe knows no classes, so there are no identities to augment');
  }
  const identities: readonly ClassWeight[][] =
    mix > 0
      ? mixedIdentities({ count: mix, numClasses: classes.length, seed })
      : Array.from(classes.keys(), (classId) => [{ classId, weight: 1 }]);
  const nameOf = ({ classId }: ClassWeight): string => classes[classId] ?? '';
  const total = identities.length * perClass;
  let task: ProgressTask | undefined;
  try {
    return await writeGenerated(
      {
        imageShape: [spec.imageSize, spec.imageSize, spec.channels],
        classes: identities.map((mixture) => mixture.map(nameOf).join(' + ')),
        source: {
          kind: 'generated',
          options: {
            generator: createHash('sha256')
              .update(await saveNetwork(generator))
              .digest('hex'),
            ...{ seed, perClass },
            ...(truncation !== undefined && { truncation }),
          },
          mixtures: identities.map((mixture) =>
            mixture.map((part) => ({ className: nameOf(part), weight: part.weight })),
          ),
          files: [],
        },
        batchSize: BATCH_SIZE,
        draw: async function* (start) {
          task = progress.task({ title: 'augment', total, done: start, unit: 'images' });
          const batches = augmentationBatches(generator, {
            ...{ identities, seed, truncation, start },
            ...{ perIdentity: perClass, batchSize: BATCH_SIZE },
          });
          for await (const images of batches) yield tileImages(images, { columns: 1, padding: 0 }).data;
        },
      },
      to,
      { signal, onProgress: ({ done }) => task?.update(done) },
    );
  } finally {
    task?.end();
  }
}
