import { adversarialStep } from './adversarial-step.js';
import { conv2D, conv2DBackpropFilter, conv2DBackpropInput, fusedConv2D } from './convolution.js';
import {
  cast,
  concat,
  fill,
  identity,
  onesLike,
  slice,
  split,
  tile,
  unsortedSegmentSum,
  zerosLike,
} from './copies.js';
import { depthwiseBackpropFilter, depthwiseBackpropInput } from './depthwise.js';
import { binaryKernels, compareKernels, select, unaryKernels } from './elementwise.js';
import type { WasmKernel } from './kernel.js';
import { batchMatMul, fusedMatMul } from './matrix-product.js';
import { batchNormTraining, batchNormTrainingGrad, fusedBatchNorm } from './batch-norm.js';
import { biasActivation, biasActivationGrad } from './bias-activation.js';
import { adamStep, movingAverage, rmsPropStep } from './optimizers.js';
import { avgPoolGrad, maxPool, maxPoolGrad } from './pooling.js';
import { resizeNearestNeighbor, resizeNearestNeighborGrad } from './resize.js';
import { mean, sum } from './reductions.js';

/** Every kernel this package gives to the wasm engine. */
export const wasmKernels: readonly WasmKernel[] = [
  ...[conv2D, conv2DBackpropInput, conv2DBackpropFilter, batchMatMul],
  ...[fusedConv2D, fusedMatMul],
  ...[depthwiseBackpropInput, depthwiseBackpropFilter],
  ...[maxPool, maxPoolGrad, avgPoolGrad, resizeNearestNeighbor, resizeNearestNeighborGrad],
  ...[sum, mean, fusedBatchNorm],
  ...[identity, cast, fill, zerosLike, onesLike, tile, slice, concat, split, unsortedSegmentSum],
  ...unaryKernels,
  ...binaryKernels,
  ...compareKernels,
  select,
  ...[batchNormTraining, batchNormTrainingGrad, biasActivation, biasActivationGrad],
  ...[adamStep, rmsPropStep, movingAverage],
  adversarialStep,
];
