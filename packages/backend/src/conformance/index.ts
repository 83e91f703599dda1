import { adversarialCases } from './adversarial-cases.js';
import type { ConformanceCase } from './conformance-case.js';
import { convolutionCases, transposedConvolutionCases } from './convolution-cases.js';
import { elementwiseCases } from './elementwise-cases.js';
import { fusedCases } from './fused-cases.js';
import { imageCases } from './image-cases.js';
import { fusedLayerCases, matrixCases } from './matrix-cases.js';
import { shapeCases } from './shape-cases.js';

export type { ConformanceCase } from './conformance-case.js';
export { runConformanceCase, type ConformanceMismatch } from './run-conformance-case.js';

/** Every kernel and gradient the networks of this repository use, over shapes that are awkward for an engine. */
export const conformanceCases: readonly ConformanceCase[] = [
  ...convolutionCases,
  ...transposedConvolutionCases,
  ...matrixCases,
  ...fusedLayerCases,
  ...elementwiseCases,
  ...shapeCases,
  ...imageCases,
  ...fusedCases,
  ...adversarialCases,
];
