import { activateBackend, importBackend } from '../activate-backend.js';
import type { Engine } from '../engine.js';
import { EngineUnavailableError } from '../engine-unavailable-error.js';
import { nodeBuiltin } from '../node-builtin.js';

/** The package, which is an optional peer; named here and not at the import, so that bundlers do not look for it. */
const PACKAGE: string = '@cvg/backend-onednn';

/** The oneDNN library of the system, through `@cvg/backend-onednn`. */
export const onednnEngine: Engine = {
  name: 'onednn',
  async start({ onednn: options = {} }) {
    if (options.threads !== undefined && !(Number.isSafeInteger(options.threads) && options.threads >= 1)) {
      throw new RangeError(`useBackend: onednn.threads must be an integer >= 1, got ${options.threads}.`);
    }
    if (nodeBuiltin('node:module') === undefined) {
      throw new EngineUnavailableError('onednn', 'it is an addon of Node, and this is not Node');
    }
    const { OnednnUnavailableError, registerOnednnBackend } = await importBackend(
      'onednn',
      PACKAGE,
      () => import(/* @vite-ignore */ PACKAGE) as Promise<typeof import('@cvg/backend-onednn')>,
    );
    try {
      const { version, threads, precision } = await registerOnednnBackend(options);
      await activateBackend('onednn');
      const note = precision === 'bfloat16' ? ', bfloat16' : '';
      return `oneDNN ${version}, ${threads} ${threads === 1 ? 'thread' : 'threads'}${note}`;
    } catch (error) {
      if (OnednnUnavailableError.isInstance(error)) throw new EngineUnavailableError('onednn', error.reason);
      throw error;
    }
  },
};
