/**
 * Installs, builds and runs the benchmarks.
 * Usage: npm run bench [-- step|kernels] [options]; `npm run bench -- --help` lists them.
 */
import { join } from 'node:path';
import { runBuilt } from './built-program.mjs';
import { root } from './pnpm.mjs';

runBuilt('@cvg/benchmarks', join(root, 'benchmarks', 'dist', 'bench.js'), process.argv.slice(2));
