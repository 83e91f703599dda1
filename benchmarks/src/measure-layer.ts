import * as tf from '@tensorflow/tfjs-core';
import { geometry, operations, type Layer, type Pass } from './layers.js';
import { median } from './median.js';

/** GFLOP/s of the passes of a layer. */
export type LayerSpeed = Readonly<Record<Pass, number>>;

const WARM_UPS = 2;
const FEWEST_RUNS = 5;
const MOST_RUNS = 200;

/**
 * GFLOP/s of the three passes of a layer on the current backend, by the median run.
 * @param milliseconds - To spend on each pass, about.
 */
export async function measureLayer(layer: Layer, milliseconds: number): Promise<LayerSpeed> {
  const { images, filter, stride } = layer;
  const draw = (shape: number[], seed: number): tf.Tensor => tf.randomNormal(shape, 0, 1, 'float32', seed);
  const [x, w, dy] = [draw(images, 1), draw(filter, 2), draw(geometry(layer).outShape, 3)];
  const run = async (pass: Pass, inputs: Record<string, tf.Tensor>, shapes = {}): Promise<number> => {
    const attributes = { strides: stride, pad: 'same', dataFormat: 'NHWC', dilations: 1, ...shapes };
    const once = (): tf.Tensor => tf.engine().runKernel<tf.Tensor>(pass, inputs, attributes);
    return operations(layer) / (await medianMilliseconds(once, milliseconds)) / 1e6;
  };
  const speed = {
    Conv2D: await run('Conv2D', { x, filter: w }),
    Conv2DBackpropInput: await run('Conv2DBackpropInput', { dy, filter: w }, { inputShape: images }),
    Conv2DBackpropFilter: await run('Conv2DBackpropFilter', { x, dy }, { filterShape: filter }),
  };
  tf.dispose([x, w, dy]);
  return speed;
}

async function medianMilliseconds(run: () => tf.Tensor, budget: number): Promise<number> {
  const isSynchronous = !tf.getBackend().includes('gpu');
  const once = async (): Promise<number> => {
    const start = performance.now();
    const result = run();
    if (!isSynchronous) await result.data();
    const elapsed = performance.now() - start;
    result.dispose();
    return elapsed;
  };
  const first = await once();
  if (first > 3 * budget) return first; // an engine that slow needs no warm-up
  for (let warmUp = 1; warmUp < WARM_UPS; warmUp++) await once();
  const times: number[] = [];
  for (let spent = 0; times.length < FEWEST_RUNS || (spent < budget && times.length < MOST_RUNS);) {
    const elapsed = await once();
    times.push(elapsed);
    spent += elapsed;
  }
  return median(times);
}
