import { broadcast_util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { fusedEpilogue } from './fused-epilogue.js';
import { areFloat, input, sizeOfShape, type KernelCall, type NativeKernelConfig } from './kernel.js';

/** The product of the inputs `a` and `b`; undefined for the cases that are left to the stock kernel. */
function product(kernel: string, call: KernelCall): TensorInfo | undefined {
  const { addon, backend } = call;
  const a = input(call, kernel, 'a');
  const b = input(call, kernel, 'b');
  if (!areFloat(a, b)) return undefined;
  const transposeA = call.attrs.transposeA === true;
  const transposeB = call.attrs.transposeB === true;
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
  const numProducts = sizeOfShape(batch);
  const [numA, numB] = [sizeOfShape(aBatch), sizeOfShape(bBatch)];
  // One factor for all, or one for each; broadcasts of single axes are left to the stock kernel.
  if (![1, numProducts].includes(numA) || ![1, numProducts].includes(numB)) return undefined;
  const [from, by] = [backend.address(a), backend.address(b)];
  const output = backend.output([...batch, rows, columns]);
  const to = backend.address(output);
  for (let index = 0; index < numProducts; index++) {
    addon.matrixProduct(
      from + (numA === 1 ? 0 : 4 * index * rows * inner),
      by + (numB === 1 ? 0 : 4 * index * inner * columns),
      to + 4 * index * rows * columns,
      ...[rows, inner, columns, Number(transposeA), Number(transposeB)],
    );
  }
  return output;
}

/** `tf.matMul`: a dense layer and both of its gradients. */
export const batchMatMul: NativeKernelConfig = {
  name: 'BatchMatMul',
  run: (call) => product('BatchMatMul', call) ?? call.stock(),
};

/** `tf.fused.matMul`, the dense layer of tfjs-layers: product, bias and activation. */
export const fusedMatMul: NativeKernelConfig = {
  name: '_FusedMatMul',
  run(call) {
    const finish = fusedEpilogue(call);
    const output = finish && product(this.name, call);
    if (finish === undefined || output === undefined) return call.stock();
    finish(output);
    return output;
  },
};
