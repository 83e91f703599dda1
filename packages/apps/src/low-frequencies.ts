import { assertCount, assertImages, type ImageArray } from './image-array.js';

/** Halvings of an interval of 4 until its ends are one number in double precision. */
const HALVINGS = 56;

/**
 * Images reduced by an integer factor: each pixel becomes the mean of a block of `factor` x `factor` (box or area averaging), channel
 * by channel.
 * @param images - n images whose height and width are multiples of `factor`.
 * @param factor - At least 1.
 * @returns n images, `[n, height / factor, width / factor, channels]`.
 * @throws RangeError - Height or width is no multiple of the factor.
 */
export function boxDownsample(images: ImageArray, factor: number): ImageArray {
  assertImages('boxDownsample: images', images);
  assertCount('boxDownsample: factor', factor);
  const [n, height, width, channels] = images.shape;
  if (height % factor !== 0 || width % factor !== 0) {
    throw new RangeError(
      `boxDownsample: factor: expected a divisor of ${height} and ${width}, got ${factor}.`,
    );
  }
  const shape = [n, height / factor, width / factor, channels] as const;
  const small = new Float32Array(shape.reduce((product, extent) => product * extent, 1));
  forEachBlock(images.shape, factor, (block, target) => {
    small[target] = meanOf(block, (index) => images.images[index] ?? NaN);
  });
  return { images: small, shape };
}

/**
 * The images nearest to given ones (by squared distance) whose reduction is known: pixels stay in [-1, 1], and the mean of every block is the
 * known pixel, up to rounding in float32. Each block moves by one shift, less where a pixel would leave [-1, 1].
 * @param images - n images.
 * @param small - Their known reductions in [-1, 1], `[n, height / factor, width / factor, channels]`; see {@link
 *   boxDownsample}.
 * @returns n images in [-1, 1], of the shape of `images`.
 * @throws RangeError - The small images are no reduction of the others' shape.
 */
export function withLowFrequencies(images: ImageArray, small: ImageArray): ImageArray {
  assertImages('withLowFrequencies: images', images);
  const factor = reductionFactor('withLowFrequencies: small', small, images.shape);
  const result = new Float32Array(images.images.length);
  forEachBlock(images.shape, factor, (block, source) => {
    const shift = shiftToMean(images.images, block, small.images[source] ?? NaN);
    for (const index of block) result[index] = clip((images.images[index] ?? NaN) + shift);
  });
  return { images: result, shape: images.shape };
}

/** The factor between small images and large ones; checks that they belong together and that the small ones lie in [-1, 1]. */
export function reductionFactor(
  name: string,
  small: ImageArray,
  [n, height, width, channels]: ImageArray['shape'],
): number {
  assertImages(name, small);
  const factor = height / small.shape[1];
  if (
    !Number.isInteger(factor) ||
    small.shape.join() !== [n, height / factor, width / factor, channels].join()
  ) {
    throw new RangeError(
      `${name}: expected [${n},${height}/f,${width}/f,${channels}] for an integer f, got [${small.shape.join(',')}].`,
    );
  }
  const outside = small.images.find((value) => !(value >= -1 && value <= 1));
  if (outside !== undefined) throw new RangeError(`${name}: expected values in [-1, 1], got ${outside}.`);
  return factor;
}

/** The shift t with mean(clip(v + t)) = target: exact where nothing is clipped, else by bisection (the mean grows with t). */
function shiftToMean(values: Float32Array, block: readonly number[], target: number): number {
  const value = (index: number): number => values[index] ?? NaN;
  const shift = target - meanOf(block, value);
  if (block.every((index) => Math.abs(value(index) + shift) <= 1)) return shift;
  let low = -1 - Math.max(...block.map(value));
  let high = 1 - Math.min(...block.map(value));
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (meanOf(block, (index) => clip(value(index) + middle)) < target) low = middle;
    else high = middle;
  }
  return high;
}

const clip = (value: number): number => Math.min(1, Math.max(-1, value));

function meanOf(block: readonly number[], value: (index: number) => number): number {
  let sum = 0;
  for (const index of block) sum += value(index);
  return sum / block.length;
}

/** Calls `use` with the places of a block's values in images, and the place of the small image's value, in the latter's order. */
function forEachBlock(
  [n, height, width, channels]: ImageArray['shape'],
  factor: number,
  use: (block: readonly number[], small: number) => void,
): void {
  const block = new Array<number>(factor * factor);
  let small = 0;
  for (let top = 0; top < n * height; top += factor) {
    for (let left = 0; left < width; left += factor) {
      for (let channel = 0; channel < channels; channel++) {
        for (let index = 0; index < block.length; index++) {
          const y = top + Math.floor(index / factor);
          block[index] = (y * width + left + (index % factor)) * channels + channel;
        }
        use(block, small++);
      }
    }
  }
}
