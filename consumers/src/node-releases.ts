import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './packages.js';
import { npm, run } from './run.js';

/** Node's versions that are tested, beside the one of this machine: the oldest that is promised, and the newest of each line. */
export const nodeVersions = ['20.19.0', '20', '22', '24'] as const;

/** The path of a Node of npm's package `node`, kept in `.tools/`; installed first if it is missing. */
export async function installNode(version: string): Promise<string> {
  const folder = join(root, '.tools', `node-${version}`);
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  const program = join(folder, 'node_modules', 'node', 'bin', file);
  if (!existsSync(program)) {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true }));
    await npm(
      ['install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error', `node@${version}`],
      folder,
    );
  }
  return program;
}

/** The version of a Node, such as `'v22.12.0'`. */
export const versionOf = async (program: string): Promise<string> =>
  (await run(program, ['--version'], { cwd: root })).stdout.trim();
