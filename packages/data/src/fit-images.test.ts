import { describe, expect, it } from '@jest/globals';
import { fitImages, fittedShape, resolveFit, type Pixels } from './fit-images.js';

const pixels = (shape: Pixels['shape'], values: ArrayLike<number>): Pixels => ({
  shape,
  images: Uint8Array.from(values),
});
const two = pixels([2, 2, 3, 1], [1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16]);
const colour = pixels([1, 1, 1, 3], [7, 8, 9]);

describe('fitImages', () => {
  it('leaves images as they are that have the size or shall keep theirs', async () => {
    expect(await fitImages('f', two, resolveFit('f', {}))).toBe(two);
    expect(await fitImages('f', colour, resolveFit('f', { size: 1, fit: 'resize' }))).toBe(colour);
  });

  it('pads with black on all sides, an odd pixel at the bottom and on the right', async () => {
    // prettier-ignore
    expect(await fitImages('f', two, { size: 5, fit: 'pad' })).toEqual(pixels([2, 5, 5, 1], [
      0, 0, 0, 0, 0,  0, 1, 2, 3, 0,  0, 4, 5, 6, 0,  0, 0, 0, 0, 0,  0, 0, 0, 0, 0,
      0, 0, 0, 0, 0,  0, 11, 12, 13, 0,  0, 14, 15, 16, 0,  0, 0, 0, 0, 0,  0, 0, 0, 0, 0,
    ]));
  });

  it('pads colour', async () => {
    const padded = await fitImages('f', colour, { size: 2, fit: 'pad' });
    expect(padded).toEqual(pixels([1, 2, 2, 3], [7, 8, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
  });

  it('resizes each image by itself', async () => {
    const levels = Array.from({ length: 20 }, (_, image) => 10 * image);
    const of = (size: number): Pixels =>
      pixels(
        [20, size, size, 1],
        levels.flatMap((level) => Array<number>(size * size).fill(level)),
      );
    expect(await fitImages('f', of(4), { size: 7, fit: 'resize' })).toEqual(of(7));
    const resized = await fitImages('f', colour, { size: 2, fit: 'resize' });
    expect(resized).toEqual(pixels([1, 2, 2, 3], [7, 8, 9, 7, 8, 9, 7, 8, 9, 7, 8, 9]));
  });

  it('crops the centre of images that are not square', async () => {
    const rows = Array<number[]>(2).fill([255, 255, 255, 60, 60, 255, 255, 255]);
    const { images } = await fitImages('f', pixels([1, 2, 8, 1], rows.flat()), { size: 2, fit: 'resize' });
    expect([...images]).toEqual([60, 60, 60, 60]);
  });

  it('stops with the reason of the signal', async () => {
    const stopped = fitImages('f', two, { size: 4, fit: 'resize' }, AbortSignal.abort(new Error('enough')));
    await expect(stopped).rejects.toThrow('enough');
  });

  it('refuses to pad images that are too large', async () => {
    await expect(fitImages('digits', two, { size: 2, fit: 'pad' })).rejects.toThrow(
      "digits: images of 2x3 cannot be padded to 2x2; use fit: 'resize'.",
    );
  });
});

it('fittedShape says what fitImages makes', async () => {
  for (const options of [{}, { size: 5 }, { size: 2, fit: 'resize' as const }]) {
    const fit = resolveFit('f', options);
    expect([2, ...fittedShape([2, 3, 1], fit)]).toEqual((await fitImages('f', two, fit)).shape);
  }
});

it('resolveFit refuses what makes no sense', () => {
  expect(() => resolveFit('f', { size: 1.5 })).toThrow('f: size must be an integer from 1 to 4096, got 1.5.');
  expect(() => resolveFit('f', { fit: 'stretch' as 'pad' })).toThrow(
    'f: fit must be one of pad, resize, got stretch.',
  );
});
