import * as tf from '@tensorflow/tfjs-core';
import { StepBench } from './measure-step.js';
import type { StepSize } from './step-size.js';

/** The three passes of a convolution, by the names of their kernels. */
export const PASSES = ['Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter'] as const;
export type Pass = (typeof PASSES)[number];

/**
 * A convolution of NHWC images. A transposed convolution of G stands here as the convolution whose gradient it is: its forward
 * pass is `Conv2DBackpropInput`.
 */
export interface Layer {
  readonly images: Shape4D;
  /** Height, width, channels in, channels out. */
  readonly filter: Shape4D;
  readonly stride: number;
}

type Shape4D = [number, number, number, number];

/** `32x64x64x3 * 5x5x3x64 / 2` */
export const layerName = ({ images, filter, stride }: Layer): string =>
  `${images.join('x')} * ${filter.join('x')} / ${stride}`;

/** What the convolution of a layer is, in tfjs's terms; padding is 'same' in all networks. */
export const geometry = ({ images, filter, stride }: Layer): tf.backend_util.Conv2DInfo =>
  tf.backend_util.computeConv2DInfo(images, filter, stride, 1, 'same');

/** Floating-point operations of a pass: a multiply-add counts as two, and padding as if it were image. */
export function operations(layer: Layer): number {
  const { outHeight, outWidth } = geometry(layer);
  const [height, width, inputs, outputs] = layer.filter;
  return 2 * layer.images[0] * outHeight * outWidth * height * width * inputs * outputs;
}

/** Every distinct convolution that a step of the paper's networks computes on the current engine, which is watched doing it. */
export async function layersOfStep(size: StepSize): Promise<Layer[]> {
  const bench = new StepBench(size);
  const layers = new Map<string, Layer>();
  const stop = watchKernels(PASSES, (pass, inputs, attributes) => {
    const { strides, inputShape, filterShape, pad } = attributes as Record<string, unknown>;
    if (pad !== 'same') throw new Error(`layersOfStep: expected padding 'same', got '${String(pad)}'.`);
    const shapeOf = (name: string, given: unknown): Shape4D => (given ?? inputs[name]?.shape) as Shape4D;
    const layer = {
      images: shapeOf('x', pass === 'Conv2DBackpropInput' ? inputShape : undefined),
      filter: shapeOf('filter', pass === 'Conv2DBackpropFilter' ? filterShape : undefined),
      stride: Array.isArray(strides) ? (strides[0] as number) : (strides as number),
    };
    layers.set(layerName(layer), layer);
  });
  try {
    await bench.step();
  } finally {
    stop();
    bench.dispose();
  }
  return [...layers.values()];
}

/** Calls `watch` before each call of some kernels of the current backend, until the function that is returned is called. */
function watchKernels<Name extends string>(
  names: readonly Name[],
  watch: (name: Name, inputs: tf.NamedTensorInfoMap, attributes: tf.NamedAttrMap) => void,
): () => void {
  const undo = names.map((name) => {
    const config = tf.getKernel(name, tf.getBackend()) as { kernelFunc: tf.KernelFunc };
    const run = config.kernelFunc;
    config.kernelFunc = (call) => {
      watch(name, call.inputs, call.attrs ?? {});
      return run(call);
    };
    return () => (config.kernelFunc = run);
  });
  return () => undo.forEach((restore) => restore());
}
