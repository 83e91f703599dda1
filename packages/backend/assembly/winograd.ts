/** Correlation by tiles of 6 x 6 inputs; along both axes as winograd-line.ts says. */
import { multiplyTable } from './correlation';
import { loadLanes, storeLanes } from './tiles';
import { at, evaluateInputs, interpolate, POINTS } from './winograd-line';

/** Bytes between one point's values and the next's, or all points would share a few lines of the cache. */
const GAP: usize = 64;

/** The pixel at row `row` of a column, zero outside the image. */
function pixel(column: usize, row: i32, height: i32, rowBytes: usize, channels: i32): v128 {
  if (row < 0 || row >= height) return f32x4.splat(0);
  return loadLanes(column + <usize>row * rowBytes, channels);
}

/** One tile of 6 x 6 pixels at all 36 points, at distance `pointBytes`; zero outside the image. */
function transformInputs(
  image: usize,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  left: i32,
  to: usize,
  pointBytes: usize,
  table: usize,
): void {
  const pixelBytes = (<usize>channels) << 2;
  const rowBytes = <usize>width * pixelBytes;
  for (; channels > 0; channels -= 4) {
    const lanes = min(channels, 4);
    for (let j = 0; j < POINTS; j++) {
      const column = image + <usize>(left + j) * pixelBytes;
      const rows = left + j < 0 || left + j >= width ? 0 : height;
      evaluateInputs(
        pixel(column, top, rows, rowBytes, lanes),
        pixel(column, top + 1, rows, rowBytes, lanes),
        pixel(column, top + 2, rows, rowBytes, lanes),
        pixel(column, top + 3, rows, rowBytes, lanes),
        pixel(column, top + 4, rows, rowBytes, lanes),
        pixel(column, top + 5, rows, rowBytes, lanes),
        table + ((<usize>j) << 4),
        POINTS << 4,
      );
    }
    for (let i = 0; i < POINTS; i++) {
      const row = table + ((<usize>(POINTS * i)) << 4);
      evaluateInputs(
        at(row, 0),
        at(row, 1),
        at(row, 2),
        at(row, 3),
        at(row, 4),
        at(row, 5),
        to + <usize>(POINTS * i) * pointBytes,
        pointBytes,
      );
    }
    image += 16;
    to += 16;
  }
}

/** The first `rows` by `columns` outputs of a tile from its products at the points. */
function transformOutputs(
  products: usize,
  pointBytes: usize,
  rowTaps: i32,
  columnTaps: i32,
  rows: i32,
  columns: i32,
  channels: i32,
  output: usize,
  rowBytes: usize,
  columnBytes: usize,
  table: usize,
): void {
  const line = table + ((<usize>(POINTS * POINTS)) << 4);
  for (; channels > 0; channels -= 4) {
    for (let j = 0; j < POINTS; j++) {
      const from = products + <usize>j * pointBytes;
      interpolate(from, POINTS * pointBytes, 7 - rowTaps, table + ((<usize>j) << 4), POINTS << 4);
    }
    for (let i = 0; i < rows; i++) {
      interpolate(table + ((<usize>(POINTS * i)) << 4), 16, 7 - columnTaps, line, 16);
      let to = output + <usize>i * rowBytes;
      for (let j = 0; j < columns; j++) {
        if (channels >= 4) v128.store(to, at(line, j));
        else storeLanes(to, at(line, j), channels);
        to += columnBytes;
      }
    }
    products += 16;
    output += 16;
  }
}

/**
 * `correlate` with steps of 1 and 2 to 5 taps along each axis, from the weights that `transformWeights` makes.
 * @param weights - At distance `inputChannels * outputChannels` (rounded up to a multiple of 4) floats and {@link GAP}.
 * @param tiles - Tiles handled together, at most 256.
 * @param scratch - 44 vectors, 2 KiB, and for each of 36 points {@link GAP} twice and a float for each tile and each
 * input and output channel (both numbers rounded up to multiples of 4).
 */
export function correlateTiles(
  input: usize,
  inputHeight: i32,
  inputWidth: i32,
  inputChannels: i32,
  weights: usize,
  output: usize,
  outputChannels: i32,
  batch: i32,
  rows: i32,
  rowOrigin: i32,
  rowTaps: i32,
  outputRowBytes: usize,
  columns: i32,
  columnOrigin: i32,
  columnTaps: i32,
  outputColumnBytes: usize,
  outputImageBytes: usize,
  tiles: i32,
  scratch: usize,
): void {
  const inputImageBytes = (<usize>(inputHeight * inputWidth * inputChannels)) << 2;
  const inputTileBytes = (<usize>((inputChannels + 3) & ~3)) << 2;
  const outputTileBytes = (<usize>((outputChannels + 3) & ~3)) << 2;
  const inputPointBytes = <usize>tiles * inputTileBytes + GAP;
  const outputPointBytes = <usize>tiles * outputTileBytes + GAP;
  const weightPointBytes = <usize>inputChannels * outputTileBytes + GAP;
  const table = scratch + (44 << 4);
  const inputs = table + 2048;
  const products = inputs + POINTS * POINTS * inputPointBytes;
  const tileRows = 7 - rowTaps;
  const tileColumns = 7 - columnTaps;
  const tilesDown = (rows + tileRows - 1) / tileRows;
  const tilesAcross = (columns + tileColumns - 1) / tileColumns;
  const total = batch * tilesDown * tilesAcross;
  for (let first = 0; first < total; first += tiles) {
    const count = min(tiles, total - first);
    for (let tile = 0; tile < count; tile++) {
      const column = (first + tile) % tilesAcross;
      const row = ((first + tile) / tilesAcross) % tilesDown;
      const image = (first + tile) / (tilesAcross * tilesDown);
      transformInputs(
        input + <usize>image * inputImageBytes,
        inputHeight,
        inputWidth,
        inputChannels,
        row * tileRows + rowOrigin,
        column * tileColumns + columnOrigin,
        inputs + <usize>tile * inputTileBytes,
        inputPointBytes,
        scratch,
      );
    }
    for (let point = 0; point < POINTS * POINTS; point++) {
      let from = inputs + <usize>point * inputPointBytes;
      let to = products + <usize>point * outputPointBytes;
      for (let tile = 0; tile < count; tile++) {
        store<u32>(table + ((<usize>tile) << 2), <u32>from);
        store<u32>(table + 1024 + ((<usize>tile) << 2), <u32>to);
        from += inputTileBytes;
        to += outputTileBytes;
      }
      const pointWeights = weights + <usize>point * weightPointBytes;
      multiplyTable(table, count, 1, inputChannels, 0, pointWeights, 0, 0, inputChannels, outputChannels);
    }
    for (let tile = 0; tile < count; tile++) {
      const column = ((first + tile) % tilesAcross) * tileColumns;
      const row = (((first + tile) / tilesAcross) % tilesDown) * tileRows;
      const image = (first + tile) / (tilesAcross * tilesDown);
      transformOutputs(
        products + <usize>tile * outputTileBytes,
        outputPointBytes,
        rowTaps,
        columnTaps,
        min(tileRows, rows - row),
        min(tileColumns, columns - column),
        outputChannels,
        output +
          <usize>image * outputImageBytes +
          <usize>row * outputRowBytes +
          <usize>column * outputColumnBytes,
        outputRowBytes,
        outputColumnBytes,
        scratch,
      );
    }
  }
}
