import { lstat, mkdir, open, readdir, realpath, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { DataError } from './errors.js';
import { codeOf } from './message-of.js';

export interface WriteFolderOptions {
  /** What may be replaced: says whether the folder that has the name is of the same kind. Undefined: nothing. */
  readonly replaces?: (folder: string) => Promise<boolean>;
}

/**
 * Writes a folder whole or not at all. `write` fills `<to>.partial-<host>-<process>` beside it; when that is complete it takes
 * the final name. After an error nothing is left; what a killed process leaves never has the final name, and is removed by the
 * next call for the same folder on the same machine.
 * @returns What `write` returns.
 * @throws DataError - There is something under the name that may not be replaced.
 */
export async function writeFolder<Result>(
  to: string,
  write: (partial: string) => Promise<Result>,
  options: WriteFolderOptions = {},
): Promise<Result> {
  const target = resolve(to);
  const parent = dirname(target);
  await mkdir(parent, { recursive: true });
  await assertFree(to, target, options);
  await removeLeftovers(target);
  const partial = `${target}${partialMark()}${process.pid}`;
  if (active.has(partial)) throw new DataError(to, 'is being written by this process already');
  active.add(partial);
  try {
    await mkdir(partial);
    const result = await write(partial);
    await syncFolder(partial);
    await assertFree(to, target, options);
    await takeName(partial, target);
    await syncFolder(parent);
    return result;
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  } finally {
    active.delete(partial);
  }
}

/** Refuses to write into the folder that is read, where the result would be taken for images the next time. */
export async function assertOutside(name: string, from: string, to: string): Promise<void> {
  const source = await realPlace(resolve(from));
  const target = await realPlace(resolve(to));
  if (target === source || target.startsWith(source + sep)) {
    throw new DataError(`${name}: to`, `${to} lies inside ${from}; choose a folder outside`);
  }
}

/** `realpath`, also of what does not exist yet. */
async function realPlace(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (dirname(path) === path) throw error;
    return join(await realPlace(dirname(path)), basename(path));
  }
}

/** What this process is writing now. */
const active = new Set<string>();

const partialMark = (): string => `.partial-${hostname()}-`;

async function assertFree(to: string, target: string, { replaces }: WriteFolderOptions): Promise<void> {
  const stats = await lstat(target).catch(() => undefined);
  if (stats === undefined) return;
  if (stats.isDirectory()) {
    if ((await readdir(target)).length === 0) return;
    if (replaces === undefined) {
      throw new DataError(to, 'exists already and is not empty; choose another name, or allow overwriting');
    }
    if (await replaces(target)) return;
  }
  throw new DataError(to, 'exists already and is no prepared folder, so it is not overwritten');
}

async function takeName(partial: string, target: string): Promise<void> {
  const old = `${partial}-old`;
  const isThere = (await lstat(target).catch(() => undefined)) !== undefined;
  if (isThere) await rename(target, old);
  try {
    await rename(partial, target);
  } catch (error) {
    if (isThere) await rename(old, target);
    throw error;
  }
  await rm(old, { recursive: true, force: true });
}

async function removeLeftovers(target: string): Promise<void> {
  const start = `${basename(target)}${partialMark()}`;
  for (const name of await readdir(dirname(target))) {
    if (!name.startsWith(start)) continue;
    const path = join(dirname(target), name);
    const owner = Number.parseInt(name.slice(start.length), 10);
    const isLive = owner === process.pid ? active.has(path) : isRunning(owner);
    if (!isLive) await rm(path, { recursive: true, force: true });
  }
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // folders cannot be opened there
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
