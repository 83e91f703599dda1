import { MAX_CALLS } from '../threads/helper-source.js';
import { ranges, type WasmEngine } from '../wasm-engine.js';
import type { ConvolutionGeometry } from './convolution-geometry.js';
import { contiguousImages, correlation, PACK_WORK, packedFloats, TABLE } from './correlation.js';
import { Scratch } from './scratch.js';

/** `output = convolution(x, filter)`; all arguments are addresses. */
export function convolve(
  engine: WasmEngine,
  geometry: ConvolutionGeometry,
  x: number,
  filter: number,
  output: number,
): void {
  const g = geometry;
  const filterRows = g.filterHeight * g.filterWidth * g.inputChannels;
  const floats = packedFloats(filterRows, g.outputChannels);
  const scratch = new Scratch(engine, MAX_CALLS * TABLE + floats);
  const packed = scratch.take(floats);
  const parts = engine.parts(PACK_WORK * filterRows * g.outputChannels, Math.ceil(g.outputChannels / 8));
  engine.run(
    ranges(g.outputChannels, parts, 8).map(([first, end]) => [
      'packPanels',
      [filter + 4 * first, filterRows, end - first, g.outputChannels, packed + 4 * filterRows * first],
    ]),
  );
  const rows = { step: g.rowStride, origin: -g.padTop, taps: g.filterHeight };
  const columns = { step: g.columnStride, origin: -g.padLeft, taps: g.filterWidth };
  const from = contiguousImages(x, g.inputHeight, g.inputWidth, g.inputChannels);
  const to = contiguousImages(output, g.outputHeight, g.outputWidth, g.outputChannels);
  engine.run(correlation(engine, g.batch, from, packed, to, [rows, columns], () => scratch.take(TABLE)));
}
