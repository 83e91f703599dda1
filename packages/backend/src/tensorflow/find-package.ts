import * as tf from '@tensorflow/tfjs-core';
import { nodeBuiltin } from '../node-builtin.js';

/** The packages that bring TensorFlow, optional peers. */
export type PackageName = '@tensorflow/tfjs-node' | '@tensorflow/tfjs-node-gpu';

/** What to type for a package, in the version of the program's TensorFlow.js. */
export function installCommand(name: PackageName): string {
  return `npm install ${name}@${tf.version_core}`;
}

const CORE = '@tensorflow/tfjs-core';

/** Whether a package is installed where this one finds it. Its own code does not run. */
export function isInstalled(name: PackageName): boolean {
  return resolve(name, import.meta.url) !== undefined;
}

/**
 * Why an installed package does not fit into this program: with another copy of tfjs-core, kernels and gradients would be registered
 * twice, of two versions. Undefined if it fits.
 */
export function misfit(name: PackageName): string | undefined {
  const path = resolve(name, import.meta.url);
  const union = path && resolve('@tensorflow/tfjs', path);
  const core = union && resolve(CORE, union);
  const own = resolve(CORE, import.meta.url);
  // Where a part is missing, loading fails and says so; where the own one is, it is in a bundle.
  if (path === undefined || core === undefined || core === own) return undefined;
  const version = versionIn(core);
  if (version !== tf.version_core) {
    return (
      `${name} ${versionIn(path)} brings ${CORE} ${version}, and this program has ${tf.version_core}; ` +
      `they must be the same: ${installCommand(name)}`
    );
  }
  if (own === undefined) return undefined;
  return `${name} brings a second copy of ${CORE} ${version}, and there must be one: npm dedupe`;
}

/** The version of the package whose `package.json` this is. */
function versionIn(packageJson: string): string {
  const fs = nodeBuiltin<typeof import('node:fs')>('node:fs');
  return (JSON.parse(fs?.readFileSync(packageJson, 'utf8') ?? '{}') as { version?: string }).version ?? '?';
}

/** The `package.json` of a package as a module at `from` finds it. */
function resolve(name: string, from: string): string | undefined {
  const module = nodeBuiltin<typeof import('node:module')>('node:module');
  try {
    return module?.createRequire(from).resolve(`${name}/package.json`);
  } catch {
    return undefined;
  }
}
