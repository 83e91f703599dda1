import { assertImageBatch, type ImageBatch } from './image-batch.js';

/** Variety inside one class. */
export interface ClassDeviation {
  readonly classId: number;
  /** How many images had this label. */
  readonly n: number;
  /** Mean over the pixels of their standard deviation over the class's images. */
  readonly deviation: number;
}

/** What {@link intraClassDeviation} measured. */
export interface IntraClassDeviationResult {
  /** Mean over the classes, in the unit of the images ([-1, 1]: at most about 1). */
  readonly mean: number;
  /** How many images were measured. */
  readonly n: number;
  /** The classes that occurred among the labels, ascending. */
  readonly perClass: readonly ClassDeviation[];
}

/** Running mean and sum of squared differences of each pixel (Welford). */
interface PixelMoments {
  n: number;
  readonly mean: Float64Array;
  readonly squares: Float64Array;
}

/** {@link intraClassDeviation} over any number of batches; memory is 16 bytes for each pixel of each class met. */
export class IntraClassDeviation {
  readonly #classes = new Map<number, PixelMoments>();
  #pixels = -1;

  /** Adds one batch; all batches have one image size. */
  add(batch: ImageBatch): void {
    assertImageBatch('intraClassDeviation', batch);
    const [n, ...size] = batch.shape;
    const pixels = size.reduce((product, extent) => product * extent, 1);
    if (this.#pixels >= 0 && pixels !== this.#pixels) {
      throw new RangeError(
        `intraClassDeviation: expected images of ${this.#pixels} values as before, got ${pixels}.`,
      );
    }
    for (let index = 0; index < batch.images.length; index++) {
      if (!Number.isFinite(batch.images[index])) {
        throw new RangeError(
          `intraClassDeviation: images: expected finite numbers, got ${batch.images[index] ?? NaN} in image ${Math.floor(index / pixels)}.`,
        );
      }
    }
    for (const [index, label] of batch.labels.entries()) {
      if (label < 0) {
        throw new RangeError(
          `intraClassDeviation: labels: expected integers >= 0, got ${label} at ${index}.`,
        );
      }
    }
    this.#pixels = pixels;
    for (let index = 0; index < n; index++) {
      this.#addImage(batch.labels[index] ?? 0, batch.images.subarray(index * pixels, (index + 1) * pixels));
    }
  }

  /** The measurement over everything added so far; adding may go on afterwards. */
  result(): IntraClassDeviationResult {
    if (this.#classes.size === 0) {
      throw new RangeError('intraClassDeviation: expected at least one class, got no images.');
    }
    const perClass = [...this.#classes]
      .sort(([left], [right]) => left - right)
      .map(([classId, { n, squares }]) => {
        if (n < 2) {
          throw new RangeError(`intraClassDeviation: class ${classId} needs at least 2 images, got ${n}.`);
        }
        const sum = squares.reduce((total, square) => total + Math.sqrt(square / (n - 1)), 0);
        return { classId, n, deviation: sum / squares.length };
      });
    return {
      mean: perClass.reduce((sum, { deviation }) => sum + deviation, 0) / perClass.length,
      n: perClass.reduce((sum, { n }) => sum + n, 0),
      perClass,
    };
  }

  #addImage(classId: number, image: Float32Array): void {
    let moments = this.#classes.get(classId);
    if (!moments) {
      moments = { n: 0, mean: new Float64Array(this.#pixels), squares: new Float64Array(this.#pixels) };
      this.#classes.set(classId, moments);
    }
    const { mean, squares } = moments;
    const n = ++moments.n;
    for (let pixel = 0; pixel < image.length; pixel++) {
      const value = image[pixel] ?? 0;
      const before = mean[pixel] ?? 0;
      const after = before + (value - before) / n;
      mean[pixel] = after;
      squares[pixel] = (squares[pixel] ?? 0) + (value - before) * (value - after);
    }
  }
}

/**
 * Intra-class deviation: how much the images of one class differ from each other. For every class and pixel the
 * standard deviation over the class's images; then the mean over pixels; then the mean over classes. It is 0 when a generator
 * has collapsed to one image a class, which neither top-1 nor the classifier score sees. Not in the paper. It says
 * nothing about quality: noise has a high deviation.
 *
 * The variance divides by n - 1 (unbiased), so that 100 generated images a class compare with 1,000 real ones.
 * @param batch - Images NHWC, finite, and labels `[n]`; at least 2 images in each class that occurs.
 * @returns The mean over the classes, and the deviation of each.
 * @throws RangeError - Images and labels do not fit together, a value is not finite, or a class has one image only.
 */
export function intraClassDeviation(batch: ImageBatch): IntraClassDeviationResult {
  const meter = new IntraClassDeviation();
  meter.add(batch);
  return meter.result();
}

/** What {@link deviationRatio} measured. */
export interface DeviationRatioResult {
  /** `generated.mean / real.mean`; 1 is as varied as the real images. */
  readonly ratio: number;
  /** The ratio in each class, ascending; a low one names a collapsed class. */
  readonly perClass: readonly { readonly classId: number; readonly ratio: number }[];
  readonly generated: IntraClassDeviationResult;
  readonly real: IntraClassDeviationResult;
}

/**
 * Variety of generated images as a share of that of real ones, by {@link intraClassDeviation}.
 * Both sides must hold the same classes, and no real class may be constant.
 * @param generated - Of {@link intraClassDeviation}.
 * @param real - Of {@link intraClassDeviation}, of real images.
 * @returns Generated over real, in all and of each class: 1 is as varied as real images, 0 is collapsed.
 * @throws RangeError - The classes differ, or the real images of a class are all equal.
 */
export function deviationRatio(
  generated: IntraClassDeviationResult,
  real: IntraClassDeviationResult,
): DeviationRatioResult {
  const ids = (result: IntraClassDeviationResult): string =>
    result.perClass.map(({ classId }) => classId).join(',');
  if (ids(generated) !== ids(real)) {
    throw new RangeError(
      `deviationRatio: expected the same classes on both sides, got [${ids(generated)}] generated and [${ids(real)}] real.`,
    );
  }
  const perClass = real.perClass.map(({ classId, deviation }, index) => {
    if (deviation === 0)
      throw new RangeError(`deviationRatio: the real images of class ${classId} are all equal.`);
    return { classId, ratio: (generated.perClass[index]?.deviation ?? NaN) / deviation };
  });
  return { ratio: generated.mean / real.mean, perClass, generated, real };
}
