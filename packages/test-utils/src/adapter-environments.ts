import { existsSync } from 'node:fs';

/** Where browsers keep SwiftShader, which computes like a GPU, beside a loader of Vulkan drivers. */
const BROWSERS = [
  '/usr/lib/chromium',
  '/usr/lib/chromium-browser',
  '/usr/lib64/chromium-browser',
  '/opt/google/chrome',
];

/** Variables for a process, with which it may find a WebGPU adapter: the machine's own first, then SwiftShader of a browser. */
export function adapterEnvironments(): readonly Readonly<Record<string, string>>[] {
  const folders = BROWSERS.filter((folder) =>
    ['vk_swiftshader_icd.json', 'libvulkan.so.1'].every((file) => existsSync(`${folder}/${file}`)),
  );
  const variables = (folder: string): Record<string, string> => ({
    LD_LIBRARY_PATH: folder,
    VK_ICD_FILENAMES: `${folder}/vk_swiftshader_icd.json`,
    XDG_RUNTIME_DIR: '/tmp',
  });
  return [{}, ...folders.map(variables)];
}
