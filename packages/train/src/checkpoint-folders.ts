import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { exists, naming, syncFolder } from './durable-files.js';
import { codeOf } from './message-of.js';

/**
 * Names of the folders in `checkpoints/`:
 * `step-000500`             a checkpoint, always whole;
 * `.step-000500.tmp-<pid>`  one that is being written;
 * `.step-000500.replaced`   the former one while a new one takes its name; counts as `step-000500` while there is none;
 * `.step-000500.removed`    one that is being removed.
 */
const NAME = /^(\.?)(step-(\d{6,}))(?:\.(tmp-\d+|replaced|removed))?$/;

/** Steps have six digits at least, so that names sort as steps do. */
export const folderName = (step: number): string => `step-${String(step).padStart(6, '0')}`;

/** The folder of each checkpoint by its step, in ascending order. */
export async function findCheckpoints(parent: string): Promise<ReadonlyMap<number, string>> {
  const found = new Map<number, string>();
  for (const name of (await namesIn(parent)).reverse()) {
    const step = stepOf(name);
    // A final name sorts after the hidden ones, so it comes first here.
    if (step !== undefined && !found.has(step)) found.set(step, join(parent, name));
  }
  return new Map([...found].sort(([a], [b]) => a - b));
}

/** The step of a folder that holds a whole checkpoint. */
function stepOf(name: string): number | undefined {
  const [, dot, final, digits, mark] = NAME.exec(name) ?? [];
  const isWhole = dot === '' ? mark === undefined : mark === 'replaced';
  const step = Number(digits);
  return isWhole && Number.isSafeInteger(step) && folderName(step) === final ? step : undefined;
}

/** Gives a whole folder its final name; what had the name before is there until then. */
export async function takeName(parent: string, whole: string, step: number): Promise<void> {
  const target = join(parent, folderName(step));
  const former = join(parent, `.${folderName(step)}.replaced`);
  const isThere = await exists(target);
  if (isThere) await rename(target, former);
  try {
    await rename(whole, target);
  } catch (error) {
    if (isThere) await rename(former, target);
    throw error;
  }
  await syncFolder(parent);
  await rm(former, { recursive: true, force: true });
}

/** Removes a checkpoint; its name is gone first, so a half-removed one is never taken for a whole one. */
export async function removeCheckpoint(parent: string, folder: string, step: number): Promise<void> {
  await naming(folder, 'cannot be removed', async () => {
    const hidden = join(parent, `.${folderName(step)}.removed`);
    await rename(folder, hidden);
    await rm(hidden, { recursive: true });
  });
}

/** Brings back a checkpoint whose writer was killed while it was replaced, and removes what killed writers left. */
export async function cleanUp(parent: string): Promise<void> {
  for (const name of await namesIn(parent)) {
    const [, dot, final, , mark] = NAME.exec(name) ?? [];
    if (dot !== '.' || final === undefined || mark === undefined) continue;
    const path = join(parent, name);
    await naming(path, 'cannot be removed', async () => {
      const target = join(parent, final);
      if (mark === 'replaced' && !(await exists(target))) await rename(path, target);
      else await rm(path, { recursive: true });
    });
  }
}

async function namesIn(parent: string): Promise<string[]> {
  try {
    return (await readdir(parent)).sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    return naming(parent, 'cannot be read', () => Promise.reject(error as Error));
  }
}
