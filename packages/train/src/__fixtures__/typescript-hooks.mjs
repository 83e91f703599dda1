/**
 * Lets a child process run these sources as they are: `node --import <this file> --eval "await import('<file>.ts')"`.
 * Types are stripped by the compiler the tests use; `./x.js` means `./x.ts`.
 */
import { readFile } from 'node:fs/promises';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { transform } from '@swc/core';

if (isMainThread) register(import.meta.url);

export function resolve(specifier, context, next) {
  const isSource = specifier.startsWith('.') && context.parentURL?.endsWith('.ts');
  return next(isSource ? specifier.replace(/\.js$/, '.ts') : specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const jsc = { target: 'es2022', parser: { syntax: 'typescript' } };
  const { code } = await transform(await readFile(fileURLToPath(url), 'utf8'), { jsc });
  return { format: 'module', source: code, shortCircuit: true };
}
