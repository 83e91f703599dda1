import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Addon } from './addon.js';
import { OnednnUnavailableError } from './onednn-unavailable-error.js';

const require = createRequire(import.meta.url);

/** The folder of this package, whose sources and built files differ in depth. */
const packageFolder = (): string => dirname(require.resolve('@cvg/backend-onednn/package.json'));

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
    return require(join(folder, 'build', 'onednn.node')) as Addon;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OnednnUnavailableError(
      `its addon does not load (${reason}); build it again with: node ${script}`,
    );
  }
}
