/**
 * One package in research code: how far are the images of some generators from real ones, in the features of any network? The features
 * come from elsewhere, as matrices `[n, F]` in .npy files, such as `numpy.save` writes them; `@cvg/metrics` measures.
 *
 * Run: node examples/feature-distances/dist/main.js real.npy generated.npy [others.npy ...] [--network name]
 * (built before, by `npm test`)
 * Expect: a row a file; 0.5 s for 2,000 rows of 64 features. Files of another number of rows than the first are refused: most of the
 * distances depend on it.
 */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import {
  frechetDistance,
  kernelDistance,
  precisionRecallDensityCoverage,
  sideBySide,
  type FeatureSet,
  type Measurement,
} from '@cvg/metrics';
import { readNpy } from './read-npy.js';

const { values, positionals } = parseArgs({
  options: { network: { type: 'string', default: 'unnamed' } },
  allowPositionals: true,
});
const [realFile, ...generatedFiles] = positionals;
if (realFile === undefined || generatedFiles.length === 0) {
  console.error('Expected real.npy generated.npy [others.npy ...] [--network name].');
  process.exit(2);
}

// Distances in the features of one network mean nothing beside those of another: measurements carry a hash that tells them apart.
const network = createHash('sha256').update(values.network).digest('hex');
const read = async (file: string): Promise<FeatureSet> => ({ ...(await readNpy(file)), network });

const real = await read(realFile);
const results: Record<string, readonly Measurement[]> = {};
for (const file of generatedFiles) {
  const generated = await read(file);
  const subsetSize = Math.min(1000, real.shape[0], generated.shape[0]);
  results[basename(file, '.npy')] = [
    frechetDistance(real, generated),
    await kernelDistance(real, generated, { subsetSize }),
    await precisionRecallDensityCoverage(real, generated),
  ];
}

const { columns, rows } = sideBySide(results);
const width = Math.max(...rows.map(({ name }) => name.length), 4);
const names = columns.map(({ metric, value }) => (value === 'distance' ? metric : value));
console.log([''.padEnd(width), ...names].join('  '));
for (const { name, cells } of rows) {
  const numbers = cells.map((cell, at) => (cell?.value ?? NaN).toFixed(3).padStart(names[at]?.length ?? 0));
  console.log([name.padEnd(width), ...numbers].join('  '));
}
