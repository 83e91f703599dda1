/**
 * Every check of the project: install, build, lint, types, package contents, tests. `npm test` and CI run it.
 * Ends with one line a reader and a machine understand: `N passed, N failed, N skipped`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { ensurePnpm, install, root } from './pnpm.mjs';

const tasks = ['build', 'lint', 'typecheck', 'check:package', 'test'];
const workspaces = ['packages', 'examples', '.'].flatMap((parent) =>
  parent === '.'
    ? [join(root, 'benchmarks')]
    : readdirSync(join(root, parent)).map((name) => join(root, parent, name)),
);

/** The jest result of one package, or undefined when it has none. */
function readResult(folder) {
  const file = join(folder, 'test-results.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** Line coverage of one package in percent, or undefined. */
function readCoverage(folder) {
  const file = join(folder, 'coverage', 'coverage-summary.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).total.lines.pct : undefined;
}

install();
for (const folder of workspaces) rmSync(join(folder, 'test-results.json'), { force: true });
const pnpm = ensurePnpm();
const bin = join(dirname(dirname(dirname(pnpm))), '.bin');
const run = spawnSync(
  process.execPath,
  [
    pnpm,
    'exec',
    'turbo',
    'run',
    ...tasks,
    '--continue',
    '--concurrency=2',
    '--output-logs=new-only',
    '--ui=stream',
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      TURBO_TELEMETRY_DISABLED: '1',
      PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
    },
  },
);

const totals = { passed: 0, failed: 0, skipped: 0 };
const skipped = [];
const rows = [];
for (const folder of workspaces) {
  const result = readResult(folder);
  if (!result) continue;
  totals.passed += result.numPassedTests;
  totals.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
  totals.skipped += result.numPendingTests;
  for (const file of result.testResults) {
    for (const test of file.assertionResults) if (test.status === 'pending') skipped.push(test.fullName);
  }
  const coverage = readCoverage(folder);
  rows.push(
    `  ${folder.slice(root.length).padEnd(24)} ${String(result.numPassedTests).padStart(5)} tests  ${
      coverage === undefined ? '' : `${coverage.toFixed(1)} % of lines`
    }`,
  );
}
console.log(`\n${rows.join('\n')}`);
for (const name of skipped) console.log(`  skipped: ${name}`);
// A task that failed without a failed test (lint, types, build) counts as one failure.
const failedTasks = run.status === 0 ? 0 : Math.max(1, totals.failed);
console.log(`${totals.passed} passed, ${failedTasks} failed, ${totals.skipped} skipped`);
process.exit(run.status === 0 ? 0 : 1);
