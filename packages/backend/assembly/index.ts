export { packPanels, packTransposed, packBackward, packPixels, packWindows } from './packing';
export { correlate, filterGradient } from './convolution';
export { unary, binary, compare, select } from './elementwise';
export {
  spread,
  columnTotals,
  squareTotals,
  finishTotals,
  affineRows,
  normalizationLine,
  gradientTotals,
  gradientLine,
  combineRows,
  biasRows,
  activationGradient,
} from './normalization';
export { sumMiddle } from './reductions';
export { adamStep, rmsPropStep } from './optimizers';
export { fill, copyRows, copyGrid, segmentSum } from './copies';
export { maxPool, maxPoolGradient, averagePoolGradient, resizeNearest } from './pooling';
export { depthwiseGradient } from './depthwise';
// Exported so that the compiler keeps them apart: a function that is called often gets V8's optimizing compiler soon.
export { gatherDot, gatherTile4, gatherTile8, outerTile8 } from './tiles';
