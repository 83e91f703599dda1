import { backend_util } from '@tensorflow/tfjs-core';
import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import { ranges, type WasmEngine } from '../wasm-engine.js';
import { input, type WasmKernel } from './kernel.js';

type Shape4D = [number, number, number, number];

/** Multiply-adds that take as long as one element of a window. */
const POOL_WORK = 4;

/** Sizes of a pooling. */
interface Pool {
  readonly batch: number;
  /** Floats of an input image. */
  readonly imageFloats: number;
  /** Floats of an output image. */
  readonly outputFloats: number;
  /** Elements of a window. */
  readonly window: number;
  /** Input height to left padding, in the order in which the kernels take them. */
  readonly numbers: readonly number[];
}

function poolOf(imageShape: readonly number[], attrs: NamedAttrMap): Pool {
  const info = backend_util.computePool2DInfo(
    imageShape as Shape4D,
    attrs.filterSize as number | [number, number],
    attrs.strides as number | [number, number],
    1,
    attrs.pad as 'same' | 'valid' | number,
    attrs.dimRoundingMode as 'floor' | 'round' | 'ceil' | undefined,
  );
  return {
    batch: info.batchSize,
    imageFloats: info.inHeight * info.inWidth * info.inChannels,
    outputFloats: info.outHeight * info.outWidth * info.inChannels,
    window: info.filterHeight * info.filterWidth,
    numbers: [
      ...[info.inHeight, info.inWidth, info.inChannels, info.outHeight, info.outWidth],
      ...[info.filterHeight, info.filterWidth, info.strideHeight, info.strideWidth],
      ...[info.padInfo.top, info.padInfo.left],
    ],
  };
}

/** Runs a pooling kernel on parts of the batch: addresses, images, sizes, further numbers. */
function runPool(
  engine: WasmEngine,
  kernel: 'maxPool' | 'maxPoolGradient' | 'averagePoolGradient',
  pool: Pool,
  images: readonly (readonly [tensor: TensorInfo, floats: number])[],
  ...further: readonly number[]
): void {
  const work = pool.batch * pool.outputFloats * pool.window * POOL_WORK;
  const addresses = images.map(([tensor, floats]) => [engine.address(tensor), floats] as const);
  engine.run(
    ranges(pool.batch, engine.parts(work, pool.batch)).map(([first, end]) => [
      kernel,
      [
        ...addresses.map(([address, floats]) => address + 4 * first * floats),
        end - first,
        ...pool.numbers,
        ...further,
      ],
    ]),
  );
}

/** `tf.maxPool`. */
export const maxPool: WasmKernel = {
  name: 'MaxPool',
  run(call) {
    const { engine } = call;
    const x = input(call, this.name, 'x');
    if (x.dtype !== 'float32') return call.stock();
    const pool = poolOf(x.shape, call.attrs);
    const [, , channels = 0, height = 0, width = 0] = pool.numbers;
    const y = engine.output([pool.batch, height, width, channels]);
    runPool(engine, 'maxPool', pool, [
      [x, pool.imageFloats],
      [y, pool.outputFloats],
    ]);
    return y;
  },
};

/** Gradient of `tf.maxPool`: to the first of equally large inputs of a window, as on cpu. */
export const maxPoolGrad: WasmKernel = {
  name: 'MaxPoolGrad',
  run(call) {
    const { engine } = call;
    const [dy, x, y] = ['dy', 'input', 'output'].map((name) => input(call, this.name, name));
    if (dy === undefined || x === undefined || y === undefined || x.dtype !== 'float32') return call.stock();
    const dx = engine.output(x.shape);
    const pool = poolOf(x.shape, call.attrs);
    runPool(engine, 'maxPoolGradient', pool, [
      [dy, pool.outputFloats],
      [x, pool.imageFloats],
      [y, pool.outputFloats],
      [dx, pool.imageFloats],
    ]);
    return dx;
  },
};

/** Gradient of `tf.avgPool`: `dy / window size`, also where the window leaves the image, as on cpu. */
export const avgPoolGrad: WasmKernel = {
  name: 'AvgPoolGrad',
  run(call) {
    const { engine } = call;
    const dy = input(call, this.name, 'dy');
    const x = input(call, this.name, 'input');
    const pool = poolOf(x.shape, call.attrs);
    const dx = engine.output(x.shape);
    const images = [[dy, pool.outputFloats] as const, [dx, pool.imageFloats] as const];
    runPool(engine, 'averagePoolGradient', pool, images, 1 / pool.window);
    return dx;
  },
};
