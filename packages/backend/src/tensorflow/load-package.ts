import * as tf from '@tensorflow/tfjs-core';
import { nodeBuiltin } from '../node-builtin.js';
import type { PackageName } from './find-package.js';
import { addUtilPolyfills } from './util-polyfills.js';

/**
 * Loads a package, which registers TensorFlow.js's backend; the current backend stays the same if there is one.
 * @param name - The package; not at the import, so that bundlers do not look for it.
 */
export async function loadPackage(name: PackageName): Promise<void> {
  addUtilPolyfills();
  const current = tf.getBackend() as string | null | undefined;
  await silently(() => import(/* @vite-ignore */ name));
  if (current) await tf.setBackend(current);
}

/** The level of TensorFlow's messages on standard error, which it reads when it starts. */
const LEVEL = 'TF_CPP_MIN_LOG_LEVEL';
const ERRORS_ONLY = '2';

/** Lets TensorFlow start without its remarks on processor and CUDA, unless the program has asked for a level of them. */
async function silently(start: () => Promise<unknown>): Promise<void> {
  const env = nodeBuiltin<typeof import('node:process')>('node:process')?.env ?? {};
  const asked = env[LEVEL] !== undefined;
  env[LEVEL] ??= ERRORS_ONLY;
  try {
    await start();
  } finally {
    if (!asked) Reflect.deleteProperty(env, LEVEL);
  }
}
