import { describe, expect, it } from '@jest/globals';
import { seededUniform } from '@cvg/test-utils';
import { transparentGaps } from './transparent-gaps.js';

const SIDE = 3;
const PADDING = 2;

describe('transparentGaps', () => {
  it.each([1, 3])('is opaque where an image is, and shows it there (%i channels)', (channels) => {
    const images = seededUniform(5 * SIDE * SIDE * channels, 1, -1, 1);
    const grid = { images: { images, shape: [5, SIDE, SIDE, channels] as const }, columns: 3, gaps: [1] };
    const picture = transparentGaps(grid);
    expect(picture).toMatchObject({ width: 17, height: 12, channels: channels + 1 });
    for (let y = 0; y < 12; y++) {
      for (let x = 0; x < 17; x++) {
        const [row, column] = [y, x].map((at) => Math.floor((at - PADDING) / (SIDE + PADDING)));
        const [top, left] = [y, x].map((at) => (at - PADDING) % (SIDE + PADDING));
        const image = 3 * row! + column!;
        const isInside = [top!, left!].every((at) => at >= 0 && at < SIDE);
        const isShown = isInside && image < 5 && column !== 1;
        const start = (y * 17 + x) * (channels + 1);
        const pixel = [...picture.data.subarray(start, start + channels + 1)];
        expect(pixel.pop()).toBe(isShown ? 255 : 0);
        if (!isShown) continue;
        const from = ((image * SIDE + top!) * SIDE + left!) * channels;
        expect(pixel).toEqual(
          Array.from(images.subarray(from, from + channels), (v) => Math.round((v + 1) * 127.5)),
        );
      }
    }
  });
});
