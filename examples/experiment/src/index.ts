export { digitsFolder } from './digits-folder.js';
export { runComparison, type ComparisonExperiment } from './run-comparison.js';
export { experimentCommand, runExperiment, type ExperimentContext, type Findings } from './run-experiment.js';
