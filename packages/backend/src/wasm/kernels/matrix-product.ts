import { broadcast_util, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmEngine } from '../wasm-engine.js';
import type { ConvolutionGeometry } from './convolution-geometry.js';
import { convolveBackward } from './convolve-backward.js';
import { convolveBackwardFilter } from './convolve-backward-filter.js';
import { convolve } from './convolve.js';
import { fusedEpilogue } from './fused-epilogue.js';
import { input, type KernelCall, type WasmKernel } from './kernel.js';

/** A matrix product as the 1x1 convolution of `rows` images of one pixel. */
function pixelConvolution(rows: number, inputs: number, outputs: number): ConvolutionGeometry {
  return {
    batch: rows,
    inputHeight: 1,
    inputWidth: 1,
    inputChannels: inputs,
    outputHeight: 1,
    outputWidth: 1,
    outputChannels: outputs,
    filterHeight: 1,
    filterWidth: 1,
    rowStride: 1,
    columnStride: 1,
    padTop: 0,
    padLeft: 0,
    rowDilation: 1,
    columnDilation: 1,
  };
}

/** `output = a b` at addresses; either factor may be stored transposed, not both. */
function multiply(
  engine: WasmEngine,
  [rows, inner, columns]: readonly [number, number, number],
  [a, transposeA]: readonly [number, boolean],
  [b, transposeB]: readonly [number, boolean],
  output: number,
): void {
  if (transposeA) convolveBackwardFilter(engine, pixelConvolution(inner, rows, columns), a, b, output);
  else if (transposeB) convolveBackward(engine, pixelConvolution(rows, columns, inner), a, b, output);
  else convolve(engine, pixelConvolution(rows, inner, columns), a, b, output);
}

/** The product of the inputs `a` and `b`; undefined for the cases that are left to the stock kernel. */
function product(kernel: string, call: KernelCall): TensorInfo | undefined {
  const a = input(call, kernel, 'a');
  const b = input(call, kernel, 'b');
  const transposeA = call.attrs.transposeA === true;
  const transposeB = call.attrs.transposeB === true;
  if (a.dtype !== 'float32' || b.dtype !== 'float32' || (transposeA && transposeB)) return undefined;
  const [aRows = 0, aColumns = 0] = a.shape.slice(-2);
  const [bRows = 0, bColumns = 0] = b.shape.slice(-2);
  const [rows, inner] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
  const [bInner, columns] = transposeB ? [bColumns, bRows] : [bRows, bColumns];
  if (inner !== bInner) {
    throw new RangeError(
      `${kernel}: expected equal inner sizes, got ${inner} of [${a.shape.join()}] and ${bInner} of [${b.shape.join()}].`,
    );
  }
  const [aBatch, bBatch] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const batch = broadcast_util.assertAndGetBroadcastShape(aBatch, bBatch);
  const numProducts = util.sizeFromShape(batch);
  const [numA, numB] = [util.sizeFromShape(aBatch), util.sizeFromShape(bBatch)];
  // One factor for all, or one for each; broadcasts of single axes are left to the stock kernel.
  if (![1, numProducts].includes(numA) || ![1, numProducts].includes(numB)) return undefined;
  const { engine } = call;
  const output = engine.output([...batch, rows, columns]);
  for (let index = 0; index < numProducts; index++) {
    multiply(
      engine,
      [rows, inner, columns],
      [engine.address(a) + (numA === 1 ? 0 : 4 * index * rows * inner), transposeA],
      [engine.address(b) + (numB === 1 ? 0 : 4 * index * inner * columns), transposeB],
      engine.address(output) + 4 * index * rows * columns,
    );
  }
  return output;
}

/** `tf.matMul`: a dense layer and both of its gradients. Both factors transposed goes to the stock kernel. */
export const batchMatMul: WasmKernel = {
  name: 'BatchMatMul',
  run: (call) => product('BatchMatMul', call) ?? call.stock(),
};

/** `tf.fused.matMul`, the dense layer of tfjs-layers: product, bias and activation. */
export const fusedMatMul: WasmKernel = {
  name: '_FusedMatMul',
  run(call) {
    const finish = fusedEpilogue(call);
    const output = finish && product('_FusedMatMul', call);
    if (finish === undefined || output === undefined) return call.stock();
    finish(output);
    return output;
  },
};
