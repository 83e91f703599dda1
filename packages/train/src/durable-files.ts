import { lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { RunFileError } from './errors.js';
import { systemMessage } from './message-of.js';

/** Runs `work`; an error of it becomes a RunFileError that names `file`. */
export async function naming<Result>(
  file: string,
  what: 'cannot be written' | 'cannot be read' | 'cannot be removed',
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw new RunFileError(file, `${what} (${systemMessage(error)})`, { cause: error });
  }
}

/** Writes a new file and waits until the disk has it. */
export async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Waits until the disk has the names in a folder. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // folders cannot be opened there
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder and those above it, and waits until the disk has their names. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(resolve(folder), { recursive: true });
  if (first === undefined) return;
  for (let made = resolve(folder); made.length >= first.length; made = dirname(made))
    await syncFolder(dirname(made));
}

/** Whether there is anything under a name. */
export async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}

/**
 * Writes a file whole or not at all: beside, then renamed.
 * @throws RunFileError
 */
export async function replaceFile(file: string, bytes: Uint8Array): Promise<void> {
  const beside = join(dirname(file), `.${basename(file)}.tmp`);
  await naming(file, 'cannot be written', async () => {
    try {
      await writeDurably(beside, bytes);
      await rename(beside, file);
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
    await syncFolder(dirname(file));
  });
}
