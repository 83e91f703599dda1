import { assertImageBatch, type ImageArray, type ImageBatch } from './image-batch.js';
import { measurement, type Measurement, type Seeds } from './measurement.js';
import { msSsim, numScales } from './ms-ssim.js';
import { assertSides } from './ssim.js';

export interface IntraClassDiversityOptions {
  /** At most this many pairs of a class are compared. @default 100 */
  readonly pairsPerClass?: number;
  /** Of the draws that made the images. */
  readonly seeds?: Seeds;
}

/** Variety inside one class. */
export interface ClassDiversity {
  readonly classId: number;
  /** How many images had this label. */
  readonly n: number;
  readonly pairs: number;
  /** Mean MS-SSIM of the pairs. */
  readonly similarity: number;
}

/** What {@link intraClassDiversity} measured: the mean over the classes of the mean MS-SSIM of pairs, and 1 minus that. */
export interface IntraClassDiversityResult extends Measurement<'diversity' | 'similarity'> {
  /** The classes that occurred among the labels, ascending. */
  readonly perClass: readonly ClassDiversity[];
}

interface ClassSum {
  n: number;
  pairs: number;
  similarity: number;
  last: ImageArray;
}

/** {@link intraClassDiversity} over any number of batches; memory is one image of each class met. */
export class IntraClassDiversity {
  readonly #classes = new Map<number, ClassSum>();
  readonly #pairsPerClass: number;
  readonly #seeds: Seeds | undefined;
  #size: ImageArray['shape'] | undefined;

  constructor({ pairsPerClass = 100, seeds }: IntraClassDiversityOptions = {}) {
    if (!Number.isSafeInteger(pairsPerClass) || pairsPerClass < 1) {
      throw new RangeError(
        `intraClassDiversity: pairsPerClass must be an integer >= 1, got ${pairsPerClass}.`,
      );
    }
    this.#pairsPerClass = pairsPerClass;
    this.#seeds = seeds;
  }

  /** Adds one batch; all batches have one image size. */
  add(batch: ImageBatch): void {
    assertImageBatch('intraClassDiversity', batch);
    const [n, height, width, channels] = batch.shape;
    assertSides('intraClassDiversity', height, width);
    const size = this.#size ?? [1, height, width, channels];
    if (size.slice(1).join() !== batch.shape.slice(1).join()) {
      throw new RangeError(
        `intraClassDiversity: expected images of [${size.slice(1).join(',')}] as before, got [${batch.shape.slice(1).join(',')}].`,
      );
    }
    const wrong = batch.images.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) {
      throw new RangeError(
        `intraClassDiversity: images: expected finite numbers, got ${batch.images[wrong] ?? NaN} at ${wrong}.`,
      );
    }
    this.#size = size;
    const length = height * width * channels;
    for (let index = 0; index < n; index++) {
      const image = { images: batch.images.slice(index * length, (index + 1) * length), shape: size };
      this.#addImage(batch.labels[index] ?? 0, image);
    }
  }

  /** The measurement over everything added so far; adding may go on afterwards. */
  result(): IntraClassDiversityResult {
    if (this.#size === undefined) {
      throw new RangeError('intraClassDiversity: expected at least one class, got no images.');
    }
    const perClass = [...this.#classes]
      .sort(([left], [right]) => left - right)
      .map(([classId, { n, pairs, similarity }]) => {
        if (pairs === 0) {
          throw new RangeError(`intraClassDiversity: class ${classId} needs at least 2 images, got ${n}.`);
        }
        return { classId, n, pairs, similarity: similarity / pairs };
      });
    const similarity = perClass.reduce((sum, entry) => sum + entry.similarity, 0) / perClass.length;
    const [, height, width] = this.#size;
    return {
      ...measurement(
        'intraClassDiversity',
        { diversity: 1 - similarity, similarity },
        {
          n: { generated: perClass.reduce((sum, { n }) => sum + n, 0) },
          network: null,
          seeds: this.#seeds,
          settings: { pairsPerClass: this.#pairsPerClass, scales: numScales(height, width) },
        },
      ),
      perClass,
    };
  }

  #addImage(classId: number, image: ImageArray): void {
    const sum = this.#classes.get(classId);
    if (!sum) {
      this.#classes.set(classId, { n: 1, pairs: 0, similarity: 0, last: image });
      return;
    }
    sum.n += 1;
    if (sum.pairs >= this.#pairsPerClass) return;
    sum.similarity += msSsim(sum.last, 0, image, 0);
    sum.pairs += 1;
    sum.last = image;
  }
}

/**
 * Intra-class diversity: how different the images of one class are to the eye, `1 - mean MS-SSIM` of pairs of a class's images, then the
 * mean over the classes; 0 for a generator that has collapsed to one image a class. Pairs are neighbours in the order given,
 * the first with the second, the second with the third, at most `pairsPerClass` of a class: shuffle real images whose order means something.
 *
 * A substitute for the mean LPIPS of pairs, which needs a pre-trained network; the mean MS-SSIM of pairs of a class is the measure of
 * Odena et al. (2017, AC-GAN). Compare with the value of real images: more diverse than those is not better.
 * @param batch - Images NHWC in [-1, 1], sides of at least 11, and labels `[n]`; at least 2 images in each class that
 *   occurs.
 * @param options - How many pairs of a class are compared.
 * @returns The mean over the classes, and the diversity of each.
 * @throws RangeError - Images and labels do not fit together, a side is below 11, or a class has one image only.
 */
export function intraClassDiversity(
  batch: ImageBatch,
  options: IntraClassDiversityOptions = {},
): IntraClassDiversityResult {
  const meter = new IntraClassDiversity(options);
  meter.add(batch);
  return meter.result();
}
