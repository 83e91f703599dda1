import type { ConformanceCase } from './conformance-case.js';
import { convolutionCases, transposedConvolutionCases } from './convolution-cases.js';

export type { ConformanceCase } from './conformance-case.js';

/** Every kernel and gradient the networks of this repository use, over shapes that are awkward for an engine. */
export const conformanceCases: readonly ConformanceCase[] = [
  ...convolutionCases,
  ...transposedConvolutionCases,
];
