import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { publishedPackages } from './packages.js';

/** A package that programs of our users may hold. */
export interface ProductionPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression, as the package says it; empty if it says nothing. */
  readonly license: string;
  /** Our packages that bring it along, or ask for it as a peer. */
  readonly neededBy: readonly string[];
}

interface InstalledManifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string | { readonly type?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** The folder of the package `name` as a file in `folder` would import it; undefined if it is not installed. */
function installedFolder(name: string, folder: string): string | undefined {
  for (let parent = folder; ; parent = dirname(parent)) {
    const candidate = join(parent, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate);
    if (parent === dirname(parent)) return undefined;
  }
}

/**
 * Everything that comes with the published packages, read from what is installed here: their dependencies and peers, and
 * the dependencies of those. Optional ones that are not installed here (other platforms, tfjs-node) are missing.
 * @returns Sorted by name and version; without the packages of this project.
 */
export function productionPackages(): readonly ProductionPackage[] {
  const found = new Map<string, { readonly manifest: InstalledManifest; readonly neededBy: Set<string> }>();
  const visit = (folder: string, user: string): void => {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as InstalledManifest;
    const entry = found.get(folder) ?? { manifest, neededBy: new Set() };
    if (entry.neededBy.has(user)) return;
    found.set(folder, { ...entry, neededBy: entry.neededBy.add(user) });
    const { dependencies, optionalDependencies, peerDependencies } = manifest;
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      const next = installedFolder(name, folder);
      if (next !== undefined) visit(next, user);
    }
  };
  for (const { name, folder } of publishedPackages) visit(folder, name);

  const key = ({ name, version }: { readonly name: string; readonly version: string }): string =>
    `${name}@${version}`;
  const merged = new Map<string, ProductionPackage>();
  for (const { manifest, neededBy } of found.values()) {
    if (manifest.name.startsWith('@cvg/')) continue;
    const license = typeof manifest.license === 'string' ? manifest.license : (manifest.license?.type ?? '');
    const users = new Set([...(merged.get(key(manifest))?.neededBy ?? []), ...neededBy]);
    merged.set(key(manifest), {
      ...{ name: manifest.name, version: manifest.version, license },
      neededBy: [...users].sort(),
    });
  }
  const order = ({ name, version }: ProductionPackage): string => `${name} ${version}`;
  return [...merged.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1));
}
