import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Tarball } from './pack.js';
import { npm, run } from './run.js';

/** A project outside the workspace, with packages installed by npm. */
export interface ConsumerProject {
  readonly folder: string;
  /** Runs a program of the project with Node, and resolves to the JSON it prints. */
  readonly runJson: (args: readonly string[], node?: string) => Promise<unknown>;
  /** Removes it. */
  readonly remove: () => Promise<void>;
}

/** What a project needs. */
export interface ProjectOptions {
  /** Its programs: a folder in `projects/`. */
  readonly programs: string;
  /** Packages of ours, by name. */
  readonly ours: readonly string[];
  /** Packages of the registry, such as `'@tensorflow/tfjs-backend-cpu@4.22.0'`. */
  readonly others?: readonly string[];
}

/**
 * Makes a project in a temporary folder as a stranger would: an empty package.json, `npm install`, and a few programs.
 * npm's cache is used first.
 */
export async function createProject(
  tarballs: ReadonlyMap<string, Tarball>,
  options: ProjectOptions,
): Promise<ConsumerProject> {
  const folder = await mkdtemp(join(tmpdir(), `cvg-${options.programs}-`));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const files = options.ours.map((name) => {
      const tarball = tarballs.get(name);
      if (tarball === undefined)
        throw new Error(`createProject: expected a published package, got '${name}'.`);
      return tarball.file;
    });
    await writeFile(
      join(folder, 'package.json'),
      JSON.stringify({ name: options.programs, version: '1.0.0', private: true, type: 'module' }),
    );
    const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
    await npm(['install', ...flags, ...files, ...(options.others ?? [])], folder);
    const programs = fileURLToPath(new URL(`../projects/${options.programs}`, import.meta.url));
    if (existsSync(programs)) await cp(programs, folder, { recursive: true });
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    folder,
    remove,
    runJson: async (args, node = process.execPath): Promise<unknown> =>
      JSON.parse((await run(node, args, { cwd: folder })).stdout),
  };
}
