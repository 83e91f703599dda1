import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Addon } from './addon.js';
import { OnednnUnavailableError } from './onednn-unavailable-error.js';

const require = createRequire(import.meta.url);

/** The folder of this package, whose sources and built files differ in depth. */
const packageFolder = (): string => dirname(require.resolve('@cvg/backend-onednn/package.json'));

/**
 * How often a thread of libgomp looks for more work before it sleeps. By its own default it looks for milliseconds, in which
 * whatever else the machine does holds up every kernel.
 */
const SPIN_COUNT = '1000';

/** Loads the addon, and with it libgomp, which reads its settings from the environment once. */
function requireAddon(path: string): Addon {
  const { env } = process;
  if (env.OMP_WAIT_POLICY !== undefined || env.GOMP_SPINCOUNT !== undefined) return require(path) as Addon;
  env.GOMP_SPINCOUNT = SPIN_COUNT;
  try {
    return require(path) as Addon;
  } finally {
    delete env.GOMP_SPINCOUNT;
  }
}

/**
 * The addon that `scripts/build-native.mjs` compiled.
 * @param folder - Where the package is.
 * @throws OnednnUnavailableError - If it was not built, or was built from other sources or for another processor.
 */
export async function loadAddon(folder = packageFolder()): Promise<Addon> {
  const script = join(folder, 'scripts', 'build-native.mjs');
  const { isBuilt } = (await import(pathToFileURL(join(folder, 'scripts', 'fingerprint.mjs')).href)) as {
    isBuilt(): boolean;
  };
  if (!isBuilt()) {
    throw new OnednnUnavailableError(
      `its addon is not built for this machine; it needs a C++ compiler and oneDNN (Debian: apt-get install g++ libdnnl-dev), then run: node ${script}`,
    );
  }
  try {
    return requireAddon(join(folder, 'build', 'onednn.node'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OnednnUnavailableError(
      `its addon does not load (${reason}); build it again with: node ${script}`,
    );
  }
}
