import * as tf from '@tensorflow/tfjs-core';
import { operations, type ConvolutionShape } from './shapes.js';

/** GFLOP/s of the three passes of a convolution; null where the engine lacks the kernel. */
export interface Throughput {
  readonly shape: string;
  readonly forward: number | null;
  readonly backwardInput: number | null;
  readonly backwardFilter: number | null;
}

/** Median milliseconds of `run`, after two warm-up runs, over at least 5 runs and at most about `budget` milliseconds. */
function medianMilliseconds(run: () => tf.Tensor, budget: number): number {
  const once = (): number => {
    const start = performance.now();
    const result = run();
    const elapsed = performance.now() - start;
    result.dispose();
    return elapsed;
  };
  const first = once();
  if (first > budget) return first;
  once();
  const times: number[] = [];
  for (let spent = 0; times.length < 5 || (spent < budget && times.length < 200);) {
    const elapsed = once();
    times.push(elapsed);
    spent += elapsed;
  }
  times.sort((a, b) => a - b);
  return times[times.length >> 1] ?? NaN;
}

/** Throughput of one shape on the current backend, whose kernels must be synchronous (wasm, cpu). */
export function measureConvolution(shape: ConvolutionShape, budget: number): Throughput {
  const { batch, size, inputs, outputs, filter, stride } = shape;
  const outputSize = Math.ceil(size / stride);
  const imageShape: [number, number, number, number] = [batch, size, size, inputs];
  const filterShape: [number, number, number, number] = [filter, filter, inputs, outputs];
  const x = tf.randomNormal<tf.Rank.R4>(imageShape, 0, 1, 'float32', 1);
  const w = tf.randomNormal<tf.Rank.R4>(filterShape, 0, 1, 'float32', 2);
  const dy = tf.randomNormal<tf.Rank.R4>([batch, outputSize, outputSize, outputs], 0, 1, 'float32', 3);
  const attrs = { strides: stride, pad: 'same', dataFormat: 'NHWC', dilations: 1 };
  const kernel = (name: string, tensors: tf.NamedTensorMap, extra = {}): number | null => {
    if ((tf.getKernel(name, tf.getBackend()) as unknown) == null) return null;
    const run = (): tf.Tensor => tf.engine().runKernel<tf.Tensor>(name, tensors, { ...attrs, ...extra });
    return operations(shape) / medianMilliseconds(run, budget) / 1e6;
  };
  const throughput = {
    shape: shape.name,
    forward: kernel('Conv2D', { x, filter: w }),
    backwardInput: kernel('Conv2DBackpropInput', { dy, filter: w }, { inputShape: imageShape }),
    backwardFilter: kernel('Conv2DBackpropFilter', { x, dy }, { filterShape }),
  };
  tf.dispose([x, w, dy]);
  return throughput;
}
