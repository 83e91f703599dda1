import { existsSync } from 'node:fs';
import { runModule } from './run-module.js';

/** Where browsers keep SwiftShader, which computes like a GPU, beside a loader of Vulkan drivers. */
const BROWSERS = [
  '/usr/lib/chromium',
  '/usr/lib/chromium-browser',
  '/usr/lib64/chromium-browser',
  '/opt/google/chrome',
];

/** How a Node process finds a WebGPU adapter on this machine. */
export interface AdapterEnvironment {
  /** Variables for the process. */
  readonly env: Readonly<Record<string, string>>;
  /** Why there is none; undefined if there is one. */
  readonly missing?: string;
}

/** The machine's own GPU, otherwise the SwiftShader of a browser. */
export function findAdapterEnvironment(): AdapterEnvironment {
  let missing = '';
  for (const env of [{}, ...BROWSERS.flatMap(swiftShader)]) {
    const { stdout } = runModule(
      `import { useBackend } from '$'; await useBackend('webgpu').catch(({ reason }) => console.log(reason));`,
      env,
    );
    if (stdout === '') return { env };
    missing ||= stdout.trim();
  }
  return { env: {}, missing: `${missing}; no chromium with SwiftShader either` };
}

function swiftShader(folder: string): Record<string, string>[] {
  const driver = `${folder}/vk_swiftshader_icd.json`;
  if (!existsSync(driver) || !existsSync(`${folder}/libvulkan.so.1`)) return [];
  return [{ LD_LIBRARY_PATH: folder, VK_ICD_FILENAMES: driver, XDG_RUNTIME_DIR: '/tmp' }];
}
