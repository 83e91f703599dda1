import { join } from 'node:path';
import { reconstruct, sampleGrid } from '@cvg/apps';
import type { ImageBatch, ImageDataset } from '@cvg/data';
import type { Model } from './load-model.js';
import { besideEachOther, whiteImages } from './image-arrays.js';
import { exampleImages } from './real-images.js';
import { samplesFile } from './sample-steps.js';
import { savePicture, type Grid } from './save-picture.js';

/** Classes shown, if there are more. */
export const SHOWN_CLASSES = 16;
const SAMPLES = 8;
const RECONSTRUCTIONS = 2;
/** The noise of every picture, so that they can be compared. */
export const SAMPLE_SEED = 0;

/** Draws how far a training has come: always the same noise, always the same real images. */
export class TrainingPictures {
  private constructor(
    private readonly folder: string,
    /** Of the rows; empty without classes. */
    private readonly labels: readonly number[],
    private readonly examples: ImageBatch,
  ) {}

  /**
   * @param folder - The run's folder; pictures go into its folder `samples`.
   * @param conditional - Whether the networks know classes.
   */
  static async create(folder: string, data: ImageDataset, conditional: boolean): Promise<TrainingPictures> {
    const classIds = shownClasses(data.numClasses);
    const examples = await exampleImages(data, classIds, RECONSTRUCTIONS);
    return new TrainingPictures(join(folder, 'samples'), conditional ? classIds : [], examples);
  }

  /**
   * Writes `step-000500.png`: a row a class, samples with the same noise in every row and every picture; beside them, where
   * there is an encoder, real images each with its reconstruction.
   * @returns The file.
   */
  async draw(step: number, networks: Pick<Model, 'generator' | 'encoder'>): Promise<string> {
    const file = join(this.folder, samplesFile(step));
    await savePicture(file, await this.#grid(networks));
    return file;
  }

  async #grid({ generator, encoder }: Pick<Model, 'generator' | 'encoder'>): Promise<Grid> {
    const known = this.labels.length > 0;
    const rows = this.examples.shape[0] / RECONSTRUCTIONS;
    const samples = await sampleGrid(generator, {
      ...(known ? { labels: this.labels, columns: SAMPLES } : { columns: SAMPLES * rows }),
      seed: SAMPLE_SEED,
    });
    const grid = { images: samples, columns: SAMPLES };
    if (!encoder) return grid;
    const labels = known ? this.examples.labels : undefined;
    const drawn = await reconstruct({ encoder, generator }, this.examples, { labels });
    const pairs = besideEachOther([
      { images: this.examples, columns: 1 },
      { images: drawn, columns: 1 },
    ]);
    return besideEachOther([
      grid,
      { images: whiteImages(samples, rows), columns: 1 },
      { images: pairs.images, columns: 2 * RECONSTRUCTIONS },
    ]);
  }
}

/** The first classes, as many as fit in a picture. */
export function shownClasses(numClasses: number): number[] {
  return Array.from({ length: Math.min(numClasses, SHOWN_CLASSES) }, (_, classId) => classId);
}
