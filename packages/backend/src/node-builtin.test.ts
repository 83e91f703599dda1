import * as fs from 'node:fs';
import { afterEach, describe, expect, it, jest } from '@jest/globals';

const { process } = globalThis;
afterEach(() => {
  Object.assign(globalThis, { process });
});

/** The module as it is where `process` is something else. */
async function importWith(other: unknown): Promise<typeof import('./node-builtin.js')> {
  Object.assign(globalThis, { process: other });
  jest.resetModules();
  return import('./node-builtin.js');
}

describe('in Node', () => {
  it('finds built-in modules and the version of V8', async () => {
    const { nodeBuiltin, v8Version } = await importWith(process);
    expect(nodeBuiltin<typeof fs>('node:fs')?.readFileSync).toBe(fs.readFileSync);
    expect(nodeBuiltin('node:no-such-module')).toBeUndefined();
    expect(`${v8Version() ?? ''}.`).toBe(/^\d+\./.exec(process.versions.v8)?.[0]);
  });
});

describe('elsewhere', () => {
  it.each([
    ['without process', undefined],
    ['with a stand-in of a bundler', { env: {}, versions: {}, getBuiltinModule: () => fs }],
    ['in a Node without getBuiltinModule', { versions: { node: '20.0.0' } }],
  ])('finds nothing: %s', async (_, other) => {
    const { nodeBuiltin, v8Version } = await importWith(other);
    expect(nodeBuiltin('node:fs')).toBeUndefined();
    expect(v8Version()).toBeUndefined();
  });
});
