import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publishedPackages, root } from './packages.js';
import { run } from './run.js';

/** A package as it would be published. */
export interface Tarball {
  readonly name: string;
  /** The `.tgz` file. */
  readonly file: string;
  /** Paths of the files in it, beside the LICENSE. */
  readonly files: readonly string[];
}

/**
 * Packs every published package as `pnpm publish` does. The packages must be built.
 * @param folder - Where the tarballs go; made if it is missing.
 */
export async function packPackages(folder: string): Promise<ReadonlyMap<string, Tarball>> {
  await mkdir(folder, { recursive: true });
  const filters = publishedPackages.flatMap(({ name }) => ['--filter', name]);
  const args = [
    join(root, 'scripts', 'pnpm.mjs'),
    ...filters,
    'pack',
    '--json',
    '--pack-destination',
    folder,
  ];
  const { stdout } = await run(process.execPath, args, { cwd: root });
  const packed = JSON.parse(stdout) as readonly {
    readonly name: string;
    readonly filename: string;
    readonly files: readonly { readonly path: string }[];
  }[];
  return new Map(
    packed.map(({ name, filename, files }) => [
      name,
      { name, file: filename, files: files.map(({ path }) => path) },
    ]),
  );
}

/** The packed packages of a test file. */
export interface PackedForTest {
  readonly tarballs: ReadonlyMap<string, Tarball>;
  /** Removes them. */
  readonly remove: () => Promise<void>;
}

/** Packs into a temporary folder. */
export async function packForTest(): Promise<PackedForTest> {
  const folder = await mkdtemp(join(tmpdir(), 'cvg-tarballs-'));
  return { tarballs: await packPackages(folder), remove: () => rm(folder, { recursive: true }) };
}
