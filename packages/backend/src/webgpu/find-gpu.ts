import { nodeBuiltin } from '../node-builtin.js';
import { firstLine } from '../first-line.js';
import { INSTALL, unavailable } from './unavailable.js';

/** The package, an optional peer for Node only; named here and not at the import, so that bundlers do not look for it. */
const PACKAGE: string = 'webgpu';

interface DawnPackage {
  create(options: string[]): GPU;
  readonly globals: Readonly<Record<string, unknown>>;
}

/** Dawn's entry, made once: a second one knows nothing of the devices of the first. */
let dawn: GPU | undefined;

/**
 * The program's own `navigator.gpu`, in Node without one that of the package webgpu. There the names of WebGPU that TensorFlow.js expects
 * become global.
 * @throws EngineUnavailableError - If there is neither.
 */
export async function findGpu(): Promise<GPU> {
  const { navigator } = globalThis as { readonly navigator?: { readonly gpu?: GPU } };
  if (navigator?.gpu !== undefined) return navigator.gpu;
  if (nodeBuiltin('node:process') === undefined) {
    throw unavailable('this browser has no WebGPU, or the page is from neither https nor localhost');
  }
  return (dawn ??= await startDawn());
}

async function startDawn(): Promise<GPU> {
  const { create, globals } = await importDawn();
  assertVulkan();
  for (const [name, value] of Object.entries(globals)) {
    if (!(name in globalThis))
      Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  return create([]);
}

async function importDawn(): Promise<DawnPackage> {
  try {
    return (await import(/* @vite-ignore */ PACKAGE)) as DawnPackage;
  } catch (error) {
    throw unavailable(`the package webgpu could not be loaded: ${INSTALL}`, error);
  }
}

/**
 * Dawn writes to standard error what it lacks; this says it before.
 * @throws EngineUnavailableError - If the system has no loader of Vulkan drivers, on Linux.
 */
function assertVulkan(): void {
  const process = nodeBuiltin<typeof import('node:process')>('node:process');
  if (process?.platform !== 'linux' || process.env.DAWNNODE_BACKEND !== undefined) return;
  try {
    process.dlopen({ exports: {} }, 'libvulkan.so.1'); // throws in any case: it is found, but no addon of Node
  } catch (error) {
    if (firstLine(error).startsWith('libvulkan.so.1: ')) {
      throw unavailable(
        "Vulkan is missing: apt-get install libvulkan1, and the GPU's driver (mesa-vulkan-drivers for AMD and Intel)",
        error,
      );
    }
  }
}

/**
 * The fastest adapter.
 * @throws EngineUnavailableError - If there is none.
 */
export async function findAdapter(gpu: GPU): Promise<GPUAdapter> {
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter !== null) return adapter;
  throw unavailable(
    nodeBuiltin('node:process') === undefined
      ? 'the browser offers no GPU'
      : "no GPU was found: install its driver (on Linux Vulkan's: mesa-vulkan-drivers for AMD and Intel)",
  );
}
