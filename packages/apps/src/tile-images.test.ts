import { describe, expect, it } from '@jest/globals';
import { tileImages } from './index.js';

describe('tileImages', () => {
  it('convention: rows first, from the top left; -1 is 0, 1 is 255', () => {
    const images = Float32Array.from([-1, 1, 0, -1, -1, -1]); // three images of 1x2
    const picture = tileImages({ images, shape: [3, 1, 2, 1] }, { columns: 2, padding: 1, background: 9 });
    expect(picture).toMatchObject({ width: 7, height: 5, channels: 1 });
    // prettier-ignore
    expect(Array.from(picture.data)).toEqual([
      9, 9, 9, 9, 9, 9, 9,
      9, 0, 255, 9, 128, 0, 9,
      9, 9, 9, 9, 9, 9, 9,
      9, 0, 0, 9, 9, 9, 9,
      9, 9, 9, 9, 9, 9, 9,
    ]);
  });
  it('keeps channels together', () => {
    const images = Float32Array.from([1, -1, -1, -1, 1, -1]); // red above green
    const { data } = tileImages({ images, shape: [2, 1, 1, 3] }, { columns: 1, padding: 0 });
    expect(Array.from(data)).toEqual([255, 0, 0, 0, 255, 0]);
  });
  it('gives back every byte that was scaled to [-1, 1], and clips what lies beyond', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const images = Float32Array.from(bytes, (byte) => byte / 127.5 - 1);
    expect(tileImages({ images, shape: [1, 16, 16, 1] }, { columns: 1, padding: 0 }).data).toEqual(bytes);
    const far = tileImages(
      { images: Float32Array.from([-9, Infinity]), shape: [2, 1, 1, 1] },
      { columns: 2, padding: 0 },
    );
    expect(Array.from(far.data)).toEqual([0, 255]);
  });
  it('names what is wrong', () => {
    const one = { images: new Float32Array(4), shape: [1, 2, 2, 1] } as const;
    expect(() => tileImages(one, { columns: 0 })).toThrow(
      'tileImages: columns must be an integer >= 1, got 0',
    );
    expect(() => tileImages(one, { columns: 1, padding: -1 })).toThrow(
      'padding must be an integer >= 0, got -1',
    );
    expect(() => tileImages(one, { columns: 1, background: 256 })).toThrow(
      'background must be an integer in [0, 255], got 256',
    );
    expect(() => tileImages({ ...one, shape: [2, 2, 2, 1] }, { columns: 1 })).toThrow(
      'shape [2,2,2,1] needs 8 numbers, got 4',
    );
    expect(() => tileImages({ ...one, shape: [0, 2, 2, 1] }, { columns: 1 })).toThrow(
      'expected shape [n,height,width,channels], got [0,2,2,1]',
    );
    expect(() => tileImages({ ...one, images: Float32Array.from([0, 0, NaN, 0]) }, { columns: 1 })).toThrow(
      'got NaN in image 0',
    );
  });
});
