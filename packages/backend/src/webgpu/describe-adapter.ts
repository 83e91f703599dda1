import { nodeBuiltin } from '../node-builtin.js';

/** Software that computes as if it were a GPU, for browsers that do not say so themselves. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|\bwarp\b/i;

/** What an adapter is, in one line for people, and whether it is software. */
export interface AdapterDescription {
  readonly description: string;
  readonly software: boolean;
}

/** Describes the adapter that says this of itself; browsers tell no more than vendor and architecture. */
export function describeAdapter(info: GPUAdapterInfo): AdapterDescription {
  const { vendor, architecture, device, description } = info;
  const family = [vendor, architecture].filter((word) => word !== '').join(' ');
  const model = device || description;
  const name =
    model !== '' && family !== '' ? `${model} (${family})` : model || family || 'an unnamed adapter';
  const software = info.isFallbackAdapter || SOFTWARE.test([family, device, description].join(' '));
  return { description: [name, ...api(), ...(software ? ['software'] : [])].join(', '), software };
}

const API: Readonly<Record<string, string>> = { darwin: 'Metal', linux: 'Vulkan', win32: 'Direct3D 12' };

/** What Dawn computes with in Node; a browser does not tell. */
function api(): string[] {
  const process = nodeBuiltin<typeof import('node:process')>('node:process');
  const name = process?.env.DAWNNODE_BACKEND ?? API[process?.platform ?? ''];
  return name === undefined ? [] : [name];
}
