import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';

/** What a module that {@link runModule} ran has printed, and its exit code; null if it did not end in time. */
export interface ModuleResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

/**
 * Runs a module in a fresh Node process, in a folder of its own; in its source the built package is called `$`.
 * @param env - Variables beside those of this process.
 */
export function runModule(source: string, env: Readonly<Record<string, string>> = {}): ModuleResult {
  const built = new URL('../../dist/index.js', import.meta.url).href;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', source.replaceAll('$', built)],
    {
      cwd: tmpdir(),
      encoding: 'utf8',
      env: { ...process.env, ...env },
      timeout: 580_000,
      maxBuffer: 2 ** 26,
    },
  );
  return { stdout, stderr, code: status };
}
