import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { digitsFolder } from './digits-folder.js';

/** What a program has printed. */
export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The built program of the example that a test lies in.
 * @param testUrl - `import.meta.url` of the test.
 * @returns Runs it as a process; rejects where its exit code is not 0.
 */
export const programOf =
  (testUrl: string) =>
  (...args: string[]): Promise<Printed> =>
    promisify(execFile)(process.execPath, [fileURLToPath(new URL('../dist/main.js', testUrl)), ...args]);

/** The smallest networks and the fewest steps. */
export const TOY_OPTIONS: readonly string[] = [
  ...['--width', '0.02', '--latent', '4', '--batch', '4', '--engine', 'wasm'],
  ...['--steps', '2', '--evaluator-steps', '2', '--per-class', '2'],
];

const IMAGES_KEPT = 150;

/** Writes a folder with the first 150 images of the digits to learn from, and of those that are held out. */
export async function toyDigits(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const files = [
    ['images-idx3-ubyte', 16, 28 * 28],
    ['labels-idx1-ubyte', 8, 1],
  ] as const;
  for (const part of ['train', 't10k']) {
    for (const [name, header, bytes] of files) {
      const whole = await readFile(join(digitsFolder(), `${part}-${name}`));
      const cut = Buffer.from(whole.subarray(0, header + IMAGES_KEPT * bytes));
      cut.writeUInt32BE(IMAGES_KEPT, 4);
      await writeFile(join(folder, `${part}-${name}`), cut);
    }
  }
  return folder;
}

/** `result.json` of an experiment. */
export const readResult = async (out: string): Promise<unknown> =>
  JSON.parse(await readFile(join(out, 'result.json'), 'utf8'));
