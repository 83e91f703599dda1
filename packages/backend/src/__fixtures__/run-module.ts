import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';

/** Runs a module in a fresh Node process, in a folder of its own; in its source the built package is called `$`. */
export function runModule(source: string): { readonly stdout: string; readonly stderr: string } {
  const built = new URL('../../dist/index.js', import.meta.url).href;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', source.replaceAll('$', built)],
    { cwd: tmpdir(), encoding: 'utf8' },
  );
  return { stdout, stderr };
}
