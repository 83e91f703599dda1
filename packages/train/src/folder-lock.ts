import { randomUUID } from 'node:crypto';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeFolder, naming } from './durable-files.js';
import { FolderLockedError } from './errors.js';
import { isRunning, startOf } from './processes.js';

/** Milliseconds in which one that asked at the same time gives way. */
const GIVING_WAY = 200;
const STEPS = 10;

/** What the name of a lock's file says, such as `lock-4711-88213-0f8fad5b-myhost`. */
interface Owner {
  readonly pid: number;
  /** See {@link startOf}; empty if unknown. */
  readonly start: string;
  /** Tells locks of one process apart. */
  readonly id: string;
  readonly host: string;
}

/**
 * A folder that this process alone writes to: an empty file in it, `lock-<process>-...`, names the process and its machine. A lock
 * whose process has ended, however it ended, counts no more, if it was of the same machine; of another machine that cannot be
 * known, so there the lock counts until its file is removed. It binds only those who take it: reading needs none.
 */
export class FolderLock {
  readonly #file: string;

  private constructor(file: string) {
    this.#file = file;
  }

  /**
   * Takes the lock of a folder.
   * @param folder - Made if it is not there.
   * @returns The lock, to be given back by `release`; when the process ends, it counts no more.
   * @throws FolderLockedError - A process that runs, this one included, has it.
   * @throws RunFileError - The folder cannot be written to.
   */
  static async take(folder: string): Promise<FolderLock> {
    const owner = { pid: process.pid, start: (await startOf(process.pid)) ?? '', host: hostname() };
    const name = nameOf({ ...owner, id: randomUUID().slice(0, 8) });
    const file = join(folder, name);
    await naming(folder, 'cannot be written', () => makeFolder(folder));
    await naming(file, 'cannot be written', () => writeFile(file, '', { flag: 'wx' }));
    try {
      await waitForOthers(folder, name);
      return new FolderLock(file);
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    }
  }

  /** Gives the lock back. */
  async release(): Promise<void> {
    await rm(this.#file, { force: true });
  }
}

/**
 * Returns when there is no other lock: whoever puts its file there later sees this one, so of two only one gets here. Of those that ask at
 * once the first by name waits for the others to give way; who has the lock does not.
 */
async function waitForOthers(folder: string, name: string): Promise<void> {
  for (let step = 0; ; step++) {
    const [first] = await naming(folder, 'cannot be read', () => otherLocks(folder, name));
    if (first === undefined) return;
    if (nameOf(first) < name || step === STEPS) {
      throw new FolderLockedError(folder, join(folder, nameOf(first)), first.pid, first.host);
    }
    await sleep(GIVING_WAY / STEPS);
  }
}

/** Locks beside one's own that count, by their names; those that do not are removed. */
async function otherLocks(folder: string, name: string): Promise<readonly Owner[]> {
  const found: Owner[] = [];
  for (const other of (await readdir(folder)).sort()) {
    const owner = parseName(other);
    if (owner === undefined || other === name) continue;
    if (await counts(owner)) found.push(owner);
    else await rm(join(folder, other), { force: true });
  }
  return found;
}

const nameOf = ({ pid, start, id, host }: Owner): string =>
  `lock-${pid}-${start}-${id}-${encodeURIComponent(host)}`;

function parseName(name: string): Owner | undefined {
  const [, pid, start = '', id = '', host = ''] = /^lock-(\d+)-(\d*)-([\da-f]{8})-(.*)$/.exec(name) ?? [];
  return pid === undefined ? undefined : { pid: Number(pid), start, id, host: decodeURIComponent(host) };
}

async function counts({ pid, host, start }: Owner): Promise<boolean> {
  if (host !== hostname()) return true;
  if (!isRunning(pid)) return false;
  const now = await startOf(pid);
  return start === '' || now === undefined || start === now;
}
