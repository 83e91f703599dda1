/** Weights for the correlation by tiles of winograd.ts. */
import { panelWidth } from './pack-weights';
import { at, evaluateWeights, POINTS } from './winograd-line';

/**
 * Weights packed into panels (of 8 or 4 columns) at all 36 points: panels of `inputs` rows, at distance `pointBytes`.
 * @param table - Scratch of 36 vectors.
 */
export function transformWeights(
  packed: usize,
  rowTaps: i32,
  columnTaps: i32,
  inputs: i32,
  outputs: i32,
  result: usize,
  pointBytes: usize,
  table: usize,
): void {
  const zero = f32x4.splat(0);
  for (; outputs > 0; outputs -= 8) {
    const tapBytes = (<usize>(inputs * panelWidth(outputs))) << 2;
    const rowBytes = <usize>columnTaps * tapBytes;
    for (let offset: usize = 0; offset < tapBytes; offset += 16) {
      for (let j = 0; j < columnTaps; j++) {
        const from = packed + offset + <usize>j * tapBytes;
        evaluateWeights(
          v128.load(from),
          rowTaps > 1 ? v128.load(from + rowBytes) : zero,
          rowTaps > 2 ? v128.load(from + 2 * rowBytes) : zero,
          rowTaps > 3 ? v128.load(from + 3 * rowBytes) : zero,
          rowTaps > 4 ? v128.load(from + 4 * rowBytes) : zero,
          v128.load(from + <usize>(rowTaps - 1) * rowBytes),
          table + ((<usize>j) << 4),
          POINTS << 4,
        );
      }
      for (let i = 0; i < POINTS; i++) {
        const row = table + ((<usize>(POINTS * i)) << 4);
        evaluateWeights(
          v128.load(row),
          columnTaps > 1 ? at(row, 1) : zero,
          columnTaps > 2 ? at(row, 2) : zero,
          columnTaps > 3 ? at(row, 3) : zero,
          columnTaps > 4 ? at(row, 4) : zero,
          at(row, columnTaps - 1),
          result + offset + <usize>(POINTS * i) * pointBytes,
          pointBytes,
        );
      }
    }
    packed += <usize>rowTaps * rowBytes;
    result += tapBytes;
  }
}
