import {
  boxDownsample,
  superResolve,
  superResolveByDescent,
  tileImages,
  type EncoderAndGenerator,
  type ImageArray,
} from '@cvg/apps';
import { TopOneAccuracy, type Evaluator } from '@cvg/metrics';
import sharp from 'sharp';
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
 * @param small - The reduced images and their classes.
 */
export async function superResolveImages(
  networks: EncoderAndGenerator,
  { images: small, labels }: LabelledImages,
  { iterations = 10, descent = 0 }: SuperResolveImagesOptions = {},
): Promise<EnlargedImages> {
  const { iterations: stages } = await superResolve(networks, small, { labels, iterations });
  const [last] = stages.slice(-1);
  const size = last?.shape[1] ?? 0;
  const ways = new Map<string, ImageArray>([
    ['small', await enlarge(small, size, 'nearest')],
    ['bicubic', await enlarge(small, size, 'cubic')],
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

/** Images reduced by an integer factor, with their classes. */
export function reducedImages({ images, ...others }: LabelledImages, factor: number): LabelledImages {
  return { images: boxDownsample(images, factor), ...others };
}

/**
 * Enlarged images as a figure: a column a way, the originals last if they are known.
 * @param every - Shows one image of so many.
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
 * @param labels - Their classes; without them, or without a judge, there is no top-1.
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

/** Images of another size, as image programs make them. */
async function enlarge(images: ImageArray, size: number, kernel: 'nearest' | 'cubic'): Promise<ImageArray> {
  const [n, height, width, channels] = images.shape;
  const result = new Float32Array(n * size * size * channels);
  for (let index = 0; index < n; index++) {
    const { data } = tileImages(sliceImages(images, index, index + 1), { columns: 1, padding: 0 });
    const pixels = await sharp(data, { raw: { width, height, channels: channels === 1 ? 1 : 3 } })
      .resize(size, size, { kernel })
      .toColourspace(channels === 1 ? 'b-w' : 'srgb')
      .raw()
      .toBuffer();
    for (const [place, byte] of pixels.entries()) result[index * pixels.length + place] = byte / 127.5 - 1;
  }
  return { images: result, shape: [n, size, size, channels] };
}
