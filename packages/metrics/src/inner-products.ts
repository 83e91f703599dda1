/** Rows are packed in groups of this many, the last group filled with zeros: the size of the loop's tile. */
const TILE = 4;

/** Some rows of a matrix in double precision, ready for {@link innerProducts}. */
export interface PackedRows {
  /** `[padded, width]`, row-major; the rows from `count` on are 0. */
  readonly data: Float64Array;
  readonly count: number;
  /** `count`, rounded up to a multiple of four. */
  readonly padded: number;
  readonly width: number;
}

/** Packs `count` rows; `value(row, column)` gives them. */
export function packRows(
  count: number,
  width: number,
  value: (row: number, column: number) => number,
): PackedRows {
  const padded = Math.ceil(count / TILE) * TILE;
  const data = new Float64Array(padded * width);
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < width; column++) data[row * width + column] = value(row, column);
  }
  return { data, count, padded, width };
}

/**
 * All inner products of the rows of two matrices, in float64: `out[i * b.padded + j] = a_i . b_j`.
 * Each is summed in the order of the columns, so that the product of a row with itself equals its {@link squaredNorms}
 * to the last bit. Four by four rows at once: each number that is loaded is used four times.
 * @param out - At least `a.padded * b.padded` numbers.
 */
export function innerProducts(a: PackedRows, b: PackedRows, out: Float64Array): void {
  const { width } = a;
  const [x, y] = [a.data, b.data];
  const columns = b.padded;
  for (let i = 0; i < a.padded; i += TILE) {
    const x0 = i * width;
    const [x1, x2, x3] = [x0 + width, x0 + 2 * width, x0 + 3 * width];
    for (let j = 0; j < columns; j += TILE) {
      const y0 = j * width;
      const [y1, y2, y3] = [y0 + width, y0 + 2 * width, y0 + 3 * width];
      let [s00, s01, s02, s03, s10, s11, s12, s13] = [0, 0, 0, 0, 0, 0, 0, 0];
      let [s20, s21, s22, s23, s30, s31, s32, s33] = [0, 0, 0, 0, 0, 0, 0, 0];
      for (let k = 0; k < width; k++) {
        const b0 = y[y0 + k] ?? 0;
        const b1 = y[y1 + k] ?? 0;
        const b2 = y[y2 + k] ?? 0;
        const b3 = y[y3 + k] ?? 0;
        const a0 = x[x0 + k] ?? 0;
        s00 += a0 * b0;
        s01 += a0 * b1;
        s02 += a0 * b2;
        s03 += a0 * b3;
        const a1 = x[x1 + k] ?? 0;
        s10 += a1 * b0;
        s11 += a1 * b1;
        s12 += a1 * b2;
        s13 += a1 * b3;
        const a2 = x[x2 + k] ?? 0;
        s20 += a2 * b0;
        s21 += a2 * b1;
        s22 += a2 * b2;
        s23 += a2 * b3;
        const a3 = x[x3 + k] ?? 0;
        s30 += a3 * b0;
        s31 += a3 * b1;
        s32 += a3 * b2;
        s33 += a3 * b3;
      }
      const o = i * columns + j;
      out.set([s00, s01, s02, s03], o);
      out.set([s10, s11, s12, s13], o + columns);
      out.set([s20, s21, s22, s23], o + 2 * columns);
      out.set([s30, s31, s32, s33], o + 3 * columns);
    }
  }
}

/** `a_i . a_i` of every row, `[padded]`. */
export function squaredNorms({ data, padded, width }: PackedRows): Float64Array {
  return Float64Array.from({ length: padded }, (_, row) => {
    let sum = 0;
    for (let k = row * width; k < (row + 1) * width; k++) sum += (data[k] ?? 0) * (data[k] ?? 0);
    return sum;
  });
}
