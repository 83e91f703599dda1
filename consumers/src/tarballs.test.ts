import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { measureSizes, type PackageSizes } from './measure-sizes.js';
import { packForTest, type PackedForTest } from './pack.js';
import { publishedPackages, readManifest, root } from './packages.js';
import { run } from './run.js';

/** How much a size may differ from the one that is kept, as a share of it. */
const TOLERANCE = 0.1;

const kept = JSON.parse(readFileSync(join(root, 'consumers', 'package-sizes.json'), 'utf8')) as PackageSizes;
const license = readFileSync(join(root, 'LICENSE'), 'utf8');

let packed: PackedForTest;
let folder: string;
beforeAll(async () => {
  packed = await packForTest();
  folder = await mkdtemp(join(tmpdir(), 'cvg-unpacked-'));
});
afterAll(async () => {
  await Promise.all([packed.remove(), rm(folder, { recursive: true })]);
});

describe.each(publishedPackages.map(({ name }) => name))('the tarball of %s', (name) => {
  it('holds what was built, a README and the licence, and no sources or tests', () => {
    const files = packed.tarballs.get(name)?.files ?? [];
    expect(files).toEqual(
      expect.arrayContaining(['README.md', 'package.json', 'dist/index.js', 'dist/index.d.ts']),
    );
    const strange = files.filter(
      (file) =>
        !/^(dist|bin|native|scripts)\/[\w-]+\.(d\.ts|js|js\.map|cjs|mjs|cpp|h)$|^[A-Z]+\.md$|^package\.json$/.test(
          file,
        ),
    );
    expect(strange).toEqual([]);
    expect(files.filter((file) => file.includes('test'))).toEqual([]);
  });

  it('stands without the workspace', async () => {
    const target = await mkdtemp(join(folder, 'package-'));
    const { file = '' } = packed.tarballs.get(name) ?? {};
    await run('tar', ['-xzf', file, '-C', target], { cwd: folder });
    expect(readFileSync(join(target, 'package', 'LICENSE'), 'utf8')).toBe(license);
    const manifest = readManifest(join(target, 'package'));
    const ranges = Object.values({ ...manifest.dependencies, ...manifest.peerDependencies });
    expect(ranges.filter((range) => /workspace:|catalog:|link:|file:/.test(range))).toEqual([]);
    for (const [used, range] of Object.entries(manifest.dependencies ?? {})) {
      if (used.startsWith('@cvg/')) expect(range).toMatch(/^\^\d+\.\d+\.\d+$/);
    }
  });
});

// After a change that is meant: `pnpm --filter @cvg/consumers sizes`.
it('packages are as large as package-sizes.json says', async () => {
  const sizes = await measureSizes(packed.tarballs);
  const differing = Object.entries(sizes).flatMap(([name, size]) =>
    (['unpacked', 'minified'] as const)
      .map((what) => ({ name, what, bytes: size[what], kept: kept[name]?.[what] ?? 0 }))
      .filter((found) => Math.abs(found.bytes - found.kept) > TOLERANCE * found.kept),
  );
  expect(differing).toEqual([]);
  expect(Object.keys(kept).sort()).toEqual(Object.keys(sizes).sort());
});
