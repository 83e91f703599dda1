import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));
const SHARED = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-cpu'];

/** A folder with a program's `node_modules`: the built package, TensorFlow.js, and what a test adds. */
export class ProgramFolder {
  readonly #path = realpathSync(mkdtempSync(join(tmpdir(), 'cvg-program-')));

  /** @param files - Text of files by their path in `node_modules`. */
  constructor(files: Readonly<Record<string, string>>) {
    const own = this.#module('@cvg/backend');
    for (const part of ['dist', 'package.json']) {
      cpSync(join(PACKAGE, part), join(own, part), { recursive: true });
    }
    const { resolve } = createRequire(import.meta.url);
    for (const name of SHARED) {
      mkdirSync(dirname(this.#module(name)), { recursive: true });
      symlinkSync(dirname(resolve(`${name}/package.json`)), this.#module(name), 'junction');
    }
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(this.#module(path)), { recursive: true });
      writeFileSync(this.#module(path), text);
    }
  }

  #module(path: string): string {
    return join(this.#path, 'node_modules', path);
  }

  /** Runs a module in a fresh Node process, whose variables are those of this one without TensorFlow's and with `env`. */
  run(
    source: string,
    env: Readonly<Record<string, string>> = {},
  ): { readonly stdout: string; readonly stderr: string } {
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('TF_'));
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', source], {
      cwd: this.#path,
      encoding: 'utf8',
      env: { ...Object.fromEntries(inherited), ...env },
    });
    return { stdout, stderr };
  }

  dispose(): void {
    rmSync(this.#path, { recursive: true, force: true });
  }
}
