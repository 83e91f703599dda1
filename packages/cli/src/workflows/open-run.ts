import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { joinDatasets, openPreparedData, type ImageDataset } from '@cvg/data';
import { RunFolder } from '@cvg/train';
import { RunError } from '../errors.js';
import { parseRunConfig, type RunConfig } from './run-config.js';

/** A run: its folder is open. */
export interface Run {
  /** To be closed by the receiver. */
  readonly folder: RunFolder;
  readonly config: RunConfig;
}

/**
 * Whether a folder holds a run.
 * @param folder - Any path.
 * @returns Whether there is a run's configuration in it.
 */
export async function runExists(folder: string): Promise<boolean> {
  return access(join(folder, 'config.json')).then(
    () => true,
    () => false,
  );
}

/**
 * Opens the run in a folder.
 * @param folder - Of the run.
 * @returns The run; close its `folder` at the end.
 * @throws RunError - The folder holds no run, or one that this version does not understand.
 */
export async function openRun(folder: string): Promise<Run> {
  if (!(await runExists(folder)))
    throw new RunError(folder, 'is not the folder of a run: it has no config.json');
  const opened = await RunFolder.open(folder);
  try {
    return { folder: opened, config: parseRunConfig(folder, opened.config) };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/**
 * The data of a run: images of its classes. Classes of the prepared folder that are held out whole are none of them, as nothing is
 * learned from them.
 * @param run - Of `createRun` or `openRun`.
 * @returns The data, to be closed by the receiver.
 * @throws RunError - It is no longer the data the run was made with.
 */
export async function openRunData({ folder, config }: Run): Promise<ImageDataset> {
  const data = await openPreparedData(resolve(folder.folder, config.data.folder));
  if (data.fingerprint === config.data.fingerprint) {
    const without = data.classes.filter((name) => !folder.classes.includes(name));
    return without.length === 0 ? data : joinDatasets([data], { without });
  }
  await data.close();
  throw new RunError(
    folder.folder,
    `its data in ${data.folder} is not what the run began with (other images, classes or split)`,
  );
}
