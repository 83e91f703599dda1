/**
 * Bytes to what networks take: `byte / 127.5 - 1`, so 0 becomes -1 and 255 becomes 1, both exactly.
 * @param bytes - Any number of images, NHWC.
 */
export function bytesToImages(bytes: Uint8Array): Float32Array {
  const images = new Float32Array(bytes.length);
  for (let index = 0; index < bytes.length; index++) images[index] = (bytes[index] ?? 0) / 127.5 - 1;
  return images;
}

/** Mirrors image `index` of `images` in place, left to right. */
export function mirrorImage(
  images: Float32Array,
  index: number,
  [height, width, channels]: readonly [height: number, width: number, channels: number],
): void {
  const rowLength = width * channels;
  const start = index * height * rowLength;
  for (let row = start; row < start + height * rowLength; row += rowLength) {
    let left = row;
    let right = row + rowLength - channels;
    for (; left < right; right -= 2 * channels) {
      for (let channel = 0; channel < channels; channel++, left++, right++) {
        const value = images[left] ?? 0;
        images[left] = images[right] ?? 0;
        images[right] = value;
      }
    }
  }
}
