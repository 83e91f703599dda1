import { ranges, type WasmEngine } from '../wasm-engine.js';
import type { ConvolutionGeometry } from './convolution-geometry.js';
import { contiguousImages, PACK_WORK, packedFloats } from './correlation.js';
import { planCorrelation } from './plan-correlation.js';
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
  const rows = { step: g.rowStride, origin: -g.padTop, taps: g.filterHeight };
  const columns = { step: g.columnStride, origin: -g.padLeft, taps: g.filterWidth };
  const from = contiguousImages(x, g.inputHeight, g.inputWidth, g.inputChannels);
  const to = contiguousImages(output, g.outputHeight, g.outputWidth, g.outputChannels);
  const correlation = planCorrelation(engine, g.batch, from, to, [rows, columns]);
  const scratch = new Scratch(engine, floats + correlation.floats);
  const packed = scratch.take(floats);
  const parts = engine.parts(PACK_WORK * filterRows * g.outputChannels, Math.ceil(g.outputChannels / 8));
  engine.run(
    ranges(g.outputChannels, parts, 8).map(([first, end]) => [
      'packPanels',
      [filter + 4 * first, filterRows, end - first, g.outputChannels, packed + 4 * filterRows * first],
    ]),
  );
  const { weights, products } = correlation.calls(packed, scratch);
  engine.run(weights);
  engine.run(products);
}
