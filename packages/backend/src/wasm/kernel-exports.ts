/** The functions of assembly/, as JavaScript sees them. Every argument is a number: addresses in bytes, sizes in elements. */
type WasmFunction = (...numbers: readonly number[]) => void;

/** Exports of the compiled kernels; each is documented where it is written, in assembly/. */
export type KernelExports = Readonly<Record<KernelExportName, WasmFunction>>;

export type KernelExportName =
  | 'activationGradient'
  | 'adamStep'
  | 'affineRows'
  | 'averagePoolGradient'
  | 'biasRows'
  | 'binary'
  | 'columnTotals'
  | 'combineRows'
  | 'compare'
  | 'copyGrid'
  | 'copyRows'
  | 'correlate'
  | 'correlateTiles'
  | 'depthwiseGradient'
  | 'fill'
  | 'filterGradient'
  | 'finishTotals'
  | 'gradientLine'
  | 'gradientTotals'
  | 'maxPool'
  | 'maxPoolGradient'
  | 'movingAverage'
  | 'normalizationLine'
  | 'packBackward'
  | 'packPanels'
  | 'packPixels'
  | 'packWindows'
  | 'resizeNearest'
  | 'rmsPropStep'
  | 'segmentSum'
  | 'select'
  | 'spread'
  | 'squareTotals'
  | 'sumMiddle'
  | 'transformWeights'
  | 'unary';
