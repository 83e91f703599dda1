/**
 * Installs and builds what one example needs, then runs it in the repository root.
 * Usage: node scripts/example.mjs <example> [options of the example]
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install, pnpmRun, root } from './pnpm.mjs';

/** Runs examples/<name>, built first; ends this process with its exit code. */
export function runExample(name, args) {
  const folder = join(root, 'examples', name);
  if (!existsSync(folder)) {
    console.error(`There is no example named "${name}" in examples/.`);
    process.exit(2);
  }
  const started = performance.now();
  install();
  pnpmRun([
    'exec',
    'turbo',
    'run',
    'build',
    `--filter=@cvg/example-${name}`,
    '--output-logs=errors-only',
    '--ui=stream',
  ]);
  console.log(`Installed and built in ${((performance.now() - started) / 1000).toFixed(0)} s.\n`);

  const child = spawn(process.execPath, [join(folder, 'dist', 'main.js'), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  // Ctrl-C reaches the example too, which writes a checkpoint and ends; this process waits for it.
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => signal === 'SIGTERM' && child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)));
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  runExample(process.argv[2] ?? '', process.argv.slice(3));
