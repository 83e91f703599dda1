export { packPanels, packTransposed, packBackward, packPixels, packWindows } from './packing';
export { correlate, filterGradient } from './convolution';
export { unary, binary, compare, select } from './elementwise';
export {
  periodFloats,
  sumRows,
  normalize,
  batchNormTraining,
  batchNormTrainingGradient,
  biasActivation,
  activationGradient,
} from './normalization';
export { sumMiddle } from './reductions';
export { adamStep, rmsPropStep } from './optimizers';
export { copyRows, copyGrid, segmentSum } from './copies';
export { maxPoolGradient, averagePoolGradient, resizeNearest } from './pooling';
export { depthwiseGradient } from './depthwise';
// Exported so that the compiler keeps them apart: a function that is called often gets V8's optimizing compiler soon.
export { gatherDot, gatherTile4, gatherTile8, outerTile8 } from './tiles';
