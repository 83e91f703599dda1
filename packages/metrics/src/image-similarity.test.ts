import { describe, expect, it } from '@jest/globals';
import { blend, images, oracles } from './__fixtures__/seeded-data.js';
import { psnr, ssim, type ImageArray, type Masks } from './index.js';

/** The masks of distances.py: of image i rows i to i + 8, columns 3 to 11 + i; of the last one also its lower right corner. */
function masks(n: number, height: number, width: number): Masks {
  const data = Uint8Array.from({ length: n * height * width }, (_, index) => {
    const [x, y, i] = [index % width, Math.floor(index / width) % height, Math.floor(index / width / height)];
    const corner = i === n - 1 && y >= height - 4 && x >= width - 3;
    return corner || (y >= i && y < i + 9 && x >= 3 && x < 12 + i) ? 1 : 0;
  });
  return { data, shape: [n, height, width] };
}
const flat = (value: number, side = 11): ImageArray => ({
  images: new Float32Array(side * side).fill(value),
  shape: [1, side, side, 1],
});
const NONE = { rtol: 1e-11, atol: 0 };

// oracle: __fixtures__/distances.py (scikit-image)
describe.each(oracles.similarity)('images of $height x $width x $channels', (fixture) => {
  const { n, height, width, channels } = fixture;
  const truth = images(n, height, width, channels, 51);
  const changed = blend(truth, images(n, height, width, channels, 52), (x, y) => 0.6 * x + 0.4 * y);
  const inside = { masks: masks(n, height, width) };
  it('psnr agrees with scikit-image, whole and inside masks', () => {
    const result = psnr(changed, truth);
    expect(result.perImage).toBeAllClose(fixture.psnr, NONE);
    expect(result.values.psnr).toBeAllClose(fixture.psnr.reduce((a, b) => a + b) / n, NONE);
    expect(psnr(changed, truth, inside).perImage).toBeAllClose(fixture.psnrInside, NONE);
    expect(result).toMatchObject({ n: { real: n, generated: n }, network: null, settings: { masked: 0 } });
  });
  it('ssim agrees with scikit-image, whole and inside masks', () => {
    const result = ssim(changed, truth);
    expect(result.perImage).toBeAllClose(fixture.ssim, NONE);
    expect(result.values.ssim).toBeAllClose(fixture.ssim.reduce((a, b) => a + b) / n, NONE);
    const masked = ssim(changed, truth, inside);
    expect(masked.perImage).toBeAllClose(fixture.ssimInside, NONE);
    expect(masked.settings).toEqual({ masked: 1 });
  });
});

describe('psnr and ssim', () => {
  it('are those of constants: 20 log10(2 / difference), and the luminance term', () => {
    expect(psnr(flat(0.5), flat(0.25)).values.psnr).toBeCloseTo(20 * Math.log10(8), 12);
    const c1 = 0.02 ** 2;
    expect(ssim(flat(0.5), flat(0.25)).values.ssim).toBeCloseTo((0.25 + c1) / (0.3125 + c1), 12);
  });
  it('are infinite and 1 for equal images', () => {
    const same = images(2, 12, 13, 3, 1);
    expect(psnr(same, same).values.psnr).toBe(Infinity);
    expect(ssim(same, same).values.ssim).toBe(1);
  });
  it('take one mask for all images', () => {
    const [a, b] = [images(2, 12, 12, 1, 1), images(2, 12, 12, 1, 2)];
    const one = masks(1, 12, 12);
    const two: Masks = { data: Uint8Array.from([...one.data, ...one.data]), shape: [2, 12, 12] };
    expect(psnr(a, b, { masks: one }).perImage).toEqual(psnr(a, b, { masks: two }).perImage);
    expect(ssim(a, b, { masks: one }).perImage).toEqual(ssim(a, b, { masks: two }).perImage);
    expect(psnr(a, b, { masks: one }).perImage[1]).not.toBe(psnr(a, b).perImage[1]);
  });
  it('name what is wrong', () => {
    const image = flat(0);
    expect(() => ssim(flat(0, 10), flat(0, 10))).toThrow(
      'ssim: expected images of at least 11x11 pixels, got 10x10',
    );
    expect(() => psnr(image, flat(0, 12))).toThrow(
      'psnr: expected images and their truth in one shape, got [1,11,11,1] and [1,12,12,1]',
    );
    expect(() => psnr(image, flat(NaN))).toThrow('psnr: truth: expected finite numbers, got NaN at 0');
    expect(() => psnr({ ...image, shape: [1, 11, 11, 2] }, image)).toThrow('needs 242 numbers, got 121');
    const wrong = (data: number, shape: Masks['shape']): Masks => ({ data: new Uint8Array(data), shape });
    expect(() => psnr(image, image, { masks: wrong(121, [1, 11, 11]) })).toThrow('mask 0 has no pixel');
    expect(() => psnr(image, image, { masks: wrong(1, [1, 1, 1]) })).toThrow(
      'masks: expected shape [1,11,11] or [1,11,11], got [1,1,1]',
    );
    expect(() => psnr(image, image, { masks: wrong(1, [1, 11, 11]) })).toThrow('expected 121 numbers, got 1');
  });
});
