import { statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { Tarball } from './pack.js';
import { publishedPackages } from './packages.js';

/** Bytes of a package. */
export interface PackageSize {
  /** What is downloaded: the tarball. */
  readonly packed: number;
  /** What lies in `node_modules`: all files of the tarball. */
  readonly unpacked: number;
  /** What goes into a page: its own code, minified, without what it imports. */
  readonly minified: number;
  /** That, compressed by gzip. */
  readonly gzipped: number;
}

/** The sizes of all packages, by name. */
export type PackageSizes = Readonly<Record<string, PackageSize>>;

/** Measures the packages. */
export async function measureSizes(tarballs: ReadonlyMap<string, Tarball>): Promise<PackageSizes> {
  const entries = publishedPackages.map(async ({ name, folder }): Promise<[string, PackageSize]> => {
    const { file, files } = tarballs.get(name) ?? { file: '', files: [] };
    const { outputFiles } = await build({
      entryPoints: [join(folder, 'dist', 'index.js')],
      ...{ bundle: true, minify: true, format: 'esm', packages: 'external', external: ['*.node'] },
      ...{ platform: 'neutral', write: false, logLevel: 'silent' },
    });
    const code = outputFiles[0]?.contents ?? new Uint8Array();
    const unpacked = files.reduce((sum, path) => sum + statSync(join(folder, path)).size, 0);
    const packed = statSync(file).size;
    return [name, { packed, unpacked, minified: code.length, gzipped: gzipSync(code).length }];
  });
  return Object.fromEntries(await Promise.all(entries));
}
