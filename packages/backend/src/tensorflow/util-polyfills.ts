import { nodeBuiltin } from '../node-builtin.js';

/** Functions of `node:util` that Node 23 removed and tfjs-node 4.22 calls, at every kernel. */
const REMOVED: Readonly<Record<string, (value: unknown) => boolean>> = {
  isArray: Array.isArray,
  isNullOrUndefined: (value) => value === null || value === undefined,
};

/** Puts back into `node:util` those that are missing. They stay: tfjs-node looks them up when it computes. */
export function addUtilPolyfills(): void {
  const util = nodeBuiltin<Record<string, unknown>>('node:util');
  if (util === undefined) return;
  for (const [name, polyfill] of Object.entries(REMOVED)) util[name] ??= polyfill;
}
