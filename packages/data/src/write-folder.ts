import { lstat, mkdir, open, readdir, realpath, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { DataError } from './errors.js';
import { isRunning } from './is-running.js';
import { codeOf } from './message-of.js';

export interface WriteFolderOptions {
  /** What may be replaced: says whether the folder that has the name is of the same kind. Undefined: nothing. */
  readonly replaces?: (folder: string) => Promise<boolean>;
  /** How work of an earlier process is gone on with. Undefined: it never is. */
  readonly resume?: ResumeOptions;
}

export interface ResumeOptions {
  /** Whether what an earlier process left can be gone on with; what cannot is removed. */
  readonly accepts: (workspace: Workspace) => Promise<boolean>;
  /** Whether the workspace is kept for the next process after this error. */
  readonly keepsAfter: (error: unknown) => boolean;
}

/** Where a folder comes to be. */
export interface Workspace {
  /** What will have the final name. */
  readonly folder: string;
  /** The folder above it, for files that are not part of the result. */
  readonly path: string;
}

/**
 * Writes a folder whole or not at all. `write` fills a folder in the workspace `<to>.partial-<host>-<process>` beside it; when that is
 * complete it takes the final name. After an error nothing is left, unless `resume` keeps it; what a killed process leaves never has the
 * final name, and is gone on with or removed by the next call for the same folder on the same machine.
 * @param write - Fills `folder`, which is there; it is told whether an earlier process has worked in the workspace.
 * @returns What `write` returns.
 * @throws DataError - There is something under the name that may not be replaced.
 */
export async function writeFolder<Result>(
  to: string,
  write: (workspace: Workspace, isResumed: boolean) => Promise<Result>,
  options: WriteFolderOptions = {},
): Promise<Result> {
  const { resume } = options;
  const target = resolve(to);
  const parent = dirname(target);
  await mkdir(parent, { recursive: true });
  await assertFree(to, target, options);
  const path = `${target}${partialMark()}${process.pid}`;
  const folder = join(path, basename(target));
  if (active.has(path)) throw new DataError(to, 'is being written by this process already');
  active.add(path);
  try {
    const isResumed = await takeUpLeftovers(target, path, resume);
    await mkdir(folder, { recursive: true });
    const result = await write({ folder, path }, isResumed);
    await syncFolder(folder);
    await assertFree(to, target, options);
    await takeName(folder, target, join(path, 'old'));
    await syncFolder(parent);
    await rm(path, { recursive: true, force: true });
    return result;
  } catch (error) {
    if (resume?.keepsAfter(error) !== true) await rm(path, { recursive: true, force: true });
    throw error;
  } finally {
    active.delete(path);
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
      throw new DataError(
        to,
        'exists already and is not empty; choose another name, or replace a prepared folder with overwrite (--overwrite)',
      );
    }
    if (await replaces(target)) return;
  }
  throw new DataError(to, 'exists already and is no prepared folder, so it is not overwritten');
}

async function takeName(folder: string, target: string, old: string): Promise<void> {
  const isThere = (await lstat(target).catch(() => undefined)) !== undefined;
  if (isThere) await rename(target, old);
  try {
    await rename(folder, target);
  } catch (error) {
    if (isThere) await rename(old, target);
    throw error;
  }
}

/** Makes what a process of this machine left the workspace `path` of this one, if it is accepted; other leftovers go. */
async function takeUpLeftovers(
  target: string,
  path: string,
  resume: ResumeOptions | undefined,
): Promise<boolean> {
  const start = `${basename(target)}${partialMark()}`;
  const names = (await readdir(dirname(target))).filter((name) => name.startsWith(start));
  let isTaken = false;
  for (const left of names.map((name) => join(dirname(target), name))) {
    const owner = Number.parseInt(basename(left).slice(start.length), 10);
    if (owner !== process.pid && isRunning(owner)) continue;
    const workspace = { path: left, folder: join(left, basename(target)) };
    if (!isTaken && (await resume?.accepts(workspace)) === true) {
      if (left !== path) await rm(path, { recursive: true, force: true });
      isTaken = await renamed(left, path);
    } else if (left !== path || !isTaken) await rm(left, { recursive: true, force: true });
  }
  return isTaken;
}

/** Of several processes only one can rename a folder; the others no longer find it. */
const renamed = (from: string, to: string): Promise<boolean> =>
  rename(from, to).then(
    () => true,
    (error: unknown) => {
      if (codeOf(error) === 'ENOENT') return false;
      throw error;
    },
  );

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // folders cannot be opened there
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
