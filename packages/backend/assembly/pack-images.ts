/** Copies of images in the order in which the tile of outer-tile.ts reads them. */
import { loadLanes } from './tiles';

/** Copies `count` (0 to 4) floats and fills up to four with zeros. */
function copyQuad(from: usize, to: usize, count: i32): void {
  v128.store(to, loadLanes(from, count));
}

/**
 * Images `[batch, height, width, channels]` as panels of `lanes` (4 or 8) channels, each
 * `[height, columns, batch, lanes]`, padded with zeros. The columns are sorted by `column % columnStride`, so
 * that every `columnStride`-th column is one contiguous run. Packs the images `first` to `end` of the batch.
 */
export function packPixels(
  images: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  columnStride: i32,
  lanes: i32,
  packed: usize,
  first: i32,
  end: i32,
): void {
  const pixelBytes = (<usize>channels) << 2;
  const imageBytes = <usize>(height * width) * pixelBytes;
  const laneBytes = (<usize>lanes) << 2;
  const cellBytes = <usize>batch * laneBytes;
  const panelBytes = <usize>(height * width) * cellBytes;
  for (let b = first; b < end; b += 4) {
    const group = min(4, end - b);
    for (let row = 0; row < height; row++) {
      let cell = 0;
      for (let phase = 0; phase < columnStride; phase++) {
        for (let column = phase; column < width; column += columnStride) {
          const from = images + <usize>b * imageBytes + <usize>(row * width + column) * pixelBytes;
          let to = packed + <usize>(row * width + cell) * cellBytes + <usize>b * laneBytes;
          cell++;
          for (let channel = 0; channel < channels; channel += lanes) {
            const rest = channels - channel;
            let source = from + ((<usize>channel) << 2);
            if (rest >= lanes && group == 4) {
              if (lanes == 4) {
                v128.store(to, v128.load(source), 0);
                v128.store(to, v128.load(source + imageBytes), 16);
                v128.store(to, v128.load(source + 2 * imageBytes), 32);
                v128.store(to, v128.load(source + 3 * imageBytes), 48);
              } else {
                for (let i = 0; i < 4; i++) {
                  v128.store(to + ((<usize>i) << 5), v128.load(source, 0), 0);
                  v128.store(to + ((<usize>i) << 5), v128.load(source, 16), 16);
                  source += imageBytes;
                }
              }
            } else {
              for (let i = 0; i < group; i++) {
                copyQuad(source, to + <usize>i * laneBytes, min(rest, 4));
                if (lanes == 8) copyQuad(source + 16, to + <usize>i * laneBytes + 16, min(rest - 4, 4));
                source += imageBytes;
              }
            }
            to += panelBytes;
          }
        }
      }
    }
  }
}

/**
 * Like {@link packPixels} with four lanes for images of few channels: the "channels" of output column `o` are the
 * `windowWidth * channels` floats of the columns `o * columnStride - padLeft ...`, zero outside the image.
 */
export function packWindows(
  images: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  columnStride: i32,
  padLeft: i32,
  windowWidth: i32,
  outputWidth: i32,
  packed: usize,
  firstImage: i32,
  endImage: i32,
): void {
  const rowFloats = width * channels;
  const windowFloats = windowWidth * channels;
  const cellBytes = (<usize>batch) << 4;
  const panelBytes = <usize>(height * outputWidth) * cellBytes;
  for (let b = firstImage; b < endImage; b++) {
    for (let row = 0; row < height; row++) {
      const line = images + ((<usize>((b * height + row) * rowFloats)) << 2);
      for (let output = 0; output < outputWidth; output++) {
        const first = (output * columnStride - padLeft) * channels;
        let to = packed + <usize>(row * outputWidth + output) * cellBytes + ((<usize>b) << 4);
        for (let k = 0; k < windowFloats; k += 4) {
          const at = first + k;
          if (at >= 0 && at + 4 <= rowFloats && k + 4 <= windowFloats) {
            v128.store(to, v128.load(line + ((<usize>at) << 2)));
          } else {
            for (let lane = 0; lane < 4; lane++) {
              const inside = k + lane < windowFloats && at + lane >= 0 && at + lane < rowFloats;
              const value = inside ? load<f32>(line + ((<usize>(at + lane)) << 2)) : <f32>0;
              store<f32>(to + ((<usize>lane) << 2), value);
            }
          }
          to += panelBytes;
        }
      }
    }
  }
}
