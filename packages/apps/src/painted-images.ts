import { assertImages, type ImageArray } from './image-array.js';
import type { Masks } from './masks.js';

/** What E sees first: the hole filled evenly, or what the images bring. Checks all three. */
export function corruptedImages(
  name: string,
  images: ImageArray,
  masks: Masks,
  fill: number | 'keep',
): ImageArray {
  assertImages(`${name}: images`, images);
  assertMasks(`${name}: masks`, masks, images.shape);
  if (fill === 'keep') return images;
  if (!(fill >= -1 && fill <= 1)) {
    throw new RangeError(`${name}: fill must be a number in [-1, 1] or 'keep', got ${fill}.`);
  }
  return paintedImages(images, masks, new Float32Array(images.images.length).fill(fill));
}

/** Eq. 8: `M * drawn + (1 - M) * images`, by choice instead of by product, so that known pixels keep every bit. */
export function paintedImages({ images, shape }: ImageArray, masks: Masks, drawn: Float32Array): ImageArray {
  const [, height, width, channels] = shape;
  const pixels = height * width;
  const result = images.map((value, index) => {
    const pixel = Math.floor(index / channels);
    const place = masks.shape[0] === 1 ? pixel % pixels : pixel;
    return masks.data[place] === 1 ? (drawn[index] ?? 0) : value;
  });
  return { images: result, shape };
}

function assertMasks(name: string, { data, shape }: Masks, [n, height, width]: ImageArray['shape']): void {
  const [masks, maskHeight, maskWidth] = shape;
  if ((masks !== n && masks !== 1) || maskHeight !== height || maskWidth !== width) {
    throw new RangeError(
      `${name}: expected shape [${n},${height},${width}] or [1,${height},${width}], got [${shape.join(',')}].`,
    );
  }
  if (data.length !== masks * height * width) {
    throw new RangeError(
      `${name}: shape [${shape.join(',')}] needs ${masks * height * width} numbers, got ${data.length}.`,
    );
  }
  const wrong = data.find((value) => value > 1);
  if (wrong !== undefined) throw new RangeError(`${name}: expected 0 or 1, got ${wrong}.`);
}
