export { adapterEnvironments } from './adapter-environments.js';
export { chromium, openInBrowser, type BrowserPage, type ServedFile } from './browser.js';
export { quietTensorflow } from './quiet.js';
export { matchers, type AllCloseOptions, type Numbers } from './matchers.js';
export { maxGradientError, type GradientCheckOptions } from './gradient-check.js';
export { publicApiProblems, publicNames, publicNamesFile } from './public-names.js';
export { readmeExamples, runModule, runReadmeExample, type ReadmeExample } from './readme-examples.js';
export { seededNormal, seededUniform } from './seeded.js';
