import { activateBackend } from '../activate-backend.js';
import type { Engine } from '../engine.js';
import { EngineUnavailableError } from '../engine-unavailable-error.js';
import { firstLine } from '../first-line.js';
import { nodeBuiltin } from '../node-builtin.js';
import { installCommand, isInstalled, misfit, type PackageName } from './find-package.js';
import { loadPackage } from './load-package.js';
import { BACKEND, loadedBackend, type NodeBackend } from './node-backend.js';

/** TensorFlow on an NVIDIA GPU, through the user's own tfjs-node-gpu. */
export const tensorflowGpuEngine: Engine = {
  name: 'tensorflow-gpu',
  async start() {
    const backend = loadedBackend() ?? (await load('tensorflow-gpu', ['@tensorflow/tfjs-node-gpu']));
    if (!backend.isUsingGpuDevice) {
      throw new EngineUnavailableError('tensorflow-gpu', backend.isGPUPackage ? NO_GPU : LOADED_WITHOUT_GPU);
    }
    await activateBackend(BACKEND);
    return `TensorFlow ${backend.binding.TF_Version}, GPU`;
  },
};

/** TensorFlow on the processor, through the user's own tfjs-node, or tfjs-node-gpu where it finds no GPU. */
export const tensorflowEngine: Engine = {
  name: 'tensorflow',
  async start() {
    const backend =
      loadedBackend() ?? (await load('tensorflow', ['@tensorflow/tfjs-node', '@tensorflow/tfjs-node-gpu']));
    if (backend.isUsingGpuDevice) throw new EngineUnavailableError('tensorflow', LOADED_WITH_GPU);
    await activateBackend(BACKEND);
    const threads = numThreads();
    return `TensorFlow ${backend.binding.TF_Version}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  },
};

const NO_GPU =
  'TensorFlow finds no GPU: it needs an NVIDIA GPU with its driver, CUDA 11.2 and cuDNN 8.1; ' +
  'with TF_CPP_MIN_LOG_LEVEL=0 in the environment it prints what is missing';
const LOADED_WITHOUT_GPU =
  'this process has loaded @tensorflow/tfjs-node, and TensorFlow cannot be loaded twice: start this engine first';
const LOADED_WITH_GPU =
  "TensorFlow takes the GPU in this process: the engine 'tensorflow-gpu'; without it with CUDA_VISIBLE_DEVICES=-1 in the environment";

/**
 * Loads the first of the packages that is installed.
 * @throws EngineUnavailableError - If none is, or it does not fit or start.
 */
async function load(
  engine: 'tensorflow' | 'tensorflow-gpu',
  names: readonly [PackageName, ...PackageName[]],
): Promise<NodeBackend> {
  if (nodeBuiltin('node:module') === undefined) {
    throw new EngineUnavailableError(engine, 'it is an addon of Node, and this is not Node');
  }
  const name = names.find(isInstalled);
  if (name === undefined) {
    throw new EngineUnavailableError(
      engine,
      `${names[0]} is not installed: ${installCommand(names[0])} (it downloads TensorFlow)`,
    );
  }
  const reason = misfit(name);
  if (reason !== undefined) throw new EngineUnavailableError(engine, reason);
  try {
    await loadPackage(name);
  } catch (error) {
    throw new EngineUnavailableError(
      engine,
      `${name} could not be loaded (${firstLine(error)}); npm rebuild ${name} repeats its download`,
    );
  }
  const backend = loadedBackend();
  if (backend === undefined) {
    throw new EngineUnavailableError(engine, `${name} has no backend any more: the program has removed it`);
  }
  return backend;
}

/** The threads TensorFlow computes with. */
function numThreads(): number {
  const process = nodeBuiltin<typeof import('node:process')>('node:process');
  const os = nodeBuiltin<typeof import('node:os')>('node:os');
  return Number(process?.env.TF_NUM_INTRAOP_THREADS) || (os?.availableParallelism() ?? 1);
}
