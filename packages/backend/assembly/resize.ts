/** Nearest-neighbour resizing and its gradient. */
import { copyRun } from './copies';
import { addPixel } from './pooling';

/**
 * Moves pixels between an image and a resized one: output pixel `[r, o]` belongs to input pixel
 * `[rowTable[r], columnTable[o]]` (int32). Forward copies input to output, backward adds output to input.
 */
export function resizeNearest(
  input: usize,
  output: usize,
  batch: i32,
  inputHeight: i32,
  inputWidth: i32,
  channels: i32,
  outputHeight: i32,
  outputWidth: i32,
  rowTable: usize,
  columnTable: usize,
  backward: bool,
): void {
  const pixelBytes = (<usize>channels) << 2;
  const one = f32x4.splat(1);
  if (backward) memory.fill(input, 0, <usize>(batch * inputHeight * inputWidth) * pixelBytes);
  for (let b = 0; b < batch; b++) {
    for (let r = 0; r < outputHeight; r++) {
      const row = load<i32>(rowTable + ((<usize>r) << 2));
      const line = input + <usize>((b * inputHeight + row) * inputWidth) * pixelBytes;
      for (let o = 0; o < outputWidth; o++) {
        const pixel = line + <usize>load<i32>(columnTable + ((<usize>o) << 2)) * pixelBytes;
        if (backward) addPixel(output, pixel, channels, one);
        else copyRun(pixel, output, pixelBytes);
        output += pixelBytes;
      }
    }
  }
}
