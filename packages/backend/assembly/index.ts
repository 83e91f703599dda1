export { packPanels, packBackward } from './pack-weights';
export { packPixels, packWindows } from './pack-images';
export { correlate } from './correlation';
export { correlateTiles } from './winograd';
export { transformWeights } from './winograd-weights';
export { filterGradient } from './filter-gradient';
export { unary, binary, compare, select } from './elementwise';
export { spread, columnTotals, squareTotals, finishTotals } from './periods';
export { affineRows, normalizationLine, gradientTotals, gradientLine, combineRows } from './batch-norm';
export { biasRows, activationGradient } from './activation';
export { sumMiddle } from './reductions';
export { adamStep, movingAverage, rmsPropStep } from './optimizers';
export { fill, copyRows, copyGrid, segmentSum } from './copies';
export { maxPool, maxPoolGradient, averagePoolGradient } from './pooling';
export { resizeNearest } from './resize';
export { depthwiseGradient } from './depthwise';
// Exported so that the compiler keeps them apart: a function that is called often gets V8's optimizing compiler soon.
export { gatherDot, gatherTile4, gatherTile8 } from './gather-tiles';
export { outerTile8 } from './outer-tile';
