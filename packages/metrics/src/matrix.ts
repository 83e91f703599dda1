import * as tf from '@tensorflow/tfjs-core';

/** A row-major matrix in host memory; `data.length` is `shape[0] * shape[1]`. */
export interface Matrix {
  readonly data: ArrayLike<number>;
  readonly shape: readonly [rows: number, columns: number];
}

/** Whether a value has the fields of a matrix; nested arrays are the likely mistake. */
function isMatrix(value: unknown): value is Matrix {
  return typeof value === 'object' && value !== null && 'data' in value && 'shape' in value;
}

/** Checks that `name` really is a matrix, with `columns` columns where that is given. */
export function assertMatrix(name: string, matrix: Matrix, columns?: number): void {
  if (!isMatrix(matrix)) throw new TypeError(`${name}: expected { data, shape: [rows, columns] }.`);
  const [rows, width] = matrix.shape;
  if (matrix.data.length !== rows * width) {
    throw new RangeError(
      `${name}: shape [${rows},${width}] needs ${rows * width} numbers, got ${matrix.data.length}.`,
    );
  }
  if (columns !== undefined && width !== columns) {
    throw new RangeError(`${name}: expected shape [n,${columns}], got [${rows},${width}].`);
  }
}

/** Brings a `[n, K]` tensor to host memory; a {@link Matrix} passes through. */
export async function readMatrix(name: string, values: tf.Tensor2D | Matrix): Promise<Matrix> {
  if (!(values instanceof tf.Tensor)) {
    if (!isMatrix(values))
      throw new TypeError(`${name}: expected a tensor, or { data, shape: [rows, columns] }.`);
    return values;
  }
  const [rows, columns, ...more] = values.shape as readonly number[];
  if (rows === undefined || columns === undefined || more.length > 0) {
    throw new RangeError(`${name}: expected a matrix, got shape [${values.shape.join(',')}].`);
  }
  return { data: await values.data(), shape: [rows, columns] };
}
