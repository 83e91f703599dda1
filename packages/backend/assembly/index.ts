export { packPanels, packTransposed, packBackward, packPixels, packWindows } from './packing';
export { correlate, filterGradient } from './convolution';
// Exported so that the compiler keeps them apart: a function that is called often gets V8's optimizing compiler soon.
export { gatherTile4, gatherTile8, outerTile8 } from './tiles';
