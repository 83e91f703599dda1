/** Runs jest for the package in the current folder, with native ES modules and a machine-readable result. */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const args = process.argv.slice(2);
const slow = args.includes('--slow');
const rest = args.filter((argument) => argument !== '--slow');
const jest = join(dirname(createRequire(import.meta.url).resolve('jest/package.json')), 'bin', 'jest.js');
const coverage = rest.length === 0 && !slow ? ['--coverage'] : [];
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings',
    jest,
    '--passWithNoTests',
    ...coverage,
    '--json',
    '--outputFile=test-results.json',
    '--testLocationInResults',
    ...rest,
  ],
  { stdio: ['inherit', 'ignore', 'inherit'], env: { ...process.env, CVG_SLOW_TESTS: slow ? '1' : '0' } },
);
process.exit(status ?? 1);
