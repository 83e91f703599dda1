import {
  boxDownsample,
  superResolve,
  superResolveByDescent,
  type EncoderAndGenerator,
  type ImageArray,
} from '@cvg/apps';
import { TopOneAccuracy, type Evaluator } from '@cvg/metrics';
import { enlargeBicubic } from './bicubic.js';
import { besideEachOther, joinImages, sliceImages } from './image-arrays.js';
import type { LabelledGrid } from './labelled-grid.js';
import type { LabelledImages } from './labelled-images.js';
import { similarityRow, type SimilarityRow } from './similarity.js';

export interface SuperResolveImagesOptions {
  /** How often the image goes through E and G. @default 10 */
  readonly iterations?: number;
  /** Steps of gradient descent on z, to compare with; 0: none. @default 0 */
  readonly descent?: number;
}

/** Images that were enlarged in several ways, by the name of the way: `small`, `bicubic`, `1`, `10`, `descent`. */
export type EnlargedImages = ReadonlyMap<string, ImageArray>;

/** Iterations that are shown, besides the last one. */
const FIRST = 1;

/**
 * Enlarges images that were reduced by averaging: by bicubic interpolation, through E and G with the known low frequencies kept, and, if
 * asked for, by gradient descent on z.
 * @param networks - E and G, of `encoderAndGenerator`.
 * @param small - The reduced images and their classes.
 * @param options - How often to repeat, and how many steps of descent.
 * @returns The images by the way they were made.
 */
export async function superResolveImages(
  networks: EncoderAndGenerator,
  { images: small, labels }: LabelledImages,
  { iterations = 10, descent = 0 }: SuperResolveImagesOptions = {},
): Promise<EnlargedImages> {
  const { stages } = await superResolve(networks, small, { labels, iterations });
  const factor = (stages[0]?.shape[1] ?? 0) / small.shape[1];
  const ways = new Map<string, ImageArray>([
    ['small', enlargePixels(small, factor)],
    ['bicubic', enlargeBicubic(small, factor)],
  ]);
  for (const iteration of new Set([FIRST, iterations])) {
    const stage = stages[iteration - 1];
    if (stage) ways.set(String(iteration), stage);
  }
  if (descent > 0) {
    ways.set('descent', await superResolveByDescent(networks, small, { labels, steps: descent }));
  }
  return ways;
}

/**
 * Images reduced by an integer factor, with their classes.
 * @param shown - The images, and their classes.
 * @param factor - A divisor of their sides.
 * @returns The means of blocks of `factor` x `factor` pixels.
 */
export function reducedImages({ images, ...others }: LabelledImages, factor: number): LabelledImages {
  return { images: boxDownsample(images, factor), ...others };
}

/**
 * Enlarged images as a figure: a column a way, the originals last if they are known.
 * @param ways - Of {@link superResolveImages}.
 * @param options - Names of the images, the originals if they are known, and `every`: shows one image of so many.
 * @returns A row an image.
 */
export function superResolutionFigure(
  ways: EnlargedImages,
  {
    names,
    original,
    every = 1,
  }: { readonly names: readonly string[]; readonly original?: ImageArray; readonly every?: number },
): LabelledGrid {
  const columns = new Map([...ways, ...(original ? ([['original', original]] as const) : [])]);
  const shown = [...names.keys()].filter((index) => index % every === 0);
  const blocks = [...columns.values()].map((images) => ({
    images: joinImages(shown.map((index) => sliceImages(images, index, index + 1))),
    columns: 1,
  }));
  return {
    ...besideEachOther(blocks),
    rowLabels: shown.map((index) => names[index] ?? ''),
    columnLabels: [...columns.keys()],
  };
}

/**
 * How near enlarged images come to the originals, and whether a judge still sees their classes.
 * @param ways - Of {@link superResolveImages}.
 * @param original - Before they were reduced, in [-1, 1].
 * @param options - `labels`: their classes; without them, or without a `judge`, there is no top-1.
 * @returns A row a way, then one of the originals.
 */
export async function compareEnlarged(
  ways: EnlargedImages,
  original: ImageArray,
  { labels, judge }: { readonly labels?: ArrayLike<number>; readonly judge?: Evaluator },
): Promise<SimilarityRow[]> {
  const rows: SimilarityRow[] = [];
  for (const [name, images] of [...ways, ['original', original] as const]) {
    const row = similarityRow(name, images, original);
    rows.push(judge && labels ? { ...row, top1: await topOne(judge, images, labels) } : row);
  }
  return rows;
}

async function topOne(judge: Evaluator, images: ImageArray, labels: ArrayLike<number>): Promise<number> {
  const accuracy = new TopOneAccuracy(judge.numClasses);
  const ids = Int32Array.from(labels);
  accuracy.add(await judge.predictArrays(images), ids);
  return accuracy.result().accuracy;
}

/** Each pixel as a square. */
function enlargePixels(
  { images, shape: [n, height, width, channels] }: ImageArray,
  factor: number,
): ImageArray {
  const shape = [n, height * factor, width * factor, channels] as const;
  const result = new Float32Array(images.length * factor * factor);
  for (const index of result.keys()) {
    const channel = index % channels;
    const x = Math.floor(index / channels) % shape[2];
    const y = Math.floor(index / (channels * shape[2])); // in the column of all images
    result[index] =
      images[(Math.floor(y / factor) * width + Math.floor(x / factor)) * channels + channel] ?? NaN;
  }
  return { images: result, shape };
}
