/**
 * Compiles the addon in native/ against the system's oneDNN into build/. No download: the headers of Node-API are an npm package.
 * Usage: node scripts/build-native.mjs [--optional]; with --optional a machine that lacks something is no failure.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fingerprint, isBuilt } from './fingerprint.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const native = join(root, 'native');
const build = join(root, 'build');
const compiler = process.env.CXX ?? 'c++';

/** Runs the compiler; its standard input is `source`. */
const compile = (args, source = '') =>
  spawnSync(compiler, args, { cwd: native, input: source, encoding: 'utf8' });

/** What keeps the addon from being built, in one line; undefined if nothing does. */
function missing() {
  if (process.platform !== 'linux') return `it is built on Linux only, not on ${process.platform}`;
  if (compile(['--version']).error !== undefined)
    return `no C++ compiler '${compiler}'; on Debian: apt-get install g++`;
  const header = compile(['-x', 'c++', '-E', '-o', '/dev/null', '-'], '#include <dnnl.hpp>\n');
  return header.status === 0 ? undefined : 'no oneDNN; on Debian: apt-get install libdnnl-dev';
}

/** Compiles and links; returns the compiler's errors, empty if there are none. */
function buildAddon() {
  mkdirSync(build, { recursive: true });
  const headers = join(
    dirname(createRequire(import.meta.url).resolve('node-api-headers/package.json')),
    'include',
  );
  const sources = readdirSync(native).filter((name) => name.endsWith('.cpp'));
  const target = join(build, `onednn-${process.pid}.node`);
  const { status, stderr } = compile([
    ...[
      '-O3',
      '-march=native',
      '-std=c++17',
      '-fno-math-errno',
      '-fno-trapping-math',
      '-fopenmp',
      '-fPIC',
      '-shared',
    ],
    ...['-Wall', '-Wextra', '-DNAPI_VERSION=8', '-I', headers, ...sources, '-o', target, '-ldnnl'],
  ]);
  if (status !== 0) {
    rmSync(target, { force: true });
    return stderr || `${compiler} ended with status ${status}`;
  }
  renameSync(target, join(build, 'onednn.node'));
  writeFileSync(join(build, 'fingerprint.txt'), `${fingerprint()}\n`);
  return '';
}

const optional = process.argv.includes('--optional');
if (!isBuilt()) {
  const reason = missing() ?? buildAddon();
  if (reason !== '') {
    console.log(
      `@cvg/backend-onednn: the addon was not built: ${optional ? reason.split('\n', 1)[0] : reason}`,
    );
    process.exitCode = optional ? 0 : 1;
  }
}
