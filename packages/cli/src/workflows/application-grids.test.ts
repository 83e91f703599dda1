import { describe, expect, it } from '@jest/globals';
import {
  attributeDirection,
  boxDownsample,
  inpaint,
  morph,
  randomSquareMasks,
  shiftAttribute,
} from '@cvg/apps';
import { seededUniform } from '@cvg/test-utils';
import { useToyNetworks } from '../__fixtures__/toy-networks.js';
import { attributeImages } from './attribute-images.js';
import { sliceImages } from './image-arrays.js';
import { inpaintImages } from './inpaint-images.js';
import type { LabelledImages } from './labelled-images.js';
import { morphFigure, morphPairs } from './morph-images.js';
import {
  compareEnlarged,
  reducedImages,
  superResolutionFigure,
  superResolveImages,
} from './super-resolve-images.js';

const networks = useToyNetworks();

const imagesOf = (labels: readonly number[], seed: number): LabelledImages => ({
  images: {
    images: seededUniform(labels.length * 1024, seed, -1, 1),
    shape: [labels.length, 32, 32, 1],
  },
  labels,
  names: labels.map((label) => 'abc'[label] ?? ''),
});
const at = ({ images }: Pick<LabelledImages, 'images'>, index: number) =>
  sliceImages(images, index, index + 1);

describe('morphPairs', () => {
  it('takes first and second images by turns, each with its own class', async () => {
    const pairs = imagesOf([0, 2, 1, 1], 1);
    const { way, rowLabels } = await morphPairs(networks(), pairs, { steps: 3 });
    expect(rowLabels).toEqual(['a to c', 'b']);
    for (const row of [0, 1]) {
      const [first, second] = [at(pairs, 2 * row), at(pairs, 2 * row + 1)];
      const [label, secondLabel] = [pairs.labels![2 * row]!, pairs.labels![2 * row + 1]!];
      const alone = await morph(networks(), first, second, {
        labels: [label],
        secondLabels: [secondLabel],
        steps: 3,
      });
      expect(sliceImages(way, 3 * row, 3 * row + 3).images).toBeAllClose(alone.images);
      if (label !== secondLabel) {
        const within = await morph(networks(), first, second, { labels: [label], steps: 3 });
        expect(alone.images).not.toEqual(within.images);
      }
    }
  });
  it('stands between its two images in the figure', async () => {
    const pairs = imagesOf([0, 0], 2);
    const morphed = await morphPairs(networks(), pairs, { steps: 2 });
    const { images, columns } = morphFigure(morphed);
    expect(columns).toBe(6);
    expect([0, 2, 3, 5].map((column) => at({ images }, column).images)).toEqual([
      ...[at(pairs, 0), at({ images: morphed.way }, 0), at({ images: morphed.way }, 1), at(pairs, 1)].map(
        (image) => image.images,
      ),
    ]);
  });
});

describe('inpaintImages', () => {
  it('compares inside the holes, whatever lies outside', async () => {
    const given = imagesOf([0, 1], 3);
    const masks = randomSquareMasks({ count: 2, height: 32, width: 32, seed: 5 });
    const { similarity, columnLabels } = await inpaintImages(networks(), given, { iterations: 2, seed: 5 });
    expect(columnLabels).toEqual(['original', 'hole', '1', '2']);
    const { corrupted, stages } = await inpaint(networks(), given.images, masks, {
      labels: [0, 1],
      iterations: 2,
    });
    for (const [index, { images }] of [corrupted, ...stages].entries()) {
      const psnrs = [0, 1].map((image) => {
        let [sum, count] = [0, 0];
        for (let pixel = image * 1024; pixel < (image + 1) * 1024; pixel++) {
          if (masks.data[pixel] === 0) continue;
          [sum, count] = [sum + (images[pixel]! - given.images.images[pixel]!) ** 2, count + 1];
        }
        return 10 * Math.log10((4 * count) / sum);
      });
      expect(similarity[index]?.psnr).toBeCloseTo((psnrs[0]! + psnrs[1]!) / 2, 4);
    }
  });
});

describe('superResolveImages', () => {
  it('keeps the reduction in every way but bicubic, and shows one of so many', async () => {
    const whole = imagesOf([0, 0, 1, 1], 4);
    const small = reducedImages(whole, 4);
    const ways = await superResolveImages(networks(), small, { iterations: 2, descent: 1 });
    expect([...ways.keys()]).toEqual(['small', 'bicubic', '1', '2', 'descent']);
    for (const [name, images] of ways) {
      const reduced = boxDownsample(images, 4).images;
      const worst = reduced.reduce(
        (most, value, i) => Math.max(most, Math.abs(value - small.images.images[i]!)),
        0,
      );
      if (name === 'bicubic') expect(worst).toBeGreaterThan(0.01);
      else expect(worst).toBeLessThan(1e-6);
    }
    const { images, columns, rowLabels } = superResolutionFigure(ways, {
      names: whole.names,
      original: whole.images,
      every: 2,
    });
    expect([columns, rowLabels, images.shape[0]]).toEqual([6, ['a', 'b'], 12]);
    expect(at({ images }, 11)).toEqual(at(whole, 2));
    const rows = await compareEnlarged(ways, whole.images, {});
    expect(rows.map(({ name }) => name)).toEqual([...ways.keys(), 'original']);
    expect(rows.at(-1)).toEqual({ name: 'original', psnr: Infinity, ssim: 1 });
  });
});

describe('attributeImages', () => {
  it('goes from the images without to those with it', async () => {
    const [withIt, without, given] = [imagesOf([0, 1], 5), imagesOf([1, 2], 6), imagesOf([2], 7)];
    const grid = await attributeImages(networks(), given, { withIt, without, strengths: [2] });
    const group = ({ images, labels }: LabelledImages) => ({ ...images, labels });
    const direction = await attributeDirection(networks().encoder, group(withIt), group(without));
    const expected = await shiftAttribute(networks(), given.images, direction, {
      labels: [2],
      strengths: [2],
    });
    expect([grid.columns, grid.columnLabels]).toEqual([3, ['original', '', '2']]);
    expect(at(grid, 2).images).toBeAllClose(expected.images);
    const back = await attributeImages(networks(), given, {
      withIt: without,
      without: withIt,
      strengths: [2],
    });
    expect(at(back, 2).images).not.toEqual(expected.images);
  });
});
