import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Runs a module that imports the built package by its name.
 * @param user - Whose rights it has, by number. Default: ours.
 */
export function startChild(code: string, args: readonly string[], user?: number): ChildProcess {
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  return spawn(process.execPath, ['--input-type=module', '--eval', code, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(user !== undefined && { uid: user, gid: user }),
  });
}

/** The first of what a child prints. */
export async function firstOutputOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString()));
    child.once('close', (code) =>
      reject(new Error(`the child ended with ${String(code)} and printed nothing`)),
    );
  });
}

/** Everything a child prints, once it has ended without an error. */
export async function outputOf(child: ChildProcess): Promise<string> {
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`the child ended with ${String(code)}: ${text}`);
  return text;
}
