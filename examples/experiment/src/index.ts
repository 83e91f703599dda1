export { digitsFolder } from './digits-folder.js';
export { columnOf, everyNthRow, pickImages, type Images } from './grids.js';
export { formatRows, meanRows, type MeanRow, type NumberRow } from './numbers.js';
export { runComparison, type ComparisonExperiment } from './run-comparison.js';
export { experimentCommand, runExperiment, type ExperimentContext, type Findings } from './run-experiment.js';
export {
  runOnHeldOut,
  topOne,
  type HeldOutExperiment,
  type HeldOutResult,
  type HeldOutWork,
} from './run-on-held-out.js';
