/**
 * Runs the pinned pnpm, fetching it with npm on first use, so that a machine needs nothing but Node and npm.
 * Usage: node scripts/pnpm.mjs <pnpm arguments>
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const version = packageManager.split('@')[1];
const tools = join(root, '.tools', `pnpm-${version}`);
const pnpm = join(tools, 'node_modules', 'pnpm', 'bin', 'pnpm.cjs');

/** The path of the pinned pnpm, installed first if it is missing. */
export function ensurePnpm() {
  if (existsSync(pnpm)) return pnpm;
  console.log(`Fetching pnpm ${version} ...`);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status, error } = spawnSync(
    npm,
    [
      'install',
      '--prefix',
      tools,
      '--no-save',
      '--no-audit',
      '--no-fund',
      '--prefer-offline',
      '--loglevel',
      'error',
      `pnpm@${version}`,
    ],
    { stdio: 'inherit', shell: process.platform === 'win32' },
  );
  if (status !== 0 || !existsSync(pnpm)) {
    console.error(
      `Could not fetch pnpm ${version} from the npm registry${error ? `: ${error.message}` : '.'}`,
    );
    process.exit(1);
  }
  return pnpm;
}

/** Runs pnpm in the repository root; ends this process when it fails. */
export function pnpmRun(args, options = {}) {
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', ...options.env };
  const command = [ensurePnpm(), ...args];
  env.PATH = `${join(tools, 'node_modules', '.bin')}${delimiter}${env.PATH ?? ''}`; // turbo looks for pnpm there
  const { status, signal } = spawnSync(process.execPath, command, {
    cwd: root,
    stdio: 'inherit',
    ...options,
    env,
  });
  if (status !== 0) process.exit(status ?? (signal ? 130 : 1));
}

/** Installs the workspace exactly as the lockfile says; from the local store alone when that has everything. */
export function install(options = {}) {
  const flags = ['--frozen-lockfile', '--prefer-offline', '--reporter=append-only', '--loglevel=warn'];
  pnpmRun(['install', ...flags], options);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) pnpmRun(process.argv.slice(2));
