/** Gradients of the depthwise convolution `[height, width, channels, multiplier]`. */

/**
 * Both gradients walk the same taps: `dx[b, i, j, c] += dy[b, r, o, c * multiplier + m] * w[di, dj, c, m]`, or with
 * `x` and `dw` exchanged for `dx` and `w`.
 * @param forFilter - Whether `filter` receives the filter's gradient (`image` is x); otherwise `image` receives dx.
 */
export function depthwiseGradient(
  dy: usize,
  image: usize,
  filter: usize,
  batch: i32,
  inputHeight: i32,
  inputWidth: i32,
  channels: i32,
  multiplier: i32,
  outputHeight: i32,
  outputWidth: i32,
  filterHeight: i32,
  filterWidth: i32,
  rowStride: i32,
  columnStride: i32,
  rowDilation: i32,
  columnDilation: i32,
  padTop: i32,
  padLeft: i32,
  forFilter: bool,
): void {
  const outputChannels = channels * multiplier;
  if (forFilter) memory.fill(filter, 0, (<usize>(filterHeight * filterWidth * outputChannels)) << 2);
  else memory.fill(image, 0, (<usize>(batch * inputHeight * inputWidth * channels)) << 2);
  for (let b = 0; b < batch; b++) {
    for (let r = 0; r < outputHeight; r++) {
      for (let o = 0; o < outputWidth; o++) {
        for (let di = 0; di < filterHeight; di++) {
          const i = r * rowStride - padTop + di * rowDilation;
          if (i < 0 || i >= inputHeight) continue;
          for (let dj = 0; dj < filterWidth; dj++) {
            const j = o * columnStride - padLeft + dj * columnDilation;
            if (j < 0 || j >= inputWidth) continue;
            const pixel = image + ((<usize>(((b * inputHeight + i) * inputWidth + j) * channels)) << 2);
            const tap = filter + ((<usize>((di * filterWidth + dj) * outputChannels)) << 2);
            let c = 0;
            if (multiplier == 1) {
              for (; c + 4 <= channels; c += 4) {
                const at = (<usize>c) << 2;
                const g = v128.load(dy + at);
                const to = forFilter ? tap + at : pixel + at;
                const factor = v128.load(forFilter ? pixel + at : tap + at);
                v128.store(to, f32x4.add(v128.load(to), f32x4.mul(g, factor)));
              }
            }
            for (let k = c * multiplier; k < outputChannels; k++) {
              const g = load<f32>(dy + ((<usize>k) << 2));
              const x = pixel + ((<usize>(k / multiplier)) << 2);
              const w = tap + ((<usize>k) << 2);
              const to = forFilter ? w : x;
              store<f32>(to, load<f32>(to) + g * load<f32>(forFilter ? x : w));
            }
          }
        }
        dy += (<usize>outputChannels) << 2;
      }
    }
  }
}
