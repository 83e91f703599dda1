import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { OnednnUnavailableError } from './index.js';
import { loadAddon } from './load-addon.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'onednn-')));
let copies = 0;
let folder = '';
const script = (): string => join(folder, 'scripts', 'build-native.mjs');

/** Runs the build script of the copy. */
const build = (
  env: Readonly<Record<string, string>>,
  ...args: string[]
): { status: number | null; stdout: string } =>
  spawnSync(process.execPath, [script(), ...args], { encoding: 'utf8', env: { ...process.env, ...env } });

/** Leaves a file where the addon belongs, as if it had been built. */
async function pretend(content: string): Promise<void> {
  const module = pathToFileURL(join(folder, 'scripts', 'fingerprint.mjs')).href;
  const { fingerprint } = (await import(module)) as { fingerprint(): string };
  mkdirSync(join(folder, 'build'));
  writeFileSync(join(folder, 'build', 'onednn.node'), content);
  writeFileSync(join(folder, 'build', 'fingerprint.txt'), `${fingerprint()}\n`);
}

beforeEach(() => {
  folder = join(temporary, String(copies++));
  for (const part of ['native', 'scripts', 'package.json']) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(() => rmSync(temporary, { recursive: true }));

describe('loadAddon', () => {
  it('says what to install and to run where nothing is built', async () => {
    await expect(loadAddon(folder)).rejects.toThrow(
      `registerOnednnBackend: its addon is not built for this machine; it needs a C++ compiler and oneDNN ` +
        `(Debian: apt-get install g++ libdnnl-dev), then run: node ${script()}.`,
    );
  });

  it('does not load what does not load', async () => {
    await pretend('no library');
    const error: unknown = await loadAddon(folder).catch((error: unknown) => error);
    expect(OnednnUnavailableError.isInstance(error)).toBe(true);
    expect(String(error)).toMatch(/its addon does not load \(.+\); build it again with: node .+\.$/s);
  });

  it('does not load an addon of other sources', async () => {
    await pretend('no library');
    writeFileSync(join(folder, 'native', 'addon.cpp'), '// changed\n');
    await expect(loadAddon(folder)).rejects.toThrow('its addon is not built for this machine');
  });
});

describe('build-native', () => {
  it('fails without a compiler, unless it is optional', () => {
    const env = { CXX: 'no-such-compiler' };
    const line =
      "@cvg/backend-onednn: the addon was not built: no C++ compiler 'no-such-compiler'; on Debian: apt-get install g++\n";
    expect(build(env)).toMatchObject({ status: 1, stdout: line });
    expect(build(env, '--optional')).toMatchObject({ status: 0, stdout: line });
  });

  it('names oneDNN where the compiler does not find it', () => {
    const compiler = join(folder, 'compiler');
    writeFileSync(compiler, '#!/bin/sh\n[ "$1" = --version ]\n', { mode: 0o755 });
    expect(build({ CXX: compiler }, '--optional')).toMatchObject({
      status: 0,
      stdout:
        '@cvg/backend-onednn: the addon was not built: no oneDNN; on Debian: apt-get install libdnnl-dev\n',
    });
  });

  it('does nothing where the addon is up to date', async () => {
    await pretend('no library');
    expect(build({ CXX: 'no-such-compiler' })).toMatchObject({ status: 0, stdout: '' });
  });
});

describe('OnednnUnavailableError', () => {
  it('is recognised across copies of the package', () => {
    expect(OnednnUnavailableError.isInstance(new OnednnUnavailableError('it rains'))).toBe(true);
    expect(OnednnUnavailableError.isInstance(new Error('it rains'))).toBe(false);
    expect(OnednnUnavailableError.isInstance(null)).toBe(false);
  });
});
