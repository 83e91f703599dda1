import { readFileSync } from 'node:fs';
import type { FeatureSet, ImageArray } from '../index.js';

export const NETWORK = 'ab'.repeat(32);

/** Numbers that public reference code gave for the data below: distances.py. */
export const oracles = JSON.parse(readFileSync(new URL('./distances.json', import.meta.url), 'utf8')) as {
  frechet: readonly {
    n: number;
    m: number;
    d: number;
    dead: number;
    nuclear: number;
    cleanFid?: number;
    torchFidelity?: number;
  }[];
  kernel: readonly {
    n: number;
    m: number;
    d: number;
    subsets: number;
    size: number;
    seed: number;
    values: number[];
    mean: number;
    standardDeviation: number;
  }[];
  kernelOfAll: readonly { n: number; d: number; mean: number }[];
  neighbourhoods: readonly {
    n: number;
    m: number;
    d: number;
    neighbours: number;
    precision: number;
    recall: number;
    density: number;
    coverage: number;
  }[];
  score: readonly {
    n: number;
    classes: number;
    splits: number;
    seed: number;
    probabilities: number[];
    mean: number;
    standardDeviation: number;
  }[];
  similarity: readonly {
    n: number;
    height: number;
    width: number;
    channels: number;
    psnr: number[];
    ssim: number[];
    psnrInside: number[];
    ssimInside: number[];
  }[];
  multiScale: readonly { size: number; channels: number; invert: boolean; values: number[] }[];
  verification: readonly {
    people: number;
    photos: number;
    d: number;
    pairsOfKind: number;
    folds: number;
    seed: number;
    accuracies: number[];
    thresholds: number[];
    accuracy: number;
    standardError: number;
    auc: number;
    roc: { falsePositiveRate: number[]; truePositiveRate: number[]; threshold: number[] };
  }[];
};

/** mulberry32 in float64, draw by draw. */
export function uniforms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** `features` of distances.py, to the bit. */
export function features(n: number, d: number, seed: number, scale = 1, shift = 0): FeatureSet {
  const draw = uniforms(seed);
  const bell = Float64Array.from({ length: n * d }, () => draw() + draw() + draw() - 1.5);
  const data = Float32Array.from(bell, (value, index) => {
    const before = index % d === 0 ? 0 : (bell[index - 1] ?? 0);
    return (value + 0.5 * before) * scale + shift;
  });
  return { data, shape: [n, d], network: NETWORK };
}

/** `images` of distances.py, to the bit. */
export function images(n: number, height: number, width: number, channels: number, seed: number): ImageArray {
  const draw = uniforms(seed);
  const [rows, columns] = [Math.ceil(height / 8), Math.ceil(width / 8)];
  const blocks = Array.from({ length: n * rows * columns * channels }, draw);
  const values = Float32Array.from({ length: n * height * width * channels }, (_, index) => {
    const channel = index % channels;
    const x = Math.floor(index / channels) % width;
    const y = Math.floor(index / channels / width) % height;
    const image = Math.floor(index / channels / width / height);
    const block = ((image * rows + (y >> 3)) * columns + (x >> 3)) * channels + channel;
    return 1.5 * (blocks[block] ?? 0) + 0.5 * draw() - 1;
  });
  return { images: values, shape: [n, height, width, channels] };
}

/** Each value made of the two of `a` and `b` in its place. */
export function blend(a: ImageArray, b: ImageArray, mix: (a: number, b: number) => number): ImageArray {
  return { images: a.images.map((value, index) => mix(value, b.images[index] ?? 0)), shape: a.shape };
}
