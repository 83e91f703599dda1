/** Pooling and its gradients. */
import { loadLanes, storeLanes } from './tiles';

/** Adds the first `count` lanes of `value` to memory. */
function addLanes(address: usize, value: v128, count: i32): void {
  storeLanes(address, f32x4.add(loadLanes(address, count), value), count);
}

/** Largest of a window for four channels. */
function largestOf(x: usize, rows: i32, columns: i32, rowBytes: usize, pixelBytes: usize): v128 {
  let largest = v128.load(x);
  for (; rows > 0; rows--) {
    let pixel = x;
    for (let j = columns; j > 0; j--) {
      largest = f32x4.pmax(largest, v128.load(pixel));
      pixel += pixelBytes;
    }
    x += rowBytes;
  }
  return largest;
}

/** {@link largestOf} for the last `count` (1 to 3) channels. */
function largestOfLanes(
  x: usize,
  rows: i32,
  columns: i32,
  rowBytes: usize,
  pixelBytes: usize,
  count: i32,
): v128 {
  let largest = loadLanes(x, count);
  for (; rows > 0; rows--) {
    let pixel = x;
    for (let j = columns; j > 0; j--) {
      largest = f32x4.pmax(largest, loadLanes(pixel, count));
      pixel += pixelBytes;
    }
    x += rowBytes;
  }
  return largest;
}

/** `y = max(x)` over each window's part inside the image. */
export function maxPool(
  x: usize,
  y: usize,
  batch: i32,
  inputHeight: i32,
  inputWidth: i32,
  channels: i32,
  outputHeight: i32,
  outputWidth: i32,
  windowHeight: i32,
  windowWidth: i32,
  rowStride: i32,
  columnStride: i32,
  padTop: i32,
  padLeft: i32,
): void {
  const pixelBytes = (<usize>channels) << 2;
  const rowBytes = <usize>inputWidth * pixelBytes;
  for (let b = 0; b < batch; b++) {
    for (let r = 0; r < outputHeight; r++) {
      const top = r * rowStride - padTop;
      const i0 = max(0, top);
      const rows = min(inputHeight, top + windowHeight) - i0;
      for (let o = 0; o < outputWidth; o++) {
        const left = o * columnStride - padLeft;
        const j0 = max(0, left);
        const columns = min(inputWidth, left + windowWidth) - j0;
        let corner = x + <usize>i0 * rowBytes + <usize>j0 * pixelBytes;
        let c = channels;
        for (; c >= 4; c -= 4) {
          v128.store(y, largestOf(corner, rows, columns, rowBytes, pixelBytes));
          corner += 16;
          y += 16;
        }
        if (c > 0) {
          storeLanes(y, largestOfLanes(corner, rows, columns, rowBytes, pixelBytes, c), c);
          y += (<usize>c) << 2;
        }
      }
    }
    x += <usize>inputHeight * rowBytes;
  }
}

/** One window of {@link maxPoolGradient} for four channels: `dx += dy` at the first input that equals `largest`. */
function maxWindow(
  g: v128,
  largest: v128,
  x: usize,
  dx: usize,
  rows: i32,
  columns: i32,
  rowBytes: usize,
  pixelBytes: usize,
): void {
  for (; rows > 0; rows--) {
    let at: usize = 0;
    for (let j = columns; j > 0; j--) {
      const hit = f32x4.eq(v128.load(x + at), largest);
      v128.store(dx + at, f32x4.add(v128.load(dx + at), v128.and(g, hit)));
      // What has been given away is not given again.
      g = v128.andnot(g, hit);
      at += pixelBytes;
    }
    x += rowBytes;
    dx += rowBytes;
  }
}

/** {@link maxWindow} for the last `count` (1 to 3) channels. */
function maxWindowLanes(
  g: v128,
  largest: v128,
  x: usize,
  dx: usize,
  rows: i32,
  columns: i32,
  rowBytes: usize,
  pixelBytes: usize,
  count: i32,
): void {
  for (; rows > 0; rows--) {
    let at: usize = 0;
    for (let j = columns; j > 0; j--) {
      const hit = f32x4.eq(loadLanes(x + at, count), largest);
      addLanes(dx + at, v128.and(g, hit), count);
      g = v128.andnot(g, hit);
      at += pixelBytes;
    }
    x += rowBytes;
    dx += rowBytes;
  }
}

/** The whole of `dy` goes to the first largest input of each window, in row-major order. */
export function maxPoolGradient(
  dy: usize,
  x: usize,
  y: usize,
  dx: usize,
  batch: i32,
  inputHeight: i32,
  inputWidth: i32,
  channels: i32,
  outputHeight: i32,
  outputWidth: i32,
  windowHeight: i32,
  windowWidth: i32,
  rowStride: i32,
  columnStride: i32,
  padTop: i32,
  padLeft: i32,
): void {
  const pixelBytes = (<usize>channels) << 2;
  const rowBytes = <usize>inputWidth * pixelBytes;
  memory.fill(dx, 0, <usize>(batch * inputHeight) * rowBytes);
  for (let b = 0; b < batch; b++) {
    const image = <usize>(b * inputHeight) * rowBytes;
    for (let r = 0; r < outputHeight; r++) {
      const top = r * rowStride - padTop;
      const i0 = max(0, top);
      const rows = min(inputHeight, top + windowHeight) - i0;
      for (let o = 0; o < outputWidth; o++) {
        const left = o * columnStride - padLeft;
        const j0 = max(0, left);
        const columns = min(inputWidth, left + windowWidth) - j0;
        const corner = image + <usize>i0 * rowBytes + <usize>j0 * pixelBytes;
        let c = 0;
        for (; c + 4 <= channels; c += 4) {
          const at = (<usize>c) << 2;
          const from = x + corner + at;
          const to = dx + corner + at;
          maxWindow(v128.load(dy + at), v128.load(y + at), from, to, rows, columns, rowBytes, pixelBytes);
        }
        if (c < channels) {
          const at = (<usize>c) << 2;
          const count = channels - c;
          maxWindowLanes(
            loadLanes(dy + at, count),
            loadLanes(y + at, count),
            x + corner + at,
            dx + corner + at,
            rows,
            columns,
            rowBytes,
            pixelBytes,
            count,
          );
        }
        dy += pixelBytes;
        y += pixelBytes;
      }
    }
  }
}

/** `to += factor * from` over the channels of one pixel. */
export function addPixel(from: usize, to: usize, channels: i32, factor: v128): void {
  for (; channels >= 4; channels -= 4) {
    v128.store(to, f32x4.add(v128.load(to), f32x4.mul(v128.load(from), factor)));
    from += 16;
    to += 16;
  }
  if (channels > 0) addLanes(to, f32x4.mul(loadLanes(from, channels), factor), channels);
}

/** Every input of a window receives `factor * dy`. */
export function averagePoolGradient(
  dy: usize,
  dx: usize,
  batch: i32,
  inputHeight: i32,
  inputWidth: i32,
  channels: i32,
  outputHeight: i32,
  outputWidth: i32,
  windowHeight: i32,
  windowWidth: i32,
  rowStride: i32,
  columnStride: i32,
  padTop: i32,
  padLeft: i32,
  factor: f32,
): void {
  const pixelBytes = (<usize>channels) << 2;
  const factors = f32x4.splat(factor);
  memory.fill(dx, 0, <usize>(batch * inputHeight * inputWidth) * pixelBytes);
  for (let b = 0; b < batch; b++) {
    const image = dx + <usize>(b * inputHeight * inputWidth) * pixelBytes;
    for (let r = 0; r < outputHeight; r++) {
      const top = r * rowStride - padTop;
      const i1 = min(inputHeight, top + windowHeight);
      for (let o = 0; o < outputWidth; o++) {
        const left = o * columnStride - padLeft;
        const j1 = min(inputWidth, left + windowWidth);
        for (let i = max(0, top); i < i1; i++) {
          for (let j = max(0, left); j < j1; j++) {
            addPixel(dy, image + <usize>(i * inputWidth + j) * pixelBytes, channels, factors);
          }
        }
        dy += pixelBytes;
      }
    }
  }
}
