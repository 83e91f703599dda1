import { batchNormTraining, batchNormTrainingGrad, fusedBatchNorm } from './batch-norm.js';
import { biasActivation, biasActivationGrad } from './bias-activation.js';
import { conv2D, conv2DBackpropFilter, conv2DBackpropInput, fusedConv2D } from './convolution.js';
import { cast, concat, constants, fill, pad, slice, split, tile, transpose } from './copies.js';
import { addN, binaryKernels, compareKernels, select, unaryKernels } from './elementwise.js';
import type { NativeKernelConfig } from './kernel.js';
import { localResponse, localResponseGrad } from './local-response.js';
import { batchMatMul, fusedMatMul } from './matrix-product.js';
import { adamStep, movingAverage, rmsPropStep } from './optimizers.js';
import { avgPoolGrad, maxPoolGrad, pools } from './pooling.js';
import { mean, softmax, sum } from './reductions.js';
import { resizeNearestNeighbor, resizeNearestNeighborGrad } from './resize.js';

/** Every kernel that replaces one of tfjs-backend-cpu, and those of this project. */
export const nativeKernels: readonly NativeKernelConfig[] = [
  ...[conv2D, conv2DBackpropInput, conv2DBackpropFilter, fusedConv2D, batchMatMul, fusedMatMul],
  ...[...pools, maxPoolGrad, avgPoolGrad, resizeNearestNeighbor, resizeNearestNeighborGrad],
  ...[sum, mean, softmax, fusedBatchNorm],
  ...[cast, fill, ...constants, tile, transpose, slice, pad, concat, split],
  ...[...unaryKernels, ...binaryKernels, ...compareKernels, addN, select],
  ...[batchNormTraining, batchNormTrainingGrad, biasActivation, biasActivationGrad],
  ...[localResponse, localResponseGrad],
  ...[adamStep, rmsPropStep, movingAverage],
];
