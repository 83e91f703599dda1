import type { Call } from '../threads/helper-threads.js';
import { ranges, type WasmEngine } from '../wasm-engine.js';
import type { ConvolutionGeometry } from './convolution-geometry.js';
import { PACK_WORK } from './correlation.js';

/** The filter's gradient of a convolution; arguments are addresses. */
export function convolveBackwardFilter(
  engine: WasmEngine,
  geometry: ConvolutionGeometry,
  x: number,
  dy: number,
  dw: number,
): void {
  const g = geometry;
  // With few channels the columns of a window count as channels: four lanes would be mostly empty otherwise.
  const windows = g.inputChannels < 4 && g.filterWidth > 1;
  const channels = windows ? g.filterWidth * g.inputChannels : g.inputChannels;
  const columns = windows ? g.outputWidth : g.inputWidth;
  const xFloats = 4 * Math.ceil(channels / 4) * g.batch * g.inputHeight * columns;
  const dyFloats = 8 * Math.ceil(g.outputChannels / 8) * g.batch * g.outputHeight * g.outputWidth;
  const xPacked = engine.scratch(xFloats + dyFloats);
  const dyPacked = xPacked + 4 * xFloats;
  const images = (floats: number): (readonly [number, number])[] =>
    ranges(g.batch, engine.parts(PACK_WORK * floats, Math.ceil(g.batch / 4)), 4);
  const packs = [
    ...images(xFloats).map(([first, end]): Call =>
      windows
        ? [
            'packWindows',
            [
              ...[x, g.batch, g.inputHeight, g.inputWidth, g.inputChannels],
              ...[g.columnStride, g.padLeft, g.filterWidth, g.outputWidth, xPacked, first, end],
            ],
          ]
        : [
            'packPixels',
            [
              ...[x, g.batch, g.inputHeight, g.inputWidth, g.inputChannels],
              ...[g.columnStride, 4, xPacked, first, end],
            ],
          ],
    ),
    ...images(dyFloats).map(([first, end]): Call => [
      'packPixels',
      [dy, g.batch, g.outputHeight, g.outputWidth, g.outputChannels, 1, 8, dyPacked, first, end],
    ]),
  ];
  engine.run(packs);
  // Divided by channels of dy first, whose panels then stay with one thread, and by filter rows.
  const work = dyFloats * channels * g.filterHeight * (windows ? 1 : g.filterWidth);
  const panels = Math.ceil(g.outputChannels / 8);
  const parts = engine.parts(work, panels * g.filterHeight);
  const channelParts = Math.min(parts, panels);
  const tapParts = Math.min(g.filterHeight, Math.ceil(parts / channelParts));
  engine.run(
    ranges(g.outputChannels, channelParts, 8).flatMap(([firstChannel, endChannel]) =>
      ranges(g.filterHeight, tapParts).map(([firstTap, endTap]): Call => [
        'filterGradient',
        [
          ...[xPacked, dyPacked, dw, g.batch, g.inputHeight, columns, channels],
          ...[g.outputHeight, g.outputWidth, g.outputChannels, windows ? 1 : g.filterWidth],
          ...[g.rowStride, windows ? 1 : g.columnStride, g.padTop, windows ? 0 : g.padLeft],
          ...[firstTap, endTap, firstChannel, endChannel],
        ],
      ]),
    ),
  );
}
