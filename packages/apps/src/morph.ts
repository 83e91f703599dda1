import { labelBetween, type ClassLabel } from './class-vectors.js';
import { assertCount, type ImageArray, type ImageGrid } from './image-array.js';
import { reconstruct } from './reconstruct.js';
import { generateImages, type ConditionOptions, type EncoderAndGenerator } from './run-networks.js';

/** How z goes from one end to the other: along a line, as the paper does, or along a great circle. */
export type LatentPath = 'linear' | 'spherical';

export interface MorphOptions extends ConditionOptions {
  /** Images a row, both ends included; at least 2. @default 8 */
  readonly steps?: number;
  /** @default 'linear' */
  readonly path?: LatentPath;
  /** The classes of the second images, for a morph from class to class. @default `labels` */
  readonly secondLabels?: ArrayLike<ClassLabel>;
}

/** One row a pair: from the reconstruction of its first image to that of its second. */
export interface Morph extends ImageGrid {
  /** The weight of the first image's z in each column, from 1 down to 0. */
  readonly alphas: readonly number[];
}

/** Below this sine two directions are parallel or opposite, and a great circle is not defined. */
const SMALLEST_SINE = 1e-6;

/**
 * A point between two latent vectors: `alpha z1 + (1 - alpha) z2` (Section 5.3), or on the great circle
 * `sin(alpha t) / sin(t) z1 + sin((1 - alpha) t) / sin(t) z2`, t the angle between them; parallel, opposite or zero vectors take
 * the line. alpha 1 and 0 give z1 and z2 exactly.
 * @param first - z1, `[Z]`.
 * @param second - z2, `[Z]`.
 * @param alpha - Share of z1, in [0, 1].
 * @param path - `'linear'` or `'spherical'`. @default 'linear'
 * @returns `[Z]`.
 * @throws RangeError - The vectors differ in length.
 */
export function interpolateLatents(
  first: Float32Array,
  second: Float32Array,
  alpha: number,
  path: LatentPath = 'linear',
): Float32Array {
  if (first.length !== second.length) {
    throw new RangeError(
      `interpolateLatents: expected one length, got ${first.length} and ${second.length}.`,
    );
  }
  let [weight1, weight2] = [alpha, 1 - alpha];
  if (path === 'spherical') {
    const angle = angleBetween(first, second);
    const sine = Math.sin(angle);
    if (sine > SMALLEST_SINE) {
      [weight1, weight2] = [Math.sin(alpha * angle) / sine, Math.sin((1 - alpha) * angle) / sine];
    }
  }
  return first.map((value, index) => weight1 * value + weight2 * (second[index] ?? 0));
}

/** In [0, pi]; 0 if one of the vectors is zero. */
function angleBetween(first: Float32Array, second: Float32Array): number {
  let [product, squares1, squares2] = [0, 0, 0];
  for (const [index, value] of first.entries()) {
    const other = second[index] ?? 0;
    product += value * other;
    squares1 += value * value;
    squares2 += other * other;
  }
  const norms = Math.sqrt(squares1) * Math.sqrt(squares2);
  return norms > 0 ? Math.acos(Math.min(1, Math.max(-1, product / norms))) : 0;
}

/**
 * Morphing between two images (Section 5.3): both are encoded, and G draws the way from z1 to z2. The paper's images are of one class;
 * between classes the class vector goes along a line, `alpha c1 + (1 - alpha) c2`, whatever the path of z.
 * The first and the last column are the values of `reconstruct` on the same images.
 * @param networks - E and G of one model; both with the same classes, Z and images.
 * @param first - n images in [-1, 1], one a row.
 * @param second - Their partners, n images.
 * @param options - The classes of the images, the number of steps, and the path.
 * @returns A grid of n rows, one column a step, and the share of the first image in each column.
 * @throws RangeError - The two groups of images differ in shape, there are fewer than 2 steps, or labels do not fit
 *   the images.
 */
export async function morph(
  networks: EncoderAndGenerator,
  first: ImageArray,
  second: ImageArray,
  options: MorphOptions = {},
): Promise<Morph> {
  const { steps = 8, path = 'linear', labels, secondLabels = labels, batchSize } = options;
  assertCount('morph: steps', steps, 2);
  if (first.shape.join() !== second.shape.join()) {
    throw new RangeError(
      `morph: both ends must have one shape, got [${first.shape.join(',')}] and [${second.shape.join(',')}].`,
    );
  }
  const start = await reconstruct(networks, first, { labels, batchSize });
  const end = await reconstruct(networks, second, { labels: secondLabels, batchSize });
  const alphas = Array.from({ length: steps }, (_, column) => 1 - column / (steps - 1));
  const [rows, height, width, channels] = start.shape;
  const pixels = height * width * channels;
  const images = new Float32Array(rows * steps * pixels);
  const place = (source: Float32Array, column: number): void => {
    for (let row = 0; row < rows; row++) {
      images.set(source.subarray(row * pixels, (row + 1) * pixels), (row * steps + column) * pixels);
    }
  };
  // The ends are the reconstructions themselves: another batch could round differently on some engines.
  place(start.images, 0);
  place(end.images, steps - 1);
  const inner = alphas.slice(1, -1);
  if (inner.length > 0) {
    const latentSize = start.latents.length / rows;
    const latents = new Float32Array(inner.length * rows * latentSize);
    for (const [index, alpha] of inner.entries()) {
      for (let row = 0; row < rows; row++) {
        const [from, to] = [row * latentSize, (row + 1) * latentSize];
        const z = interpolateLatents(
          start.latents.subarray(from, to),
          end.latents.subarray(from, to),
          alpha,
          path,
        );
        latents.set(z, (index * rows + row) * latentSize);
      }
    }
    const middle = await generateImages(networks.generator, latents, {
      labels: labels && secondLabels && inner.flatMap((alpha) => labelsBetween(labels, secondLabels, alpha)),
      batchSize,
    });
    for (const index of inner.keys()) {
      place(middle.images.subarray(index * rows * pixels, (index + 1) * rows * pixels), index + 1);
    }
  }
  return { images, shape: [rows * steps, height, width, channels], rows, columns: steps, alphas };
}

function labelsBetween(
  first: ArrayLike<ClassLabel>,
  second: ArrayLike<ClassLabel>,
  alpha: number,
): ClassLabel[] {
  return Array.from(first, (label, row) => labelBetween(label, second[row] ?? label, alpha));
}
