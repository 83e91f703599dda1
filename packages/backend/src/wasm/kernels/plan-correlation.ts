import type { WasmEngine } from '../wasm-engine.js';
import { directCorrelation, type Axis, type Correlation, type Images } from './correlation.js';
import { tileCorrelation } from './tile-correlation.js';

/** The fastest way to correlate `batch` images with packed weights. It depends on shapes alone, so results repeat. */
export function planCorrelation(
  engine: WasmEngine,
  batch: number,
  input: Images,
  output: Images,
  axes: readonly [rows: Axis, columns: Axis],
): Correlation {
  return (
    tileCorrelation(engine, batch, input, output, axes) ??
    directCorrelation(engine, batch, input, output, axes)
  );
}
