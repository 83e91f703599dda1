// The same with CommonJS.
const names = ['apps', 'backend', 'cli', 'data', 'losses', 'metrics', 'nets', 'report', 'train'];
const modules = Object.fromEntries(names.map((name) => [name, require(`@cvg/${name}`)]));
modules.conformance = require('@cvg/backend/conformance');
modules.onednn = require('@cvg/backend-onednn');
console.log(
  JSON.stringify(Object.fromEntries(Object.entries(modules).map(([name, all]) => [name, Object.keys(all)]))),
);
