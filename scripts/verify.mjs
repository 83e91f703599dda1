/**
 * Every check of the project: install, build, lint, types, package contents, tests. `npm test` and CI run it.
 * Ends with one line a reader and a machine understand: `N passed, N failed, N skipped`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { ensurePnpm, install, root } from './pnpm.mjs';

const tasks = ['build', 'lint', 'typecheck', 'docs:api', 'check:package', 'test'];
const packages = [
  ...['packages', 'examples'].flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => `${parent}/${name}`),
  ),
  'benchmarks',
  'consumers',
];

/** A JSON file's content, or undefined where there is none. */
function readJson(...path) {
  const file = join(root, ...path);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** Runs every task, whatever fails before it. Returns whether all succeeded, and the names of those that did not. */
function runTasks() {
  const summaries = join(root, '.turbo', 'runs');
  rmSync(summaries, { recursive: true, force: true });
  const pnpm = ensurePnpm();
  const bin = join(dirname(dirname(dirname(pnpm))), '.bin'); // turbo looks for pnpm there
  const flags = ['--continue', '--summarize', '--concurrency=2', '--output-logs=new-only', '--ui=stream'];
  const { status } = spawnSync(process.execPath, [pnpm, 'exec', 'turbo', 'run', ...tasks, ...flags], {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      TURBO_TELEMETRY_DISABLED: '1',
      PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
    },
  });
  const [summary] = existsSync(summaries) ? readdirSync(summaries) : [];
  const ran = summary === undefined ? [] : readJson('.turbo', 'runs', summary).tasks;
  return {
    succeeded: status === 0,
    failed: ran.filter(({ execution }) => execution?.exitCode !== 0).map(({ taskId }) => taskId),
  };
}

/** What jest says of the packages' tests, line by line, and the counts. */
function readTests() {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const lines = [];
  const failedIn = new Set();
  for (const folder of packages) {
    const result = readJson(folder, 'test-results.json');
    if (result === undefined) continue;
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    counts.passed += result.numPassedTests;
    counts.failed += failed;
    if (failed > 0) failedIn.add(`${readJson(folder, 'package.json').name}#test`);
    // Examples run in processes of their own, which jest does not watch.
    const summary = folder.startsWith('packages/')
      ? readJson(folder, 'coverage', 'coverage-summary.json')
      : undefined;
    const percent = summary?.total.lines.pct; // 'Unknown' where there are no lines
    const covered = typeof percent === 'number' ? `${percent.toFixed(1).padStart(5)} % of lines` : '';
    lines.push(`  ${folder.padEnd(24)} ${String(result.numPassedTests).padStart(5)} tests  ${covered}`);
    const skipped = new Map();
    for (const test of result.testResults.flatMap((file) => file.assertionResults)) {
      if (test.status === 'failed') lines.push(`    failed: ${test.fullName}`);
      if (test.status !== 'pending' && test.status !== 'todo') continue;
      counts.skipped++;
      const group = test.ancestorTitles.join(' ') || test.fullName;
      skipped.set(group, [...(skipped.get(group) ?? []), test.fullName]);
    }
    // A group that is skipped whole says why in its name.
    for (const [group, names] of skipped) {
      lines.push(`    skipped: ${names.length === 1 ? names[0] : `${names.length} tests of: ${group}`}`);
    }
  }
  return { counts, lines, failedIn };
}

install();
// What an earlier run left must not count.
for (const folder of packages) {
  rmSync(join(root, folder, 'test-results.json'), { force: true });
  rmSync(join(root, folder, 'coverage'), { recursive: true, force: true });
}
const run = runTasks();
const { counts, lines, failedIn } = readTests();
console.log(`\n${lines.join('\n')}`);
// A task that failed without a failed test (build, lint, types, a crash of jest) counts as one failure.
const failedTasks = run.failed.filter((task) => !failedIn.has(task));
for (const task of failedTasks) console.log(`  failed: ${task}`);
const failures = Math.max(counts.failed + failedTasks.length, run.succeeded ? 0 : 1);
console.log(`${counts.passed} passed, ${failures} failed, ${counts.skipped} skipped`);
process.exit(failures === 0 ? 0 : 1);
