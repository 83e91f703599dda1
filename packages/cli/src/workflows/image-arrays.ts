import type { ImageArray } from '@cvg/apps';

/** Images of one size, one list after the other. */
export function joinImages(parts: readonly ImageArray[]): ImageArray {
  const [first] = parts;
  if (!first) throw new RangeError('joinImages: parts: expected at least one, got none.');
  const [, height, width, channels] = first.shape;
  const images = new Float32Array(parts.reduce((sum, part) => sum + part.images.length, 0));
  let offset = 0;
  for (const part of parts) {
    images.set(part.images, offset);
    offset += part.images.length;
  }
  return { images, shape: [images.length / (height * width * channels), height, width, channels] };
}

/** Images `start` to `end - 1`, as a view. */
export function sliceImages({ images, shape }: ImageArray, start: number, end: number): ImageArray {
  const [n, height, width, channels] = shape;
  const size = height * width * channels;
  const last = Math.min(n, end);
  return {
    images: images.subarray(start * size, last * size),
    shape: [last - start, height, width, channels],
  };
}

/** `count` white images beside others, for a gap in a grid. */
export function whiteImages({ shape: [, height, width, channels] }: ImageArray, count: number): ImageArray {
  return {
    images: new Float32Array(count * height * width * channels).fill(1),
    shape: [count, height, width, channels],
  };
}

/** Lists of images that stand side by side: row i has `columns` images of each, the next of its own. */
export function besideEachOther(
  blocks: readonly { readonly images: ImageArray; readonly columns: number }[],
): { readonly images: ImageArray; readonly columns: number } {
  const rows = Math.min(...blocks.map(({ images, columns }) => Math.floor(images.shape[0] / columns)));
  const parts: ImageArray[] = [];
  for (let row = 0; row < rows; row++) {
    for (const { images, columns } of blocks) {
      parts.push(sliceImages(images, row * columns, (row + 1) * columns));
    }
  }
  return { images: joinImages(parts), columns: blocks.reduce((sum, { columns }) => sum + columns, 0) };
}
