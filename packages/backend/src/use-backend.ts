import { cpuEngine } from './cpu/engine.js';
import type { Engine, EngineInfo, EngineName, UseBackendOptions } from './engine.js';
import { EngineUnavailableError } from './engine-unavailable-error.js';
import { onednnEngine } from './onednn/engine.js';
import { tensorflowEngine, tensorflowGpuEngine } from './tensorflow/engine.js';
import { wasmEngine } from './wasm/engine.js';
import { webgpuEngine } from './webgpu/engine.js';

/** What {@link useBackend} takes: an engine's name, or the fastest that works. */
export type EngineChoice = 'auto' | EngineName;

/** Every engine, fastest first: the order in which `'auto'` tries them. */
const ENGINES: readonly Engine[] = [
  tensorflowGpuEngine,
  webgpuEngine,
  onednnEngine,
  tensorflowEngine,
  wasmEngine,
  cpuEngine,
];

/** Names of the engines, in the order in which `'auto'` tries them. */
export const engineNames: readonly EngineName[] = ENGINES.map(({ name }) => name);

/**
 * Picks an engine, prepares it and makes it TensorFlow.js's current backend.
 *
 * `'tensorflow-gpu'` and `'tensorflow'` need the program's own `@tensorflow/tfjs-node-gpu` or `@tensorflow/tfjs-node`; `'webgpu'` needs a
 * GPU, in Node the packages `webgpu` and `@tensorflow/tfjs-backend-webgpu`; `'onednn'` needs the package `@cvg/backend-onednn` and the oneDNN
 * library; `'wasm'` replaces the slow training kernels of tfjs-backend-wasm and adds the missing ones; `'cpu'` is plain JavaScript, the
 * reference; `'auto'` is the first engine of {@link engineNames} that starts. Calling it again is cheap, and switches between engines.
 * @param name - An engine, or `'auto'`.
 * @param options - Of the engines, each by its name; an engine that is not started ignores its own.
 * @returns What was started. With `'auto'`, `skipped` says why faster engines were not.
 * @throws RangeError - For an unknown name.
 * @throws EngineUnavailableError - If the engine (with `'auto'`: every engine) cannot run here.
 */
export async function useBackend(
  name: EngineChoice = 'auto',
  options: UseBackendOptions = {},
): Promise<EngineInfo> {
  if (name !== 'auto' && !engineNames.includes(name)) {
    const known = ['auto', ...engineNames].map((known) => `'${known}'`).join(', ');
    throw new RangeError(`useBackend: name must be one of ${known}, got '${name}'.`);
  }
  const candidates = ENGINES.filter((engine) => name === 'auto' || engine.name === name);
  const started = last.then(() => startFirst(candidates, options, name === 'auto'));
  last = started.catch(() => undefined);
  return started;
}

/** The last start: TensorFlow.js gives up one that another overtakes, so they queue. */
let last: Promise<unknown> = Promise.resolve();

async function startFirst(
  candidates: readonly Engine[],
  options: UseBackendOptions,
  automatic: boolean,
): Promise<EngineInfo> {
  const skipped: EngineUnavailableError[] = [];
  for (const engine of candidates) {
    try {
      return {
        name: engine.name,
        description: await engine.start(options, automatic),
        skipped: skipped.map((error) => ({ name: error.engine, reason: error.reason })),
      };
    } catch (error) {
      if (!EngineUnavailableError.isInstance(error)) throw error;
      skipped.push(error);
    }
  }
  const [only] = skipped;
  if (skipped.length === 1 && only !== undefined) throw only;
  throw new EngineUnavailableError(
    'auto',
    skipped.map((error) => `${error.engine}: ${error.reason}`).join('; '),
  );
}
