import * as tf from '@tensorflow/tfjs-core';

/**
 * The matrix that averages the features of each class: a product with `[B, F]` features gives `scaleOf(class)` times
 * the mean of the class, zeros for a class that is not in the batch. Written as a product because scatters and
 * segment sums have no kernel on every backend; transposed in its layout and not by the product, since a transposed
 * product is three times slower on the wasm backend.
 * @param layout - `'KB'` for the means themselves, `'BK'` for their gradient.
 * @param ids_B - The class of each sample.
 * @param numInBatch_K - How many samples each class has.
 */
export function averagingMatrix(
  layout: 'KB' | 'BK',
  ids_B: Int32Array,
  numInBatch_K: Int32Array,
  scaleOf: (id: number) => number,
): tf.Tensor2D {
  const [numSamples, numClasses] = [ids_B.length, numInBatch_K.length];
  const matrix = new Float32Array(numClasses * numSamples);
  ids_B.forEach((id, sample) => {
    const at = layout === 'KB' ? id * numSamples + sample : sample * numClasses + id;
    matrix[at] = scaleOf(id) / (numInBatch_K[id] ?? NaN);
  });
  return tf.tensor2d(matrix, layout === 'KB' ? [numClasses, numSamples] : [numSamples, numClasses]);
}
