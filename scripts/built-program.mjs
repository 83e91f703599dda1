/** Installs the workspace, builds one of its programs and what that needs, and runs it. */
import { spawn } from 'node:child_process';
import { install, pnpmRun, root } from './pnpm.mjs';

/**
 * Runs a built file in the repository root; ends this process with its exit code. Whatever is said before it runs goes to
 * standard error, so that standard output is the program's alone.
 */
export function runBuilt(packageName, file, args) {
  const started = performance.now();
  const quiet = { stdio: ['inherit', process.stderr.fd, 'inherit'] };
  install(quiet);
  const flags = ['--output-logs=errors-only', '--ui=stream'];
  pnpmRun(['exec', 'turbo', 'run', 'build', `--filter=${packageName}`, ...flags], quiet);
  console.error(`Installed and built in ${((performance.now() - started) / 1000).toFixed(0)} s.\n`);

  const child = spawn(process.execPath, [file, ...args], { cwd: root, stdio: 'inherit' });
  // Ctrl-C reaches the program too, which saves what it has and ends; this process waits for it.
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => signal === 'SIGTERM' && child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)));
}
